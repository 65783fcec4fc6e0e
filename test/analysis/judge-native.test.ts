/** Native allocations: what a comparison of two heap snapshots may claim, and what is work in flight. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { evidenceInText, evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';

const judgedText = (text: string) => judge(evidenceInText('pasted text', new TextEncoder().encode(text)), defaultScope);

/** A comparison as umdh prints it: hexadecimal, five places wide. */
const hex = (n: number) => n.toString(16).padStart(5);
const compared = (bytes: number, blocks: number, caller: string, rest = '') =>
  `+ ${hex(bytes)} ( ${hex(bytes)} - ${hex(0)}) ${hex(blocks)} allocs\tBackTrace7E1\n+ ${hex(blocks)} ( ${hex(blocks)} - ${hex(0)})\tBackTrace7E1\tallocations\n\n\tntdll!RtlAllocateHeap+274\n\tucrtbase!malloc+1A\n\t${caller}+3C\n\n${rest}`;
const total = (word: string, bytes: number) => `Total ${word} == ${hex(bytes)} requested + ${hex(1200)} overhead = ${hex(bytes + 1200)}\n`;

describe('two heap snapshots compared', () => {
  it('point to the function that left many blocks, surely where it is much', () => {
    const much = judgedText(compared(95_000_000, 23_000, 'Tills!Receipt::Append')).verdict;
    expect(much).toMatchObject({ class: 'native', component: 'Tills!Receipt::Append' });
    expect(much.confidence).toBeGreaterThan(0.85);
  });

  it('lean to it only, where it is little', () => {
    const little = judgedText(compared(180_000, 90, 'Tills!Receipt::Append')).verdict;
    expect(little).toMatchObject({ class: 'native', component: 'Tills!Receipt::Append' });
    expect(little.confidence).toBeLessThanOrEqual(0.6);
  });

  it('claim nothing from a handful of blocks, nor from one large one: a buffer that grew is no leak', () => {
    expect(judgedText(compared(180_000, 3, 'SHELL32!SHCreateView')).verdict.class).toBe('not-enough-data');
    expect(judgedText(compared(48_000_000, 1, 'Tills!Report::Load')).verdict.class).toBe('not-enough-data');
  });

  it('claim nothing where the heap as a whole gives back more than one stack took', () => {
    const { verdict, findings } = judgedText(compared(2_310_000, 700, 'Tills!Receipt::Append', total('decrease', 9_410_000)));
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.find(({ rule }) => rule === 'allocations-do-not-grow')?.says).toContain('no growth is in this comparison');
  });

  it('give one stack its share of the file’s own total, not of the lines that were pasted', () => {
    const { verdict, findings } = judgedText(compared(2_310_000, 700, 'Tills!Receipt::Append', total('increase', 231_000_000)));
    expect(findings.find(({ rule }) => rule === 'allocation-growth')?.says).toContain('(1 %)');
    expect(verdict.confidence).toBeLessThanOrEqual(0.6);
  });
});

describe('two comparisons of heap snapshots', () => {
  const both = (first: number, second: number) =>
    judge(
      [first, second].flatMap((bytes, i) =>
        evidenceInText(`compared${i}.txt`, new TextEncoder().encode(compared(bytes, Math.round(bytes / 4100), 'Tills!Receipts::Insert'))),
      ),
      defaultScope,
    );
  it('are surer where both show as much, and no more than lean where one shows next to nothing', () => {
    expect(both(95_000_000, 88_000_000).verdict.confidence).toBeGreaterThan(0.85);
    const { verdict, findings } = both(95_000_000, 1_900_000);
    expect(verdict.confidence).toBeLessThanOrEqual(0.6);
    expect(findings.find(({ rule }) => rule === 'allocation-growth')?.says).toMatch(
      /In another of the 2 differences it is only 1\.81 MB: over as long a time that is a cache which filled/,
    );
  });
  it('do not witness each other’s growth by their own stacks', () => {
    const { findings } = both(95_000_000, 88_000_000);
    expect(findings.find(({ rule }) => rule === 'leaking-stack')).toMatchObject({ points: null });
  });
});

