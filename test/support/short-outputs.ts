/** Outputs in the tools' own forms, as short as a test needs them. */

type Row = readonly [string, number, number];
export type Files = readonly (readonly [string, string])[];
export type OutputExamples = Readonly<Record<string, { readonly shows: Files; readonly looksLike: Files }>>;
export const grouped = (v: number) => v.toLocaleString('en-US');

export const M = 1024 * 1024;
/** `!dumpheap -stat` of a heap: type, objects, bytes. */
export const stat = (...rows: Row[]) =>
  `> dumpheap -stat\nStatistics:\n          MT     Count     TotalSize Class Name\n${rows.map(([t, c, b], i) => `7f8a2c${(0x10 + i).toString(16)}8a40 ${grouped(c).padStart(9)} ${grouped(b).padStart(13)} ${t}`).join('\n')}\nTotal ${grouped(rows.reduce((s, r) => s + r[1], 0))} objects, ${grouped(rows.reduce((s, r) => s + r[2], 0))} bytes\n`;
/** `dotnet-gcdump report`. */
export const gcdump = (...rows: Row[]) =>
  `${grouped(rows.reduce((s, r) => s + r[2], 0)).padStart(15)}  GC Heap bytes\n${grouped(rows.reduce((s, r) => s + r[1], 0)).padStart(15)}  GC Heap objects\n\n   Object Bytes     Count  Type\n${rows.map(([t, c, b]) => `${grouped(b).padStart(15)} ${grouped(c).padStart(9)}  ${t}${b > 1e6 ? ' (Bytes > 1M)' : ''}  [Module]`).join('\n')}\n`;
/** What any heap has. */
export const usual: Row[] = [
  ['System.String', 90_000, 9 * M],
  ['System.Byte[]', 20_000, 30 * M],
  ['System.Object[]', 9000, M],
];
/** `gcroot` of one object: its root and the chain to it. */
export const root = (kind: string, ...types: string[]) =>
  `> gcroot 00007f1d4c0a1b20\n${kind.startsWith('Thread') ? `${kind}:\n    00007f1d3cff8a10 00007f1d8a1b2c3d Shop.Jobs.Run() [/src/Jobs.cs @ 12]\n        rbp-18: 00007f1d3cff8a38\n` : `HandleTable:\n    00007f1d2c0013a8 (${kind})\n`}${types.map((t, i) => `          -> 00007f1d4c0${(0xa1b20 + i * 64).toString(16)}     ${t}`).join('\n')}\n\nFound 1 unique roots.\n`;
/** `handle -s` by type. */
const handleS = (types: Record<string, number>) =>
  `Nthandle v5.0 - Handle viewer\nCopyright (C) 1997-2022 Mark Russinovich\nSysinternals - www.sysinternals.com\n\nHandle type summary:\n${Object.entries(
    types,
  )
    .map(([t, c]) => `  ${t.padEnd(16)}: ${c}`)
    .join('\n')}\nTotal handles: ${Object.values(types).reduce((a, b) => a + b, 0)}\n`;
/** Two of them, an hour apart by their names. */
export const pair = (a: Record<string, number>, b: Record<string, number>): Files => [
  ['handles_2024-05-03_10-00.txt', handleS(a)],
  ['handles_2024-05-03_11-00.txt', handleS(b)],
];
export const usualHandles = { Event: 900, File: 300, Key: 200, Thread: 60, Section: 40, Semaphore: 100, Mutant: 40, Token: 20 };
/** `ls -l /proc/PID/fd`: targets and how many of each. */
export const fds = (pairs: [string, number][]) =>
  'total 0\n' +
  pairs
    .flatMap(([target, c], k) =>
      Array.from(
        { length: c },
        (_, i) => `lrwx------ 1 app app 64 May  3 10:00 ${k * 5000 + i} -> ${target.replace('#', String(400000 + i))}`,
      ),
    )
    .join('\n') +
  '\n';
export const fdPair = (target: string): Files => [
  [
    'fd_2024-05-03_10-00.txt',
    fds([
      ['/dev/null', 3],
      ['/app/shop.dll', 4],
      [target, 120],
    ]),
  ],
  [
    'fd_2024-05-03_11-00.txt',
    fds([
      ['/dev/null', 3],
      ['/app/shop.dll', 4],
      [target, 900],
    ]),
  ],
];
/** A counter log, a row a minute, by functions of the minute. */
export const counters = (name: string, moves: Readonly<Record<string, (m: number) => number>>, minutes = 240) => {
  const keys = Object.keys(moves);
  const head = `"(PDH-CSV 4.0) (Coordinated Universal Time)(0)",${keys.map((k) => `"\\\\SRV01\\${k}"`).join(',')}`;
  const rows: string[] = [];
  for (let m = 0; m <= minutes; m += 1) {
    const d = new Date(Date.parse('2024-05-03T08:00:00Z') + m * 60000);
    const p = (x: number) => String(x).padStart(2, '0');
    rows.push(
      `"${p(d.getUTCMonth() + 1)}/${p(d.getUTCDate())}/${d.getUTCFullYear()} ${p(d.getUTCHours())}:${p(d.getUTCMinutes())}:00.000",${keys.map((k) => `"${Math.round((moves[k]?.(m) ?? 0) + (m % 3) * 20000 * (k.includes('Bytes') ? 1 : 0))}"`).join(',')}`,
    );
  }
  return [name, [head, ...rows].join('\n') + '\n'] as const;
};
export const PB = 'Process(w3wp)\\Private Bytes',
  VB = 'Process(w3wp)\\Virtual Bytes',
  HC = 'Process(w3wp)\\Handle Count',
  TC = 'Process(w3wp)\\Thread Count',
  GC = '.NET CLR Memory(w3wp)\\# Bytes in all Heaps',
  AS = '.NET CLR Loading(w3wp)\\Current Assemblies';
