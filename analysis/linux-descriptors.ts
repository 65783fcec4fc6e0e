/** What a file descriptor of Linux is, by the target of its link: proc_pid_fd(5). */

/** `socket:[179862]` → socket, `anon_inode:[eventfd]` as it is, `/tmp/x (deleted)` → deleted file. */
export function descriptorType(target: string): string {
  const text = target.trim();
  if (text.startsWith('socket:')) return 'socket';
  if (text.startsWith('pipe:')) return 'pipe';
  if (text.startsWith('anon_inode:')) {
    const name = text.slice('anon_inode:'.length).replace(/^\[|\]$/g, '');
    // lsof adds which one it is: [eventfd:1274], [eventpoll:5,6], [pidfd:412].
    return `anon_inode:[${name.replace(/:[\d,.]{1,200}$/, '').slice(0, 60)}]`;
  }
  if (text.startsWith('/memfd:')) return 'memfd';
  if (text.startsWith('/dev/')) return text.endsWith(' (deleted)') ? 'deleted file' : 'device';
  if (text.startsWith('/')) return text.endsWith(' (deleted)') ? 'deleted file' : 'file';
  const kind = /^([a-z]{2,12}):\[?\d{0,20}\]?/.exec(text);
  return kind?.[1] ?? 'other';
}

/** Names of files that several descriptors share: one file opened again and again is a leak of its own kind. */
export function sharedNames(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const shared = [...counts].filter(([name, count]) => count > 1 && name !== '/dev/null').sort((a, b) => b[1] - a[1]);
  return Object.fromEntries(shared.slice(0, maxSharedNames));
}
const maxSharedNames = 20;

export function countByType(types: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}