describe('what a tracer lists as held', () => {
  const memleak = (bytes: number, count: number) =>
    judgedText(
      `Attaching to pid 812, Ctrl+C to quit.\n[10:14:15] Top 10 stacks with outstanding allocations:\n        ${bytes} bytes in ${count} allocations from stack\n                0x000055d3c8a3e2a0      xmalloc+0x18 [tills]\n                0x000055d3c8a3f100      print_receipt+0x42 [tills]\n                0x000055d3c8a40010      main+0x91 [tills]\n`,
    );
  const heaptrack = (size: string, calls: number) =>
    judgedText(
      `MEMORY LEAKS\n${size} leaked over ${calls} calls from\nShop::Catalog::load(char const*)\n  at /src/catalog.cpp:88\n  in /srv/shop\n${size} leaked over ${calls} calls from:\n    main\n      at /src/main.cpp:12\n      in /srv/shop\n\ntotal runtime: 94.66s.\ncalls to allocation functions: 203769 (2152/s)\npeak heap memory consumption: 9.5MB\ntotal memory leaked: ${size}\n`,
    );
  it('is work or what every program keeps, where it is a few kB or one buffer', () => {
    expect(memleak(1473, 51).verdict.class).toBe('not-enough-data');
    expect(heaptrack('1.10KB', 12).verdict.class).toBe('not-enough-data');
    expect(memleak(9 * MB, 1).verdict.class).toBe('not-enough-data');
  });
  it('points to who asked the allocator, where it is many blocks or much', () => {
    expect(memleak(0, 6200).verdict).toMatchObject({ class: 'native', component: 'tills!print_receipt' });
    expect(memleak(9 * MB, 400).verdict).toMatchObject({ class: 'native', component: 'tills!print_receipt' });
    expect(heaptrack('9.10MB', 1200).verdict).toMatchObject({ class: 'native', component: 'Shop::Catalog::load' });
  });
});

const heaps = (id: string, at: number, committed: number, largeBlocks = 0, more = {}) =>
  evidenceOf(id, { kind: 'nativeHeaps', takenAt: at, heaps: [{ heap: '00c40000', committed, reserved: committed, largeBlocks }], ...more });

describe('a native heap over two listings', () => {
  it('grows by its large blocks too, which the column Commit does not count', () => {
    const { verdict, findings } = judge([heaps('a', noon, 6 * MB, 40), heaps('b', noon + 20 * minute, 6 * MB, 190)], defaultScope);
    expect(verdict).toMatchObject({ class: 'native', component: 'native heap 00c40000' });
    expect(findings.find(({ rule }) => rule === 'native-heap-growth')?.says).toContain('large blocks counted at their least size');
  });

  it('is no surer than the start of the process allows', () => {
    const life = lifeOf(9, { startedAt: noon - 20_000 });
    const early = [heaps('a', noon, 20 * MB, 0, { life }), heaps('b', noon + minute, 60 * MB, 0, { life })];
    const late = [heaps('a', noon + 60 * minute, 20 * MB, 0, { life }), heaps('b', noon + 90 * minute, 60 * MB, 0, { life })];
    expect(judge(early, defaultScope).verdict.confidence).toBeLessThanOrEqual(0.6);
    expect(judge(late, defaultScope).verdict.confidence).toBeGreaterThan(0.7);
    // Nearly empty at first: that is how every program begins.
    expect(judge([heaps('a', noon, MB), heaps('b', noon + 30 * minute, 9 * MB)], defaultScope).verdict.confidence).toBeLessThanOrEqual(0.6);
  });
});

describe('a native heap that holds nearly all', () => {
  const levelOf = (...evidence: readonly Evidence[]) =>
    judge(evidence, defaultScope).findings.find(({ rule }) => rule === 'native-heap-large');

  it('asks for a second listing only where there is none to compare it with', () => {
    expect(levelOf(heaps('a', noon, 900 * MB))?.says).toContain('a second listing shows whether it grows');
    const grown = levelOf(heaps('a', noon, 40 * MB), heaps('b', noon + 180 * minute, 900 * MB));
    expect(grown).toMatchObject({ points: 'native' });
    expect(grown?.says).toContain('That is a level, reached by growing.');
    const other = evidenceOf('o', {
      kind: 'nativeHeaps',
      takenAt: noon,
      life: lifeOf(5),
      heaps: [{ heap: '00c40000', committed: MB, reserved: MB }],
    });
    expect(levelOf(other, heaps('b', noon + 180 * minute, 900 * MB, 0, { life: lifeOf(6) }))?.says).toContain('a second listing shows');
  });

  it('points nowhere once a second listing, some time later, shows no more', () => {
    const stands = levelOf(heaps('a', noon, 2000 * MB), heaps('b', noon + 180 * minute, 2010 * MB));
    expect(stands).toMatchObject({ points: null });
    expect(stands?.says).toContain('between the listings at hand it does not grow');
    expect(levelOf(heaps('a', noon, 2000 * MB), heaps('b', noon + minute, 2010 * MB))).toMatchObject({ points: 'native' });
  });
});

