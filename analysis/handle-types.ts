/** What many handles of one type usually are, on Windows (object types) and Linux (kinds of file descriptor). */

interface HandleType {
  readonly usually: string;
  /** More of this type than this is worth a word, growing or not. A busy w3wp has some hundreds of each. */
  readonly many: number;
}

const types: Readonly<Record<string, HandleType>> = {
  event: { usually: 'wrappers of kernel events that wait for their finalizer, or events that nobody closes', many: 5000 },
  semaphore: { usually: 'Semaphore or old ReaderWriterLock objects that wait for their finalizer', many: 2000 },
  mutant: { usually: 'Mutex objects that nobody closes', many: 2000 },
  file: { usually: 'files, sockets and pipes that are not disposed', many: 3000 },
  key: { usually: 'registry keys that are not closed', many: 2000 },
  token: { usually: 'impersonation tokens: WindowsIdentity not disposed', many: 500 },
  thread: { usually: 'handles of threads, often of ended ones: CreateThread or OpenThread without CloseHandle', many: 1000 },
  process: { usually: 'handles of processes, often of ended ones: Process objects not disposed', many: 500 },
  section: { usually: 'memory-mapped files that are not disposed', many: 2000 },
  timer: { usually: 'timers that are not disposed', many: 1000 },
  irtimer: { usually: 'thread-pool timers that are not disposed', many: 1000 },
  etwregistration: { usually: 'event sources made again and again', many: 2000 },
  waitcompletionpacket: { usually: 'registered waits of the thread pool that are not unregistered', many: 3000 },
  tpworkerfactory: { usually: 'thread pools made again and again', many: 200 },
  iocompletion: { usually: 'completion ports made again and again', many: 500 },
  'alpc port': { usually: 'RPC or COM connections that are not closed', many: 1000 },
  desktop: { usually: 'desktops that are opened and not closed', many: 200 },
  windowstation: { usually: 'window stations that are opened and not closed', many: 200 },
  socket: { usually: 'connections that are not closed', many: 800 },
  tcp: { usually: 'TCP connections that are not closed', many: 800 },
  'socket (close_wait)': { usually: 'connections that the other side has closed and this process has not', many: 100 },
  pipe: { usually: 'pipes to child processes that are not closed', many: 500 },
  regular: { usually: 'files that are opened and not closed', many: 800 },
  'anon_inode:[eventfd]': { usually: 'event loops or waits that are not closed', many: 500 },
  'anon_inode:[eventpoll]': { usually: 'event loops that are made again and again', many: 200 },
  'anon_inode:[timerfd]': { usually: 'timers that are not closed', many: 200 },
  'anon_inode:[pidfd]': { usually: 'handles of child processes that are not closed', many: 200 },
  memfd: { usually: 'anonymous shared memory that is not closed', many: 200 },
  device: { usually: 'devices that are opened and not closed', many: 500 },
  directory: { usually: 'directories that are opened and not closed', many: 500 },
  'deleted file': { usually: 'temporary files that were deleted and are not closed', many: 200 },
  'gdi bitmap': { usually: 'bitmaps of GDI that are not disposed: Bitmap, Image, Graphics', many: 2000 },
  'gdi brush': { usually: 'brushes of GDI that are not disposed', many: 2000 },
  'gdi pen': { usually: 'pens of GDI that are not disposed', many: 2000 },
  'gdi font': { usually: 'fonts of GDI that are not disposed', many: 2000 },
  'gdi region': { usually: 'regions of GDI that are not disposed', many: 2000 },
  'gdi dc': { usually: 'device contexts that are not released (GetDC without ReleaseDC, Graphics not disposed)', many: 1000 },
  inotify: { usually: 'file watchers that are not disposed', many: 100 },
};
const unknownType: HandleType = { usually: 'objects that are opened and not closed', many: 3000 };

/** A type's name comes from outside: only the table's own entries answer to it. */
const byName: ReadonlyMap<string, HandleType> = new Map(Object.entries(types));

function typeOf(type: string): HandleType {
  const key = type.toLowerCase();
  return byName.get(key) ?? byName.get(key.replace(/^anon_inode:/, '').replace(/[[\]]/g, '')) ?? unknownType;
}
export function usuallyIs(type: string): string {
  return typeOf(type).usually;
}
export function manyOf(type: string): number {
  return typeOf(type).many;
}
