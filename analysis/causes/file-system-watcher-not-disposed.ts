import { calls, handlesOf, inSource, manyObjects, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const fileSystemWatcherNotDisposed: KnownCause = {
  id: 'file-system-watcher-not-disposed',
  title: 'FileSystemWatcher or PhysicalFileProvider is made again and again and not disposed',
  explains: ['native', 'handle', 'managed'],
  clues: [
    manyObjects(2.8, 'file-system-watcher-not-disposed'),
    inSource(2.2, 'file-system-watcher-not-disposed'),
    calls(2, 'filesystemwatcher', 'physicalfileprovider'),
    handlesOf(1.8, 'anon_inode:[inotify]', 'inotify'),
    said(0.8, 'pinned-by-io'),
  ],
  refutedBy: 'there are as few watchers as the code means to have',
  fix: 'Make one provider or watcher and keep it (a singleton), or dispose each (`using var watcher = new FileSystemWatcher(folder);`): it holds a directory handle, native overlapped memory and an 8 KB buffer that is pinned.',
  link: 'https://learn.microsoft.com/dotnet/api/system.io.filesystemwatcher.dispose',
  looksLike: 'Other asynchronous I/O (sockets, pipes) pins buffers as well: the types in the heap tell.',
};