const blocks = (id: string, at: number | null, ...sizes: readonly (readonly [number, number])[]) =>
  evidenceOf(id, {
    kind: 'heapBlocks',
    takenAt: at,
    heap: '00c40000',
    sizes: sizes.map(([size, count]) => ({ size, blocks: count, bytes: size * count, percent: null })),
  });

describe('one block that somebody looked up', () => {
  const looked = (size: string) =>
    judgedText(
      `0:001> !heap -p -a 2fc1ff8\n    address 02fc1ff8 found in\n    _HEAP @ 2f00000\n      HEAP_ENTRY Size Prev Flags    UserPtr UserSize - state\n        02fc1ff0 0541 0000  [00]   02fc1ff8    ${size} - (busy)\n        77485c4e ntdll!RtlAllocateHeap+0x00000274\n        72893db8 MSVCR90!malloc+0x00000079\n        012f1008 Tills!Receipt::Open+0x00000008\n`,
    ).verdict;
  it('shows where such blocks come from, and is no leak by itself while it is small', () => {
    expect(looked('00018').class).toBe('not-enough-data');
    expect(looked('00018').lead).toContain('allocated by Tills!Receipt::Open');
    expect(looked('42800')).toMatchObject({ class: 'native', component: 'Tills!Receipt::Open' });
  });
});

describe('blocks of one size', () => {
  it('that grow from one statistic to the next point to native memory', () => {
    const { verdict } = judge(
      [blocks('a', noon, [0x1f0, 30_000], [0x40, 900]), blocks('b', noon + 30 * minute, [0x1f0, 74_000], [0x40, 870])],
      defaultScope,
    );
    expect(verdict).toMatchObject({ class: 'native', component: 'blocks of 0x1f0 bytes' });
    expect(verdict.confidence).toBeGreaterThan(0.7);
  });

  it('are named by what those that somebody looked at hold', () => {
    const looked = evidenceOf('flt', {
      kind: 'heapBlocks',
      heap: null,
      sizes: [{ size: 0x1f0, blocks: 3, bytes: 3 * 0x1f0, percent: null, holds: 'tills!CReceipt' }],
    });
    const { verdict } = judge([blocks('a', null, [0x1f0, 740_000], [0x40, 900]), looked], defaultScope);
    expect(verdict).toMatchObject({ class: 'native', component: 'tills!CReceipt' });
    expect(verdict.lead).toContain(
      'as a rule one place allocates them and keeps them. Those that were looked at are objects of tills!CReceipt.',
    );
  });

  it('that the first, cut list did not have were fewer than its smallest', () => {
    const { findings } = judge(
      [blocks('a', noon, [0x40, 900], [0x20, 300]), blocks('b', noon + 30 * minute, [0x8000, 700], [0x40, 900])],
      defaultScope,
    );
    expect(findings.map(({ id }) => id)).toContain('block-size-growth:0x8000');
  });

  it('claim nothing where one large block came, nor where the list was sorted otherwise', () => {
    const one = [blocks('a', noon, [0x1000, 3], [0x20, 8]), blocks('b', noon + 30 * minute, [0x2700000, 1], [0x1000, 3])];
    expect(judge(one, defaultScope).verdict.class).toBe('not-enough-data');
    const unsorted = [blocks('a', noon, [0x20, 8], [0x1000, 300]), blocks('b', noon + 30 * minute, [0x8000, 700], [0x1000, 300])];
    expect(judge(unsorted, defaultScope).verdict.class).toBe('not-enough-data');
  });

  it('that are few but large and fill the heap lean to a leak; four of them do not', () => {
    const many = judge([blocks('a', null, [0x150000, 480], [0x40, 9000])], defaultScope).verdict;
    expect(many).toMatchObject({ class: 'native', component: 'blocks of 0x150000 bytes' });
    expect(many.confidence).toBeLessThanOrEqual(0.7);
    expect(judge([blocks('a', null, [0x4200000, 4], [0x40, 9000])], defaultScope).verdict.class).toBe('not-enough-data');
  });
});
