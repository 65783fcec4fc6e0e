import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const one = (text: string, parser: string) => {
  const result = readText(text);
  expect(result.blocks.map((block) => block.parser)).toEqual([parser]);
  expect(result.unread).toEqual([]);
  return { reading: readingsOf(result, parser)[0], notes: result.blocks[0]?.notes.join(' ') ?? '' };
};
const statistics =
  'Statistics:\n          MT Count TotalSize Class Name\n7f5ab2d0e7c8     2       208 Shop.Basket\nTotal 2 objects, 208 bytes\n';

describe('statistics of a part of the heap are never taken for the whole heap', () => {
  it('behind the prompt of LLDB, with sos in front of the command', () => {
    const { reading } = one(`(lldb) sos DumpHeap -mt 7f5ab2d0e7c8\n${statistics}(lldb) \n`, 'dumpheap-stat');
    expect(reading).toMatchObject({ partial: true, totalObjects: 2 });
  });

  it('below the objects that objsize and dumpasync were asked about', () => {
    const kept =
      'Objects which 7f3b8c0a1228(Shop.Session) transitively keep alive:\n\n         Address               MT           Size\n    7f3b8c0a1228     7f5ab2d0e7c8            104 \n\n';
    expect(one(`> objsize 7f3b8c0a1228\n${kept}${statistics}`, 'dumpheap-stat').reading).toMatchObject({ partial: true });
    expect(one(`${kept}${statistics}`, 'dumpheap-stat').notes).toContain('what one object keeps alive');
    expect(one(`> dumpasync -stats\n${statistics}`, 'dumpheap-stat').reading).toMatchObject({ partial: true });
  });

  it('below a listing of one type whose columns are wide', () => {
    const listing =
      '         Address               MT           Size\n    7f5a3c04f3a0     7f5ab2d0e7c8            104 \n    7f5a3c0a1228     7f5ab2d0e7c8            104 \n\n';
    expect(one(`> dumpheap -type Basket\n${listing}${statistics}`, 'dumpheap-stat').reading).toMatchObject({ partial: true });
  });

  it('below the finalizable objects that newer SOS lists one by one', () => {
    const text = `> finalizequeue\nSyncBlocks to be cleaned up: 0\n----------------------------------\n\nHeap 0\ngeneration 0 has 2 objects (7ef7->7ef8)\ngeneration 1 has 0 objects (7ef7->7ef7)\ngeneration 2 has 1,204 objects (7ef7->7ef9)\nReady for finalization 560 objects (7ef7->7efa)\n------------------------------\nStatistics for all finalizable objects (including all objects ready for finalization):\n     Address           MT         Size\n7ef79c121920 7ef82c5a1f20          104 \n7ef79c121948 7ef82c5a1f20          104 \n\n${statistics}`;
    expect(one(text, 'finalizequeue').reading).toMatchObject({ ready: 560, finalizable: 1206, types: [{ type: 'Shop.Basket' }] });
  });
});

describe('figures in the culture of the machine', () => {
  it('are grouped by two in India', () => {
    const text =
      '> dumpheap -stat\nStatistics:\n          MT    Count    TotalSize Class Name\n7f8f8a0f1038 1,41,230    32,98,400 System.Object[]\n7f8f8a0e9f30 5,12,004  9,62,23,112 System.String\nTotal 6,53,234 objects, 9,95,21,512 bytes\n';
    expect(one(text, 'dumpheap-stat').reading).toMatchObject({ totalObjects: 653234, totalBytes: 99521512, partial: false });
  });

  it('are grouped in the count of roots', () => {
    expect(
      one(
        '> gcroot 7f3b8c0a1228\nHandleTable:\n    00007f3c8cbb1328 (strong handle)\n          -> 7f3b8b8005b8     System.Object[] \n\nFound 1,204 unique roots.\n',
        'gcroot',
      ).notes,
    ).toContain('shortened');
  });
});

