/** Whether a process runs .NET, from the list of its mappings (proc_pid_maps(5)). */

/** A program that is one file has the runtime within it: then only its double-mapped code shows (`DOTNET_EnableWriteXorExecute`). */
const clr = /\/libcoreclr\.so$|\/memfd:doublemapper\b/m;
const reserved = /^([0-9a-f]{6,16})-([0-9a-f]{6,16}) ---p 00000000 00:00 0\s*$/gm;
/** The GC of .NET reserves a range of many GB, also in a program that was compiled ahead of time; so does Java. */
const largeRange = 2 ** 30;

/** Null where both are possible. */
export function runtimeOf(maps: string): 'dotnet' | 'native' | null {
  if (clr.test(maps)) return 'dotnet';
  for (const [, from = '', to = ''] of maps.matchAll(reserved)) {
    if (Number.parseInt(to, 16) - Number.parseInt(from, 16) >= largeRange) return null;
  }
  return 'native';
}