export const grow = (s: number, r: number) => (m: number) => s + r * m;
export const flat = (v: number) => () => v;
export const native = counters('native.csv', {
  [PB]: grow(400 * M, 2 * M),
  [VB]: grow(5000 * M, 2 * M),
  [GC]: flat(90 * M),
  [HC]: flat(900),
  [AS]: flat(120),
  [TC]: flat(60),
});
export const managed = counters('managed.csv', {
  [PB]: grow(400 * M, 2 * M),
  [VB]: grow(5000 * M, 2 * M),
  [GC]: grow(200 * M, 2 * M),
  [HC]: flat(900),
  [AS]: flat(120),
  [TC]: flat(60),
});
export const loader = counters('loader.csv', {
  [PB]: grow(400 * M, 2 * M),
  [VB]: grow(5000 * M, 2 * M),
  [GC]: flat(90 * M),
  [HC]: flat(900),
  [AS]: grow(120, 9),
  [TC]: flat(60),
});
export const handled = counters('handles.csv', {
  [PB]: grow(400 * M, M / 4),
  [VB]: grow(5000 * M, M / 4),
  [GC]: flat(90 * M),
  [HC]: grow(900, 30),
  [AS]: flat(120),
  [TC]: flat(60),
});
/** A class whose method has this body. */
export const csharp = (body: string): readonly [string, string] => [
  'Shop.cs',
  `using System;\n\nnamespace Acme\n{\n    public class Shop\n    {\n        public void Run(string path)\n        {\n            ${body}\n        }\n    }\n}\n`,
];
export const cdbStack = (...frames: string[]) =>
  `0:000> ~*k\n\n   0  Id: 10d8.1b84 Suspend: 1 Teb: 000000d3\`4f2a5000 Unfrozen\n # Child-SP          RetAddr               Call Site\n${frames.map((f, i) => `${i.toString(16).padStart(2, '0')} 000000d3\`4f57e${(0x100 + i * 16).toString(16)} 00007ffb\`8a1b2c3d     ${f}`).join('\n')}\n`;
/** `dotnet-stack report` of so many equal threads. */
export const dotnetStack = (count: number, ...frames: string[]) =>
  `Thread (0x1A2B):\n${frames.map((f) => `  ${f}`).join('\n')}\n\n`.repeat(count);
/** `memleak-bpfcc`: two looks an hour apart at one stack. */
export const memleak = (bytes: number, allocs: number, ...frames: string[]) =>
  `Attaching to pid 4312, Ctrl+C to quit.\n[10:00:05] Top 10 stacks with outstanding allocations:\n\t${bytes / 10} bytes in ${allocs / 10} allocations from stack\n${frames.map((f) => `\t\t${f}`).join('\n')}\n[11:00:05] Top 10 stacks with outstanding allocations:\n\t${bytes} bytes in ${allocs} allocations from stack\n${frames.map((f) => `\t\t${f}`).join('\n')}\n`;
/** `!finalizequeue`: objects that are ready, and types. */
export const finalizerQueue = (ready: number, ...rows: Row[]) =>
  `0:000> !FinalizeQueue\nSyncBlocks to be cleaned up: 0\nFree-Threaded Interfaces to be released: 0\nMTA Interfaces to be released: 0\nSTA Interfaces to be released: 0\n----------------------------------\n------------------------------\nHeap 0\ngeneration 0 has 46 finalizable objects (0000000017e0ae30->0000000017e0afa0)\ngeneration 1 has 40 finalizable objects (0000000017e0acf0->0000000017e0ae30)\ngeneration 2 has 900 finalizable objects (0000000017e0a4e0->0000000017e0acf0)\nReady for finalization ${ready} objects (0000000017e0afa0->0000000017e0afa0)\nStatistics for all finalizable objects (including all objects ready for finalization):\n              MT    Count    TotalSize Class Name\n${rows.map(([t, c, b]) => `00007ff9a1c17c80 ${String(c).padStart(8)} ${String(b).padStart(12)} ${t}`).join('\n')}\nTotal ${rows.reduce((s, r) => s + r[1], 0)} objects\n`;
/** `!dumpdomain` with so many assemblies. */
export const domain = (count: number, name: (i: number) => string, dynamic: boolean) =>
  `0:000> !dumpdomain\n--------------------------------------\nSystem Domain:      00007ffb8a1b2c30\nLowFrequencyHeap:   00007ffb8a1b31b8\nStage:              OPEN\nName:               None\n--------------------------------------\nDomain 1:           0000020a8a1b2c30\nLowFrequencyHeap:   0000020a8a1b31b8\nStage:              OPEN\nName:               /LM/W3SVC/2/ROOT\n${Array.from({ length: count }, (_, i) => `Assembly:           0000020a8a${(0x1b0000 + i * 16).toString(16)} [${name(i)}]\nClassLoader:        0000020a8a1b2c30\n  Module Name\n00007ffb${(0x8a100000 + i * 4096).toString(16)}    ${dynamic ? 'Dynamic Module' : name(i)}\n`).join('\n')}\n`;

export const only = (text: string, name = 'a.txt'): Files => [[name, text]];

export const gcdumpOf = (...rows: Row[]): Files => only(gcdump(...rows, ...usual), 'gcdump.txt');
export const statistic = (...rows: Row[]): Files => only(stat(...rows, ...usual), 'stat.txt');
