import { calls, grows, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const mappingsNotUnmapped: KnownCause = {
  id: 'mappings-not-unmapped',
  title: 'Address space is mapped or reserved again and again and not given back',
  explains: ['virtual'],
  clues: [
    said(1.6, 'reserved-grows'),
    grows(1.2, 'virtualBytes'),
    calls(1.2, 'mmap64', 'mmap+', 'virtualalloc', 'mapviewoffile', 'createfilemapping'),
    grows(-1.6, 'threads'),
    said(-1.6, 'thread-pile-up'),
  ],
  refutedBy: 'the number of mappings (`wc -l /proc/PID/maps`, or !address) stays level while the work goes on',
  fix: 'Each mmap needs its munmap of the same length, each VirtualAlloc its VirtualFree with MEM_RELEASE, each view its UnmapViewOfFile; in .NET dispose MemoryMappedFile and its accessors. `perf trace -e mmap,munmap -p PID` or a breakpoint on mmap shows who asks.',
  link: 'https://man7.org/linux/man-pages/man2/mmap.2.html',
  looksLike: 'Stacks of threads that pile up, arenas of glibc (64 MB each), and the range that the GC of .NET reserves at start.',
};
