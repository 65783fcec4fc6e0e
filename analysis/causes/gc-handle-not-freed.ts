import { inSource, measured, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const gcHandleNotFreed: KnownCause = {
  id: 'gc-handle-not-freed',
  title: 'GC handles are allocated for objects and not freed',
  explains: ['managed'],
  clues: [
    measured(2.4, 'gc-root', 'byHandle', 1),
    measured(1.4, 'gc-root', 'onHandle', 1),
    said(2.2, 'gc-handles'),
    inSource(2, 'gc-handle-not-freed'),
  ],
  refutedBy: 'the strong and pinned handles of !gchandles stay level while the objects multiply',
  fix: 'Free each handle when the native side is done: `var handle = GCHandle.Alloc(target); try { … } finally { handle.Free(); }`. Better a SafeHandle that owns it, `Marshal.GetFunctionPointerForDelegate` with the delegate kept in one field, or `fixed` for the length of a call.',
  link: 'https://learn.microsoft.com/dotnet/api/system.runtime.interopservices.gchandle.free',
  looksLike: 'A static field is a handle too: then an Object[] stands between the handle and the object.',
};