describe('!gcroot of all ages', () => {
  it('keeps a type with several arguments whole beside the static variable that holds it', () => {
    const { reading, notes } = one(
      'HandleTable:\n    00007f3c8cbb1328 (strong handle)\n          -> 7f3b8c003ad0     System.Collections.Generic.Dictionary<System.String, Shop.Basket> (static variable: Shop.Baskets.s_all)\n          -> 7f3b8c0a1228     Shop.Basket \n\nFound 1 unique roots.\n',
      'gcroot',
    );
    expect(reading).toMatchObject({
      chains: [{ types: ['System.Collections.Generic.Dictionary<System.String, Shop.Basket>', 'Shop.Basket'] }],
    });
    expect(notes).toContain('Shop.Baskets.s_all');
  });

  it('reads stack roots with an address and a mark, and the queue of the finalizer', () => {
    const text =
      "0:000> !gcroot 0000027c88389c38\nThread 2a44:\n    000000e01edff2f0 00007ffbd0f2b2b1 Shop.Program.Main(System.String[])\n        rbp+10: 000000e01edff300 (interior)\n            ->  0000027c88389c38 Shop.Order[]\n\nFinalizer Queue:\n    0000027c88389c38\n    -> 0000027c88389c38 Shop.Order[]\n\nFound 2 unique roots (run '!GCRoot -all' to see all roots).\n";
    expect(one(text, 'gcroot').reading).toMatchObject({ chains: [{ root: 'Thread 2a44' }, { root: 'Finalizer Queue' }] });
  });

  it('reads frames of the runtime, dependent handles and reference counts of the newest', () => {
    const text =
      'HandleTable:\n    00007f3c8cbb1328 (ref counted handle RefCount: 1)\n          -> 7f3b8c0a1228     Shop.Session  (dependent handle)\n\nThread 1a2b:\n    7f3bd2ffc6f0 [HelperMethodFrame]  (System.Threading.Monitor.Wait(System.Object, Int32))\n        rbp-38: 00007f3bd2ffc728\n          -> 7f3b8c0a1228     Shop.Session\n\nFound 2 unique roots.\n';
    expect(one(text, 'gcroot').reading).toMatchObject({
      chains: [{ types: ['Shop.Session'] }, { root: 'Thread 1a2b', types: ['Shop.Session'] }],
    });
  });

  it('does not take the weak handles that CLR 2 lists for holders', () => {
    const text =
      '0:000> !gcroot 01b83d64\nNote: Roots found on stacks may be false positives. Run "!help gcroot" for\nmore info.\nScan Thread 0 OSTHread 1554\nDOMAIN(00165B80):HANDLE(WeakLn):a110f8:Root:01b83d64(Shop.Grid)\n';
    const { reading, notes } = one(text, 'gcroot');
    expect(reading).toMatchObject({ chains: [] });
    expect(notes).toContain('Nothing holds this object');
  });
});

describe('gcheapstat of dotnet-dump', () => {
  const header = 'Heap                Gen0         Gen1         Gen2          LOH          POH';
  const tables = (head: string) =>
    `> gcheapstat\n${head}\nHeap0           12504016      1204112     98120480     24120016        65560 \nTotal           12504016      1204112     98120480     24120016        65560 \n\nFree space:\n${head}\nHeap0               1024          120      8120480      4120016           96 SOH:7%  LOH:17%  POH:0%  \nTotal               1024          120      8120480      4120016           96 \n\nCommitted space:\n${head}\nHeap0           16504016      1404112    108120480     26120016        81920 \nTotal           16504016      1404112    108120480     26120016        81920 \n`;
  const figures = { bytes: 136014184, free: 12241736, committed: 152230544, loh: 24120016 };

  it('is one heap though it repeats its header in each section', () => {
    expect(one(tables(header), 'heapstat').reading).toMatchObject(figures);
  });
  it('is read where its header names frozen segments and its rows have no figure for them', () => {
    expect(one(tables(`${header}          FRZ`), 'heapstat').reading).toMatchObject(figures);
  });
});

