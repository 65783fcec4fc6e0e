import { calls, handlesOf } from './clues.ts';
import type { KnownCause } from './types.ts';

export const threadHandlesNotClosed: KnownCause = {
  id: 'thread-handles-not-closed',
  title: 'Thread or process handles are kept after what they name has ended',
  explains: ['handle'],
  clues: [handlesOf(1.8, 'Thread', 'Process'), calls(1.4, 'createthread', 'createprocess', 'openprocess', 'diagnostics.process')],
  refutedBy: 'the handles of this type stay level over two summaries while the work goes on',
  fix: 'CloseHandle what CreateThread, OpenThread, CreateProcess (both handles of PROCESS_INFORMATION) and OpenProcess returned; `using var process = Process.GetProcessById(pid);`, and each one of GetProcesses().',
  link: 'https://learn.microsoft.com/dotnet/api/system.diagnostics.process',
  looksLike: 'Where the count of threads grows as well, the threads are alive: see the stacks they wait in.',
};
