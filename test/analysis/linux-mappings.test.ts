/** What the mappings of a Linux process are for, and what their growth says. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { readBytes } from '../../analysis/read.ts';
import { runtimeOf } from '../../analysis/linux-runtime.ts';
import type { Evidence, Judgement, Reading } from '../../analysis/types.ts';
import { dotnetSmaps, nativeSmaps } from '../support/linux-mappings.ts';

const MB = 1024 * 1024;
const readingsOf = (text: string): readonly Reading[] => {
  const { blocks, unread } = readBytes('smaps.txt', new TextEncoder().encode(text));
  expect(unread).toEqual([]);
  expect(blocks).toHaveLength(1);
  return blocks[0]?.readings ?? [];
};
const usageOf = (text: string): Readonly<Record<string, number>> => {
  const space = readingsOf(text).find(({ kind }) => kind === 'addressSpace');
  return space?.kind === 'addressSpace' ? space.usage : {};
};

/** Lists of one process, ten minutes apart. */
function judged(texts: readonly string[]): Judgement {
  const evidence = texts.flatMap((text, place) =>
    readingsOf(text).map((reading, index): Evidence => ({
      ...reading,
      takenAt: Date.UTC(2026, 2, 2, 9, place * 10),
      timeFrom: 'content',
      id: `list-${place}-${index}`,
      parser: 'smaps-rollup',
      from: `smaps-${place}.txt`,
      rawRef: `${place}`,
      notes: [],
      sequence: null,
    })),
  );
  return judge(evidence, defaultScope);
}

describe('a list of all mappings', () => {
  it('tells the GC heap of .NET by the range that it reserves, and an arena that lies right above it as malloc', () => {
    const [snapshot] = readingsOf(dotnetSmaps(120, 30));
    expect(snapshot?.life.runtime).toBe('dotnet');
    expect(snapshot?.kind === 'snapshot' ? snapshot.values.gcCommitted : null).toBe(120 * MB);
    expect(usageOf(dotnetSmaps(120, 30))).toMatchObject({ 'GC heap of .NET': 64 * 1024 * MB });
    expect(usageOf(dotnetSmaps(120, 30))['malloc']).toBeCloseTo(64 * MB, -6);
  });

  it('tells stacks, arenas and the rest of a program without .NET', () => {
    const [snapshot] = readingsOf(nativeSmaps({ stacks: 3, arenas: 2, untouchedMb: 40 }));
    expect(snapshot?.life.runtime).toBe('native');
    expect(snapshot?.kind === 'snapshot' ? snapshot.values.gcCommitted : null).toBeUndefined();
    const usage = usageOf(nativeSmaps({ stacks: 3, arenas: 2, untouchedMb: 40 }));
    expect(usage['thread stacks']).toBe((3 * (8192 + 4) + 132) * 1024);
    expect(usage['malloc']).toBe(128 * MB + 132 * 1024);
    expect(usage['other anonymous memory']).toBe(40 * MB);
  });

  it('of a few mappings only is summed up, and says nothing of the address space', () => {
    const few = dotnetSmaps(120, 30).split('\n').slice(0, 18).join('\n');
    expect(readingsOf(few).map(({ kind }) => kind)).toEqual(['snapshot']);
  });
});

describe('lists of all mappings, apart in time', () => {
  it('a GC range that fills is the .NET heap', () => {
    const { verdict, findings } = judged([dotnetSmaps(100, 10), dotnetSmaps(400, 12)]);
    expect(verdict.class).toBe('managed');
    expect(findings.find(({ rule }) => rule === 'mapping-growth')?.says).toContain('300 MB of it (99 %) lie in the range of the .NET heap');
  });

  it('growth beside the GC range is native', () => {
    const { verdict } = judged([dotnetSmaps(100, 4), dotnetSmaps(104, 60), dotnetSmaps(101, 64)].slice(0, 2));
    // 56 MB are not enough of two lists alone.
    expect(verdict.class).toBe('not-enough-data');
    const much = judged([nativeSmaps({ heapMb: 100 }), nativeSmaps({ heapMb: 400 })]);
    expect(much.verdict.class).toBe('native');
  });

  it('a heap that grows by a tenth between two lists claims nothing', () => {
    const { verdict } = judged([dotnetSmaps(300, 10), dotnetSmaps(330, 10)]);
    expect(verdict.class).toBe('not-enough-data');
  });

  it('three lists that rise evenly tell more than two; a start that slows down tells nothing', () => {
    expect(judged([dotnetSmaps(40, 10), dotnetSmaps(80, 10), dotnetSmaps(120, 10)]).verdict.class).toBe('managed');
    expect(judged([dotnetSmaps(40, 10), dotnetSmaps(110, 10), dotnetSmaps(120, 10)]).verdict.class).toBe('not-enough-data');
  });

  it('a heap that falls again claims nothing', () => {
    const { findings } = judged([dotnetSmaps(100, 10), dotnetSmaps(600, 10), dotnetSmaps(150, 10)]);
    expect(findings.find(({ rule }) => rule === 'mapping-growth')?.points ?? null).toBeNull();
  });

  it('memory that is taken and not touched is address space', () => {
    expect(judged([nativeSmaps({ untouchedMb: 100 }), nativeSmaps({ untouchedMb: 900 })]).verdict.class).toBe('virtual');
  });

  it('more arenas of glibc are no leak of address space', () => {
    const { verdict, findings } = judged([nativeSmaps({ arenas: 1 }), nativeSmaps({ arenas: 16 })]);
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.filter(({ rule }) => rule === 'reserved-grows')).toEqual([]);
  });
});

describe('whether a process can run .NET', () => {
  it('is told by its name and by its address space, where they tell', () => {
    expect(runtimeOf('dotnet', 50 * 1024 * MB)).toBe('dotnet');
    expect(runtimeOf('python3.11', null)).toBe('native');
    expect(runtimeOf('billingd', 40 * MB)).toBe('native');
    expect(runtimeOf('billingd', 3 * 1024 * MB)).toBeNull();
    expect(runtimeOf(null, null)).toBeNull();
  });
});