describe('stacks, domains and loader heaps of newer SOS', () => {
  it('clrstack -all names its threads by the number of the system', () => {
    const thread = (id: string) =>
      `OS Thread Id: ${id}\n        Child SP               IP Call Site\n00007FFD3B0A1D30 00007F0F5C1D0E3B Shop.Program.Run(System.String[])\n`;
    expect(one(`> clrstack -all\n${thread('0x1')}${thread('0x12')}`, 'clrstack').reading).toMatchObject({
      threads: 2,
      stacks: [{ threads: ['0x1', '0x12'] }],
    });
  });

  it('a frame that a warning about symbols interrupts keeps its name', () => {
    const text =
      'OS Thread Id: 0x12f4 (0)\n        Child SP               IP Call Site\n000000e01edfee30 00007ffbd0e2b1aa *** WARNING: Unable to verify checksum for C:\\x\\mscorlib.ni.dll\nShop.Native.Read(Byte*, Int32)\n000000e01edfef60 00007ffbd1c3a9c1 Shop.Program.Main(System.String[])\n';
    expect(one(text, 'clrstack').reading).toMatchObject({
      stacks: [{ frames: [{ function: 'Shop.Native.Read' }, { function: 'Shop.Program.Main' }] }],
    });
  });

  it('dumpdomain begins with the system domain and its loader allocator', () => {
    const text =
      '> dumpdomain\n--------------------------------------\nSystem Domain:      00007f3c8cbb1320\nLoaderAllocator:    7f3c8cbb1320\nStubHeap:           00007F3C8CBB1968\nName:               None\n--------------------------------------\nDomain 1:           000055d3c89f2ab0\nLoaderAllocator:    55d3c89f2ab0\nAssembly:           000055d3c8b3e2a0 (Dynamic) []\nClassLoader:        000055D3C8B3E370\n  Module\n  00007f3c0b2e4000    Microsoft.GeneratedCode\n';
    const { reading, notes } = one(text, 'dumpdomain');
    expect(reading).toMatchObject({ total: 1, dynamic: 1 });
    expect(notes).not.toContain('System Domain');
  });

  it('an assembly that the shared domain of CLR 2 lists by its address alone is the named one', () => {
    const text =
      '0:000> !dumpdomain\nSystem Domain: 7a3bc8b8\nLowFrequencyHeap: 7a3bc8dc\nStage: OPEN\n--------------------------------------\nShared Domain: 7a3bc210\nStage: OPEN\nAssembly: 001b23a8\n--------------------------------------\nDomain 1: 001a5520\nName: DefaultDomain\nAssembly: 001b23a8 [C:\\WINDOWS\\assembly\\GAC_32\\mscorlib\\mscorlib.dll]\nClassLoader: 001b2428\n';
    expect(one(text, 'dumpdomain').reading).toMatchObject({ total: 1, dynamic: 0 });
  });

  it('eeheap -loader names JIT managers, loader allocators and domains without heaps of their own', () => {
    const text =
      '> eeheap -loader\nLoader Heap:\n----------------------------------------\nSystem Domain:        7f8b5b0f6b60\nLoaderAllocator:      7f8b5b0f6b60\nLowFrequencyHeap:     7f8adf3e0000(10000:1000) Size: 0x1000 (4096) bytes.\nTotal size:           Size: 0x1000 (4096) bytes.\n----------------------------------------\nDomain 1:             55d3c89f2ab0\nLoaderAllocator:      55d3c89f2ab0\nNo unique loader heaps found.\n----------------------------------------\nJIT Manager:          55d3c89d1c50\nLoaderCodeHeap:       7f8adf400000(80000:7000) Size: 0x7000 (28672) bytes.\nTotal size:           Size: 0x7000 (28672) bytes.\n----------------------------------------\nTotal LoaderHeap size:   Size: 0x8000 (32,768) bytes total, 0x100 (256) bytes wasted.\n';
    expect(one(text, 'eeheap-loader').reading).toMatchObject({ values: { loaderHeap: 32768 } });
  });
});

