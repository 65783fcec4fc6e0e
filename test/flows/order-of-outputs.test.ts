/** Random mixes of outputs of several processes, lives and machines: whatever order they came in, the case says the same. */
import { describe, expect, it } from '@jest/globals';
import type { ProcessLife, Reading } from '../../analysis/types.ts';
import type { Investigation, Target } from '../../flows/types.ts';
import { MB } from '../support/evidence.ts';
import { seededRandom } from '../support/sample.ts';
import { counters, handles, life, minute, opened, start, taken, unknownLife } from './support/a-case.ts';

const hour = 60 * minute;
const target: Target = { ...opened().target!, pid: null, startedAt: null };

type Curve = Readonly<Partial<Record<'privateBytes' | 'gcHeap' | 'handles', readonly [number, number]>>>;
const leaking: Curve = { privateBytes: [600 * MB, 100 * MB], gcHeap: [150 * MB, 0], handles: [900, 0] };
const opening: Curve = { privateBytes: [400 * MB, 0], gcHeap: [150 * MB, 0], handles: [700, 500] };
const calm: Curve = { privateBytes: [400 * MB, 0], gcHeap: [150 * MB, 0], handles: [700, 0] };

const of = (pid: number, more: Partial<ProcessLife> = {}): ProcessLife => ({ ...life, pid, startedAt: null, ...more });

/** One log that tells of several processes. */
function together(...logs: readonly Reading[]): Reading {
  return {
    kind: 'counters',
    life: { ...unknownLife, machine: 'WEB01' },
    takenAt: null,
    series: logs.flatMap((each) => (each.kind === 'counters' ? each.series : [])),
  };
}

/** What a person may paste, each by a name to find it again. */
const outputs: Readonly<Record<string, Reading>> = {
  'log of a leaking process': counters(leaking, 240, start, of(4312)),
  'its next life, calm': counters(calm, 240, start + 5 * hour, of(5120)),
  'its start, without a log': handles(start + 90 * minute, { Event: 800, Key: 40 }, of(4312, { startedAt: start - 2 * hour })),
  'another start of the same pid': handles(start + 9 * hour, { Event: 300, Key: 40 }, of(4312, { startedAt: start + 8 * hour })),
  'its next life, young': counters({ privateBytes: [300 * MB, 0] }, 12, start + 5 * hour, of(5120)),
  'another that opens handles': counters(opening, 240, start, of(900)),
  'log of two processes': together(counters(calm, 240, start, of(4312)), counters(leaking, 240, start, of(900))),
  'log of two, an hour later': together(counters(opening, 240, start + hour, of(77)), counters(calm, 240, start + hour, of(900))),
  'log of another machine': counters(leaking, 240, start, of(4312, { machine: 'WEB02' })),
  'log without a process': counters({ gcHeap: [50 * MB, 0] as const }, 240, start, { ...unknownLife, runtime: 'dotnet' }),
  'log without a pid': counters(leaking, 240, start, of(4312, { pid: null })),
  'handles of 4312': handles(start + 2 * hour, { Event: 900, Key: 40 }, of(4312)),
  'handles of 900, later': handles(start + 4 * hour, { Event: 3000, Key: 40 }, of(900)),
  'handles of 5120': handles(start + 6 * hour, { Event: 400, Key: 40 }, of(5120, { process: null })),
  'handles without a life': handles(start + 3 * hour, { Event: 1400, Key: 40 }, { ...unknownLife }),
  'handles without a time': handles(null, { Event: 2000, Key: 40 }, of(900)),
};
const names = Object.keys(outputs);

function after(asked: number | null, mix: readonly string[]): Investigation {
  const first = { ...opened(target), asked: { host: 'WEB01', process: 'w3wp', pid: asked }, target: { ...target, pid: asked } };
  return mix.reduce<Investigation>((record, name) => taken(record, outputs[name]!).investigation, first);
}

/** What a person reads of a case: how sure, of what, of which process, on what. */
function told({ judgement, target: about }: Investigation): string {
  const { class: kind, confidence, lead, component, causes } = judgement!.verdict;
  return JSON.stringify([kind, confidence, lead, component, causes, about?.pid, about?.startedAt, about?.platform]);
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describe('the order in which outputs come', () => {
  it.each([
    ['nobody asked for a pid', null],
    ['a pid was asked for', 4312],
    ['a pid was asked for that most outputs are not of', 77],
  ])('decides nothing, where %s', (_, asked) => {
    const random = seededRandom(20_261_122);
    const differing = Array.from({ length: 24 }, () => {
      const mix = shuffled(names, random).slice(0, 2 + Math.floor(random() * 3));
      const orders = [mix, mix.toReversed(), shuffled(mix, random), [...mix.slice(1), ...mix.slice(0, 1)]];
      const said = new Set(orders.map((order) => told(after(asked, order))));
      return said.size === 1 ? null : { mix, said: [...said] };
    }).filter((each) => each !== null);
    expect(differing).toEqual([]);
  });
});
