/** Two looks at the address space of a Windows process: what grows, whose it may be, and what is no growth of memory. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { unknownLife } from '../../analysis/life.ts';
import { evidenceInText, evidenceOf, MB, minute, noon } from '../support/evidence.ts';
import { counters, flat, GB, heap, rising, types } from '../support/made-evidence.ts';

interface Space {
  readonly unknown?: number;
  readonly heap?: number;
  readonly stack?: number;
  readonly image?: number;
  readonly mapped?: number;
  readonly committed: number;
  readonly reserved?: number;
}

const row = (name: string, bytes: number): string =>
  `${name.padEnd(38)}  40 ${bytes.toString(16).padStart(18)} ( ${(bytes / MB).toFixed(3)} MB)  10.00%    5.00%`;

/** The tables of `!address -summary`, sizes in MB. */
function summary({ unknown = 300, heap: heaps = 40, stack = 20, image = 90, mapped = 8, committed, reserved = 60 }: Space): string {
  const privately = unknown + heaps + stack;
  const free = 4096 - privately - image - mapped;
  const rows = (of: Readonly<Record<string, number>>): readonly string[] => Object.entries(of).map(([name, size]) => row(name, size * MB));
  return [
    '0:000> !address -summary',
    '--- Usage Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal',
    ...rows({ Free: free, '<unknown>': unknown, Heap: heaps, Stack: stack, Image: image, MappedFile: mapped }),
    '',
    '--- Type Summary (for busy) ------ RgnCount ----------- Total Size -------- %ofBusy %ofTotal',
    ...rows({ MEM_PRIVATE: privately, MEM_IMAGE: image, MEM_MAPPED: mapped }),
    '',
    '--- State Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal',
    ...rows({ MEM_FREE: free, MEM_COMMIT: committed, MEM_RESERVE: reserved }),
    '',
  ].join('\n');
}

const at = (name: string, space: Space, hours: number, edit = (text: string) => text): readonly Evidence[] =>
  evidenceInText(`${name}.txt`, new TextEncoder().encode(edit(summary(space)))).map((each) => ({
    ...each,
    id: name,
    takenAt: noon + hours * 60 * minute,
    timeFrom: 'content',
    sequence: null,
  }));

function judged(...evidence: readonly Evidence[]): Judgement {
  const judgement = judge(evidence, defaultScope);
  expect(judge(evidence.toReversed(), defaultScope)).toEqual(judgement);
  return judgement;
}
const grownIn = ({ findings }: Judgement) => findings.find(({ rule }) => rule === 'private-memory-growth');