describe('parallelstacks', () => {
  const tree =
    '> pstacks\n________________________________________________\n ~~~~ 48be\n    1 Shop.Program.Main(String[])\n________________________________________________\n           ~~~~ 10,11\n              2 Shop.A.Leaf(Int32)\n           ~~~~ 12,13,14,15...\n              5 Shop.B.Leaf()\n         7 Shop.C.Branching(Object)\n         7 Shop.C.Above()\n      ~~~~ 20\n         1 Shop.D.Other()\n    8 Shop.Root.Run()\n==> 9 threads with 2 roots\n';
  checkParser('of dotnet-dump', { parser: 'parallel-stacks', text: tree });

  it('follows each leaf down to its root, and counts its threads', () => {
    const { reading, notes } = one(tree, 'parallel-stacks');
    const names =
      reading?.kind === 'stacks' ? reading.stacks.map(({ count, frames }) => [count, ...frames.map((each) => each.function)]) : [];
    expect(names).toEqual([
      [5, 'Shop.B.Leaf', 'Shop.C.Branching', 'Shop.C.Above', 'Shop.Root.Run'],
      [2, 'Shop.A.Leaf', 'Shop.C.Branching', 'Shop.C.Above', 'Shop.Root.Run'],
      [1, 'Shop.Program.Main'],
      [1, 'Shop.D.Other', 'Shop.Root.Run'],
    ]);
    expect(notes).not.toContain('cut');
    expect(one(tree.slice(0, tree.indexOf('      ~~~~ 20')), 'parallel-stacks').notes).toContain('cut');
  });
});

describe('timerinfo', () => {
  const timer = (state: string, method: string) =>
    `0x000001E29BD45848 @     964 ms every   ------ ms |  000001E29BD0C828 (${state}) -> ${method}\n`;
  const text = `> timerinfo\n${timer('Shop.Poller', 'Shop.Poller.OnTick').repeat(2)}${timer('System.Threading.Tasks.Task+DelayPromise', '')}\n   3 timers\n-----------------------------------------------\n   2 | @     964 ms every   ------ ms | 000001E29BD0C828 (Shop.Poller) -> Shop.Poller.OnTick\n`;
  checkParser('of dotnet-dump', { parser: 'timerinfo', text });

  it('tells how many timers are active, and whom most of them call', () => {
    const { reading, notes } = one(text, 'timerinfo');
    expect(reading).toMatchObject({ kind: 'snapshot', values: { timers: 3 } });
    expect(notes).toContain('Shop.Poller.OnTick (2)');
  });
});

describe('dumpasync', () => {
  const coalesced =
    '> dumpasync --coalesce\nSTACKS 1\n[91200] 00007ffbcfbe0970 (0) Shop.Worker+<PumpAsync>d__4\n  [7] 00007ffbcfbe0b70 () System.Threading.Tasks.Task\n\n';
  checkParser('coalesced', { parser: 'dumpasync', text: coalesced });

  it('counts the methods that wait, as stacks, coalesced and by number', () => {
    const stacks =
      '> dumpasync\nSTACK 1\n00007f3b8c0a1228 00007f3c0b1d2f20 (0) Shop.Worker+<PumpAsync>d__4\n  00007f3b8c0a1350 00007f3c0b1d3f20 (1) Shop.Program+<Main>d__0\n\nSTACK 2\n00007f3b8c0a2228 00007f3c0b1d2f20 (0) Shop.Worker+<PumpAsync>d__4\n';
    const table = '> dumpasync --stats\nMT               Count    Type\n00007ffbcfbe0970 91,200   Shop.Worker+<PumpAsync>d__4\n';
    const first = (count: number) => ({
      partial: true,
      types: expect.arrayContaining([{ type: 'Shop.Worker+<PumpAsync>d__4', count, bytes: null }]) as unknown,
    });
    expect(one(stacks, 'dumpasync').reading).toMatchObject(first(2));
    expect(one(coalesced, 'dumpasync').reading).toMatchObject(first(91200));
    expect(one(table, 'dumpasync').reading).toMatchObject(first(91200));
  });
});
