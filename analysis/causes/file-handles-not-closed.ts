import { calls, handlesOf, inSource } from './clues.ts';
import type { KnownCause } from './types.ts';

export const fileHandlesNotClosed: KnownCause = {
  id: 'file-handles-not-closed',
  title: 'Files are opened and not closed',
  explains: ['handle'],
  clues: [
    handlesOf(1.8, 'File', 'regular', 'REG', 'file', 'deleted file'),
    calls(1.4, 'createfile', 'filestream', 'file.open', 'fopen', 'opendir'),
    inSource(0.8, 'disposable-not-disposed'),
  ],
  refutedBy: 'the handles of this type stay level over two summaries while the work goes on',
  fix: 'Close each file where it is opened: `using var file = File.OpenRead(path);`. In native code CloseHandle (or close) on every way out. `handle64 -p PID File` (or `ls -l /proc/PID/fd`) names the files. A deleted file that is still open keeps its place on the disk.',
  link: 'https://learn.microsoft.com/dotnet/standard/io/',
  looksLike: 'On Windows sockets and pipes are of type File too: names that begin with \\Device\\Afd are sockets.',
};
