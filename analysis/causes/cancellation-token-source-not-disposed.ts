import { grows, inSource, manyObjects, objectsNamed } from './clues.ts';
import type { KnownCause } from './types.ts';

export const cancellationTokenSourceNotDisposed: KnownCause = {
  id: 'cancellation-token-source-not-disposed',
  title: 'CancellationTokenSources or their registrations are not disposed',
  explains: ['managed'],
  clues: [
    manyObjects(2.6, 'cancellation-token-source-not-disposed'),
    inSource(2.2, 'cancellation-token-source-not-disposed'),
    objectsNamed(0.6, 2000, 'CallbackNode', 'CallbackPartition', 'Linked1CancellationTokenSource', 'Linked2CancellationTokenSource'),
    grows(0.8, 'timers'),
  ],
  refutedBy: 'the sources and callback nodes stay level while memory grows',
  fix: "`using var source = CancellationTokenSource.CreateLinkedTokenSource(token);` and dispose what Register returns: a linked source stays in its parent's list until then, a source with a timeout holds a timer.",
  link: 'https://learn.microsoft.com/dotnet/standard/threading/cancellation-in-managed-threads',
  looksLike: 'Requests in flight hold a source each; they go with the request.',
};
