import { inSource, rootedThrough, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const collectibleContextNotUnloaded: KnownCause = {
  id: 'collectible-context-not-unloaded',
  title: 'A collectible load context cannot unload: something outside still refers to it',
  explains: ['loader-heap'],
  clues: [
    said(3, 'loader-allocator'),
    rootedThrough(1.6, 'System.Reflection.LoaderAllocator'),
    inSource(2, 'collectible-context-not-unloaded'),
  ],
  refutedBy: 'the LoaderAllocator is gone after a full collection',
  fix: "Let go of every reference from outside: static fields that hold its types or objects, MethodInfo in locals of long-running methods, strong GC handles, threads that still run its code. Stop them in the context's event: `context.Unloading += _ => cancellation.Cancel();`. Work with the context in a method of its own marked `[MethodImpl(MethodImplOptions.NoInlining)]`, and check with a WeakReference to it.",
  link: 'https://learn.microsoft.com/dotnet/standard/assembly/unloadability#debug-unloading-issues',
  looksLike: 'A context that is in use on purpose holds one LoaderAllocator; only a rising number, or one after Unload, is a leak.',
};
