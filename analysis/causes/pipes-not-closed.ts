import { handlesOf } from './clues.ts';
import type { KnownCause } from './types.ts';

export const pipesNotClosed: KnownCause = {
  id: 'pipes-not-closed',
  title: 'Pipes to other processes are not closed',
  explains: ['handle'],
  clues: [handlesOf(1.8, 'pipe', 'fifo')],
  refutedBy: 'the handles of this type stay level over two summaries while the work goes on',
  fix: 'Close both ends of each pipe; dispose the Process whose output is redirected: `using var process = Process.Start(info);`, read it to its end and WaitForExit. In C close() both descriptors of pipe() in parent and child.',
  link: 'https://learn.microsoft.com/dotnet/api/system.diagnostics.process',
  looksLike: 'A pool of workers holds a pipe each: a level.',
};
