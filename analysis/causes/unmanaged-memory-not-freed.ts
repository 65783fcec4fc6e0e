import { calls, heldByModule, inSource, manyObjects } from './clues.ts';
import type { KnownCause } from './types.ts';

export const unmanagedMemoryNotFreed: KnownCause = {
  id: 'unmanaged-memory-not-freed',
  title: 'Unmanaged memory that .NET code asked for (Marshal, BSTR, COM) is not freed',
  explains: ['native'],
  clues: [
    calls(2.2, 'marshal.alloc', 'stringtohglobal', 'stringtocotaskmem', 'stringtobstr', 'nativememory.alloc', 'structuretoptr'),
    calls(1.4, 'sysallocstring', 'cotaskmemalloc'),
    manyObjects(2.2, 'unmanaged-memory-not-freed'),
    heldByModule(1.6, 'oleaut32', 'combase'),
    inSource(2, 'unmanaged-memory-not-freed'),
  ],
  refutedBy: 'each allocation of this stack is freed within the same call, or the native side takes it over and frees it',
  fix: 'What wraps native memory is disposed (`using var image = …`). `var text = Marshal.StringToHGlobalUni(value); try { … } finally { Marshal.FreeHGlobal(text); }`; FreeCoTaskMem for CoTaskMem, FreeBSTR for BSTR, Marshal.DestroyStructure before freeing what StructureToPtr has filled. Better, a SafeHandle that owns it, or LibraryImport with string marshalling.',
  link: 'https://learn.microsoft.com/dotnet/standard/native-interop/best-practices',
  looksLike: 'OLE caches freed BSTRs: set OANOCACHE=1 before you count them.',
};
