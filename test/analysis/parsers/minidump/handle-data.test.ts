import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readBytes } from '../../../../analysis/index.ts';
import type { HandleSummary, Reading } from '../../../../analysis/types.ts';
import { writeMinidump } from '../../../support/minidump-writer.ts';
import type { DumpPlan } from '../../../support/minidump-writer.ts';

function reading<Kind extends Reading['kind']>(plan: DumpPlan, kind: Kind): Extract<Reading, { kind: Kind }> {
  const readings = readBytes('w3wp.dmp', writeMinidump(plan)).blocks.flatMap((block) => block.readings);
  const found = readings.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found as Extract<Reading, { kind: Kind }>;
}
const summaryOf = (plan: DumpPlan): HandleSummary => reading(plan, 'handles').summary;

describe('the handles of a dump', () => {
  it('counts the same whether the writer repeats a text for each handle or shares one', () => {
    const type = fc.constantFrom('', 'Event', 'Mutant', 'Thread', 'Key', 'A', 'EtwRegistration');
    const rare = fc.integer({ min: 0, max: 600 }).map((n) => `Type ${n}`);
    const name = fc.oneof(fc.constant(''), fc.constantFrom('\\A', '\\B'), fc.string({ maxLength: 300 }));
    const handles = fc.array(fc.record({ type: fc.oneof(type, rare), name }), { minLength: 1, maxLength: 900 });
    fc.assert(
      fc.property(handles, fc.integer({ min: 1, max: 5 }), (some, times) => {
        const all = Array.from({ length: times }, () => some).flat();
        const counted = (key: 'type' | 'name', unknown: string) =>
          Object.fromEntries([...Map.groupBy(all, (each) => each[key] || unknown)].map(([text, group]) => [text, group.length]));
        for (const repeatsTexts of [false, true]) {
          const { byType, byName, total } = summaryOf({ handles: all, repeatsTexts });
          expect(byType).toEqual(counted('type', 'unknown'));
          expect(total).toBe(all.length);
          const shared = ['\\A', '\\B'].filter((text) => (counted('name', '')[text] ?? 0) > 1 && Object.keys(byName).length < 50);
          for (const text of shared) expect(byName[text]).toBe(counted('name', '')[text]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('names the types of two hundred thousand handles where each has its own texts', () => {
    const handles = Array.from({ length: 200_000 }, (_, index) => ({
      type: index % 5 === 0 ? 'Semaphore' : 'Event',
      name: index % 50 === 0 ? '\\N' : '',
    }));
    const { byType, byName, partial } = summaryOf({ handles, repeatsTexts: true });
    expect({ byType, byName, partial }).toEqual({
      byType: { Event: 160_000, Semaphore: 40_000 },
      byName: { '\\N': 4000 },
      partial: false,
    });
  });

  it('shows no control character, and counts together what then reads alike', () => {
    const hostile: DumpPlan = {
      modules: ['C:\\a\u0007\\w3wp.exe'],
      handles: [
        ...Array.from({ length: 3 }, () => ({ type: 'Ev\u0000ent', name: 'Global\\\u001b[31mA' })),
        ...Array.from({ length: 2 }, () => ({ type: 'Event', name: 'Global\\[31mA' })),
        ...Array.from({ length: 2 }, () => ({ type: '\u0001', name: '\u0002' })),
      ],
    };
    const { byType, byName } = reading(hostile, 'handles').summary;
    expect({ byType, byName }).toEqual({ byType: { Event: 5, unknown: 2 }, byName: { 'Global\\[31mA': 5 } });
    expect(reading(hostile, 'modules').names).toEqual(['w3wp.exe']);
    expect(reading(hostile, 'handles').life.process).toBe('w3wp');
  });
});
