import { grows, handlesOf, inSource, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const eventHandlesNotClosed: KnownCause = {
  id: 'event-handles-not-closed',
  title: 'Event or semaphore handles are not closed',
  explains: ['handle'],
  clues: [
    handlesOf(1.8, 'Event', 'Semaphore', 'Mutant'),
    said(1.8, 'handle-name'),
    said(0.8, 'finalizer-backlog'),
    inSource(0.8, 'disposable-not-disposed'),
    grows(-1.2, 'assemblies'),
  ],
  refutedBy: 'the handles of this type stay level over two summaries while the work goes on',
  fix: 'Dispose what owns them: `using var done = new ManualResetEvent(false);`, likewise AutoResetEvent, Semaphore, Mutex, Process; ManualResetEventSlim and SemaphoreSlim make no kernel object as long as nobody asks for their WaitHandle. Waiting for the finalizer is not closing. In native code each CreateEvent or OpenEvent needs its CloseHandle.',
  link: 'https://learn.microsoft.com/dotnet/api/system.threading.eventwaithandle',
  looksLike:
    "Events and semaphores in equal numbers with growing assemblies are the wrappers that generated assemblies bring along (XmlSerializer), not somebody's events.",
};
