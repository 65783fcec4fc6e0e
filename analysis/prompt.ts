/**
 * The command that was typed on a prompt line, for what it tells (a pid, a folder):
 *   PS C:\Utils> .\handle.exe -p 13724 -s   ·   C:\x>handle -s   ·   me@web01:~$ lsof -p 2705
 *   0:000> kL   ·   (gdb) bt   ·   $ cat /proc/1/status   ·   > dumpheap -stat
 */
const prompts: readonly RegExp[] = [
  /^(?:\[[^\]]{1,80}\]: ?)?PS [^>]{0,260}>+ ?/,
  /^[A-Za-z]:\\[^>]{0,260}> ?/,
  /^\d{1,3}:\d{3}(?::[\w.]{1,12})?> ?/,
  /^lkd> |^kd> |^\(gdb\) |^\(lldb\) /,
  /^\[?[\w.-]{1,64}@[^$#>]{1,200}[$#] ?/,
  /^(?:\([\w.-]{1,40}\) )?[$#>] (?=\S)/,
];

/** The command on a prompt line, or null where the line is no prompt. */
export function commandOf(line: string): string | null {
  const start = line.trimStart();
  for (const prompt of prompts) {
    const found = prompt.exec(start);
    if (found !== null) return start.slice(found[0].length).trim();
  }
  return null;
}