describe('committed private memory that grows by much between two summaries of the address space', () => {
  const early = at('a', { committed: 400 }, 0);

  it('is native where the native heaps are what grows', () => {
    const judgement = judged(...early, ...at('b', { heap: 640, committed: 1000 }, 3));
    expect(grownIn(judgement)).toMatchObject({ points: 'native', strength: 'strong' });
    expect(grownIn(judgement)!.says).toContain('grows by 600 MB in 3 h');
    expect(judgement.verdict).toMatchObject({ class: 'native', component: 'native heaps' });
    expect(judgement.verdict.confidence).toBeGreaterThanOrEqual(0.75);
    expect(judgement.verdict.lead).toContain('native heaps');
  });

  it('is little more than a guess where <unknown> grows and nobody saw the GC heap', () => {
    const judgement = judged(...early, ...at('b', { unknown: 1300, committed: 1390 }, 3));
    expect(grownIn(judgement)).toMatchObject({ points: 'native', strength: 'weak' });
    expect(judgement.verdict).toMatchObject({ class: 'native', component: null });
    expect(judgement.verdict.confidence).toBeLessThan(0.6);
    expect(judgement.verdict.lead).toContain('heap has to be seen');
  });

  it('is no surer where counters see the same growth, and none of them the GC heap', () => {
    const log = counters('log', { privateBytes: rising(400 * MB, 5 * MB), handles: flat(900), assemblies: flat(200) });
    const looks = [...early, ...at('b', { unknown: 1300, committed: 1390 }, 3)];
    expect(judged(log, ...looks).verdict.confidence).toBe(judged(log).verdict.confidence);
    expect(judged(log, ...looks).verdict.lead).toContain('whether it is the .NET heap is not known');
  });

  it('is native for sure where the GC heap was seen not to grow, and in a process without .NET', () => {
    const late = at('b', { unknown: 1300, committed: 1390 }, 3);
    const small = types(['App.Order', 9000, 20 * MB]);
    const beside = judged(...early, ...late, heap('s', small, noon), heap('t', types(['App.Order', 9100, 20 * MB]), noon + 180 * minute));
    expect(grownIn(beside)).toMatchObject({ points: 'native', strength: 'strong' });
    const life = { ...unknownLife, process: 'spooler', pid: 9, runtime: 'native' } as const;
    expect(grownIn(judged(...[...early, ...late].map((each) => ({ ...each, life }))))).toMatchObject({ strength: 'strong' });
  });

  it('is not called native where the GC heap explains it', () => {
    const judgement = judged(
      ...early,
      ...at('b', { unknown: 1300, committed: 1390 }, 3),
      heap('s', types(['App.Order', 9000, 20 * MB]), noon),
      heap('t', types(['App.Order', 900_000, 960 * MB]), noon + 180 * minute),
    );
    expect(grownIn(judgement)).toMatchObject({ points: null });
    expect(judgement.verdict.class).toBe('managed');
  });

  it('counts no file, no image, no breathing, no rise that fell again, and nothing of one look', () => {
    const calm: readonly Space[] = [
      { mapped: 900, committed: 1300 },
      { image: 400, committed: 710 },
      { unknown: 350, committed: 450 },
      { unknown: 310, committed: 1200 },
    ];
    for (const space of calm) expect(grownIn(judged(...early, ...at('b', space, 3)))).toBeUndefined();
    const back = [...early, ...at('b', { unknown: 1300, committed: 1390 }, 1), ...at('c', { unknown: 500, committed: 620 }, 2)];
    expect(grownIn(judged(...back))).toBeUndefined();
    expect(grownIn(judged(...at('b', { unknown: 1300, committed: 1390 }, 3)))).toBeUndefined();
  });

  it('points nowhere without the table that tells what is committed, unless the heaps are what grows', () => {
    const cut = (name: string, space: Space, hours: number): readonly Evidence[] =>
      at(name, space, hours, (text) => text.split('--- Type')[0] ?? '');
    const [before, unknown, heaps] = [
      cut('a', { committed: 400 }, 0),
      cut('b', { unknown: 1300, committed: 1390 }, 3),
      cut('b', { heap: 640, committed: 1000 }, 3),
    ];
    expect(grownIn(judged(...before, ...unknown))).toMatchObject({ points: null, strength: 'weak' });
    expect(grownIn(judged(...before, ...heaps))).toMatchObject({ points: 'native', strength: 'weak' });
  });

  it('is address space where only what is reserved grows', () => {
    const judgement = judged(...early, ...at('b', { unknown: 1300, committed: 410, reserved: 1050 }, 3));
    expect(grownIn(judgement)).toBeUndefined();
    expect(judgement.verdict.class).toBe('virtual');
  });

  it('is little more than a guess where only views of files grow, and nothing where there is room without end', () => {
    const late = { mapped: 1400, committed: 1790 };
    const judgement = judged(...early, ...at('b', late, 3));
    expect(judgement.verdict).toMatchObject({ class: 'virtual', component: 'mapped views' });
    expect(judgement.verdict.confidence).toBeLessThan(0.6);
    const roomy = (text: string) => text.replace(/^(Free|MEM_FREE) .*$/gm, row('$1', 8_000_000 * MB));
    expect(judged(...at('a', { committed: 400 }, 0, roomy), ...at('b', late, 3, roomy)).verdict.class).toBe('not-enough-data');
    expect(judged(...at('a', { mapped: 300, committed: 690 }, 0), ...at('b', { mapped: 500, committed: 890 }, 3)).verdict.class).toBe(
      'not-enough-data',
    );
  });

  it('decides nothing against counters that stand still', () => {
    const log = counters('log', { privateBytes: flat(400 * MB), gcHeap: flat(80 * MB), handles: flat(900), assemblies: flat(200) });
    const judgement = judged(log, ...early, ...at('b', { heap: 640, committed: 1000 }, 3));
    expect(grownIn(judgement)).toMatchObject({ points: null });
  });

  it('is no sign of health because nine tenths of a small address space are free', () => {
    const [few, more] = [
      { unknown: 40, heap: 20, image: 30, committed: 90 },
      { unknown: 180, heap: 20, image: 30, committed: 230 },
    ];
    const judgement = judged(...at('a', few, 0), ...at('b', more, 3));
    expect(judgement.findings.map(({ rule }) => rule)).not.toContain('address-space-roomy');
    expect(judgement.verdict.class).not.toBe('no-leak');
  });

  it('is seen between two minidumps too, which tell no uses', () => {
    const dump = (id: string, privateCommit: number, hours: number): Evidence => ({
      ...evidenceOf(id, {
        kind: 'addressSpace',
        usage: { MappedFile: 20 * MB, Image: 90 * MB },
        privateBytes: privateCommit,
        committed: privateCommit + 110 * MB,
        reserved: GB,
        free: null,
        largestFree: null,
        takenAt: noon + hours * 60 * minute,
      }),
      parser: 'minidump',
    });
    expect(grownIn(judged(dump('a', 300 * MB, 0), dump('b', 900 * MB, 2)))?.measured).toMatchObject({ growth: 600 * MB });
    expect(grownIn(judged(dump('a', 300 * MB, 0), dump('b', 330 * MB, 2)))).toBeUndefined();
  });
});
