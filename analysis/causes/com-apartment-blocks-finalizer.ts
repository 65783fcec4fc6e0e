import { blockedFinalizer, calls, objectsNamed, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const comApartmentBlocksFinalizer: KnownCause = {
  id: 'com-apartment-blocks-finalizer',
  title: 'The finalizer thread waits for a COM apartment that does not answer; nothing is finalized any more',
  // What waits for the finalizer may be anything: dynamic methods keep their code until it has come to them.
  explains: ['managed', 'handle', 'native', 'loader-heap'],
  clues: [
    blockedFinalizer(3),
    calls(1, 'gettosta', 'switchaptanddispatchcall', 'rcwcleanuplist'),
    said(1, 'finalizer-backlog'),
    objectsNamed(0.6, 1000, 'System.__ComObject'),
  ],
  refutedBy: 'the finalizer thread waits in WaitForFinalizerEvent (it is idle), not in a call into an apartment',
  fix: 'Release COM objects where they are used: `Marshal.ReleaseComObject(component)` in finally. Make them on threads of the multithreaded apartment ([MTAThread]; in ASP.NET no AspCompat without need), or let the STA thread that owns them pump messages (it must not sit in Sleep or a long loop).',
  link: 'https://learn.microsoft.com/dotnet/api/system.stathreadattribute',
  looksLike: 'A backlog after a burst, with the finalizer busy in ordinary Finalize methods, empties by itself.',
};
