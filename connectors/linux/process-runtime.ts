/** Whether a process runs .NET, from the list of its mappings (proc_pid_maps(5)). */

/** A program that is one file has the runtime within it: then only its double-mapped code shows (`DOTNET_EnableWriteXorExecute`). */
const clr = /\/libcoreclr\.so$|\/memfd:doublemapper\b/m;
/** Other runtimes, by their program or library: theirs is the range, and none of them hosts .NET. */
const others = /\/(?:node|nodejs|bun|deno|java|libjvm\.so|libnode\.so[.\d]{0,12}|python[.\d]{0,8})\s*$/m;
const reserved = /^([0-9a-f]{6,16})-([0-9a-f]{6,16}) ---p 00000000 00:00 0\s*$/gm;
/** The GC of .NET reserves a range of many GB, also in a program that was compiled ahead of time. */
const largeRange = 2 ** 30;

/** Null where both are possible. */
export function runtimeOf(maps: string): 'dotnet' | 'native' | null {
  if (clr.test(maps)) return 'dotnet';
  if (others.test(maps)) return 'native';
  for (const [, from = '', to = ''] of maps.matchAll(reserved)) {
    if (Number.parseInt(to, 16) - Number.parseInt(from, 16) >= largeRange) return null;
  }
  return 'native';
}
