import { calls, handlesOf, inSource, manyObjects } from './clues.ts';
import type { KnownCause } from './types.ts';

export const eventSourcePerCall: KnownCause = {
  id: 'event-source-per-call',
  title: 'Event sources are registered again and again and not disposed',
  explains: ['handle', 'managed'],
  clues: [
    handlesOf(2, 'EtwRegistration'),
    manyObjects(2.2, 'event-source-per-call'),
    calls(1.8, 'eventregister', 'etweventregister', 'tracing.eventsource..ctor', 'tracing.eventprovider'),
    inSource(2, 'event-source-per-call'),
  ],
  refutedBy: 'registrations (handles of type EtwRegistration) stay level over two summaries while the work goes on',
  fix: 'Make each EventSource once: `public static readonly MyEventSource Log = new();`, and keep EventListeners and EventCounters as few; dispose those that must be short-lived. Each AppDomain registers the sources of the framework anew: many of them at equal counts mean many AppDomains.',
  link: 'https://learn.microsoft.com/dotnet/core/diagnostics/eventsource',
  looksLike: 'Some hundreds of registrations are normal: each system library registers its own.',
};
