/**
 * What the garbage collector does not give back: memory from Marshal and NativeMemory, GC handles, access tokens. Each has its
 * own call that frees it; a text that never makes that call for it, nor hands it to somebody who may, leaks it.
 * https://learn.microsoft.com/dotnet/api/system.runtime.interopservices.marshal.allochglobal ("You must release it using FreeHGlobal")
 */
import { isHandedOn, uses } from './kept.ts';
import { firstMatches } from './places.ts';
import type { Place } from './places.ts';
import { calls } from './sites.ts';
import type { Site } from './sites.ts';
import type { Source } from './source.ts';

const allocators = new Set([
  ...['Marshal.AllocHGlobal', 'Marshal.AllocCoTaskMem', 'Marshal.StringToHGlobalAnsi', 'Marshal.StringToHGlobalUni'],
  ...['Marshal.StringToHGlobalAuto', 'Marshal.StringToCoTaskMemAnsi', 'Marshal.StringToCoTaskMemUni', 'Marshal.StringToCoTaskMemUTF8'],
  ...['Marshal.StringToBSTR', 'NativeMemory.Alloc', 'NativeMemory.AllocZeroed', 'NativeMemory.AlignedAlloc'],
]);

/** `Marshal.FreeHGlobal(p)`, `NativeMemory.Free(p)`, `DestroyAndFree(ref p)`, `Release(p)`: anything that is named so takes it. */
const frees =
  /\b\w{0,60}(?:Free|Release|Dispose|Destroy|Delete|Close|Unload)\w{0,40}\s{0,4}(?:<[^<>()]{0,80}>)?\s{0,4}\((?:[^();]{0,120}[,(]|\s{0,4}ref|\s{0,4}\([\w.*]{1,40}\))?\s{0,8}(?:[A-Za-z_]\w{0,80}\.){0,4}$/;
/** Stored in other memory, which is read by whoever frees it. */
const writtenTo = /\b(?:Marshal\.)?Write(?:IntPtr|Int64|Int32)\s{0,4}\([^();]{0,120},\s{0,8}$/;

/** Casts stand between a name and the allocation: `byte* copy = (byte*)NativeMemory.Alloc(…)`. */
function targetOf({ before, target }: Site): string | null {
  return (
    target ??
    /([A-Za-z_]\w{0,80})\s{0,60}=\s{0,80}\(\s{0,4}[\w.]{1,60}\s{0,4}\*{0,3}\s{0,4}\)\s{0,8}$/.exec(before.slice(-300))?.[1] ??
    null
  );
}

function isFreed(source: Source, site: Site, name: string): boolean {
  const { code } = source;
  const taken = (at: number): boolean => {
    const ahead = code.slice(Math.max(0, at - 200), at);
    return frees.test(ahead) || writtenTo.test(ahead);
  };
  return uses(code, name, 0, code.length).some(taken) || isHandedOn(source, { ...site, target: name });
}

export function unmanagedMemory(source: Source): readonly Place[] {
  if (!/\b(?:Marshal|NativeMemory)\b/.test(source.code)) return [];
  return calls(source, allocators).flatMap((site) => {
    const name = targetOf(site);
    return name === null || isFreed(source, site, name) ? [] : [{ pattern: 'unmanaged-memory-not-freed', at: site.at }];
  });
}

/** `image.GetHbitmap()` makes a bitmap of GDI that only DeleteObject frees. https://learn.microsoft.com/dotnet/api/system.drawing.bitmap.gethbitmap */
export function gdiObjects(source: Source): readonly Place[] {
  if (!/\.GetH(?:bitmap|icon)\b/.test(source.code)) return [];
  return calls(source, new Set(['*.GetHbitmap', '*.GetHicon'])).flatMap((site) =>
    site.target === null || isFreed(source, site, site.target) ? [] : [{ pattern: 'system-drawing-undisposed', at: site.at }],
  );
}

/** `GCHandle.Alloc(data, GCHandleType.Pinned)`; one that goes to native code as a number comes back by FromIntPtr, elsewhere. */
export function gcHandles(source: Source): readonly Place[] {
  const { code } = source;
  if (!code.includes('GCHandle')) return [];
  return calls(source, new Set(['GCHandle.Alloc'])).flatMap((site) => {
    const { target } = site;
    const isWeak = /\bWeak/.test(site.args[1] ?? '');
    if (target === null || isWeak) return [];
    const isGiven = uses(code, target, 0, code.length).some(
      (at) =>
        /^[?!]?\s{0,8}\.\s{0,8}(?:Free|Dispose)\s{0,4}\(/.test(code.slice(at + target.length, at + target.length + 40)) ||
        /\bToIntPtr\s{0,4}\(\s{0,8}(?:this\.)?$|\(IntPtr\)\s{0,8}$/.test(code.slice(Math.max(0, at - 60), at)),
    );
    return isGiven || isHandedOn(source, site) ? [] : [{ pattern: 'gc-handle-not-freed', at: site.at }];
  });
}

const tokenCall = /(?<![\w.])(?:\w{1,40}\.)?(?:LogonUser[AW]?|DuplicateToken(?:Ex)?|OpenProcessToken|OpenThreadToken)\s{0,4}\(/g;
const handedBack = /\b(?:out|ref)\s{1,8}(?:([A-Za-z]\w{0,60})\s{1,8})?(?:this\.)?([A-Za-z_]\w{0,80})\s{0,8}\)/;
const longestCall = 600;

/** `LogonUser(…, out token)` without CloseHandle: https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-logonusera */
export function tokens(source: Source): readonly Place[] {
  const { code } = source;
  return firstMatches(code, tokenCall).flatMap((found) => {
    if (/\bextern\b[^;{}]{0,120}$/.test(code.slice(Math.max(0, found.index - 160), found.index))) return [];
    const call = code.slice(found.index, found.index + longestCall);
    const [, type = '', name] = handedBack.exec(call.slice(0, call.indexOf(';') + 1 || longestCall)) ?? [];
    if (name === undefined || type.startsWith('Safe')) return [];
    const isClosed = uses(code, name, 0, code.length).some(
      (at) =>
        frees.test(code.slice(Math.max(0, at - 200), at)) ||
        /\bSafe\w{0,40}\s{1,8}$|\bnew\s{1,8}Safe\w{1,40}\s{0,4}\(\s{0,8}$|\breturn\s{1,8}$|\busing\s{0,8}\(\s{0,8}$/.test(
          code.slice(Math.max(0, at - 80), at),
        ) ||
        /^\s{0,4}[?!]?\.\s{0,4}(?:Dispose|Close)/.test(code.slice(at + name.length, at + name.length + 20)),
    );
    return isClosed ? [] : [{ pattern: 'tokens-not-closed', at: found.index }];
  });
}
