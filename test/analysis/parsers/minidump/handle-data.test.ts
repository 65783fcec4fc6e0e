import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readBytes } from '../../../../analysis/index.ts';
import { minidump } from '../../../../analysis/parsers/minidump.ts';
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

  const notesOf = (plan: DumpPlan): readonly string[] => readBytes('w3wp.dmp', writeMinidump(plan)).blocks.flatMap((block) => block.notes);
  const askedFor = (plan: DumpPlan): number => {
    const bytes = writeMinidump(plan);
    const reading = minidump.read(bytes.length, { offset: 0, line: 0 });
    let asked = 0;
    for (let step = reading.next(); step.done !== true;) {
      const { offset, length } = step.value;
      const part = bytes.subarray(offset, offset + length);
      asked += part.length;
      step = reading.next(part);
    }
    return asked - 40 * (plan.handles?.length ?? 0) - 48 * (plan.regions?.length ?? 0);
  };

  it('reads a part of two hundred thousand types that stand in the dump for each handle, and says which part', () => {
    const handles = Array.from({ length: 200_000 }, (_, index) => ({
      type: index % 5 === 0 ? 'Semaphore' : index % 50 === 1 ? '' : 'Event',
    }));
    const plan = { handles, repeatsTexts: true };
    const { byType, partial, total } = summaryOf(plan);
    expect({ partial, total, unknown: byType['unknown'] }).toEqual({ partial: true, total: 200_000, unknown: 4000 });
    expect(Object.values(byType).reduce((sum, count) => sum + count, 0)).toBe(200_000);
    expect(Math.abs((byType['Semaphore'] ?? 0) - 40_000)).toBeLessThan(800);
    expect(notesOf(plan).join(' ')).toMatch(
      /of 196,000 handles the types of \d\d,\d{3} \(\d{1,2} %\), spread evenly over the file, were read/,
    );
    expect(askedFor(plan)).toBeLessThan(2 ** 20);
  });

  it('counts repeated types whose names have lengths of their own nearly exactly, though few handles in a thousand have some of them', () => {
    const typeAt = (index: number): string => {
      if (index % 5000 < 7) return 'EtwRegistration';
      return index % 311 === 0 ? 'Key' : index % 4001 < 90 ? 'Mutant' : index % 3 === 0 ? 'Semaphore' : 'Event';
    };
    const handles = Array.from({ length: 90_000 }, (_, index) => ({ type: typeAt(index) }));
    const plan = { handles, repeatsTexts: true };
    const { byType, partial } = summaryOf(plan);
    expect(partial).toBe(true);
    for (const [type, group] of Map.groupBy(handles, (each) => each.type)) {
      expect(Math.abs((byType[type] ?? 0) - group.length)).toBeLessThanOrEqual(2);
    }
    expect(askedFor(plan)).toBeLessThan(2 ** 20);
  });

  it('counts the types of a dump exactly where only the names of its objects stand there for each handle', () => {
    const types = ['Event', 'File', 'Key', 'Thread', 'Semaphore'];
    const handles = Array.from({ length: 60_000 }, (_, index) => ({
      type: types[index % 5] ?? '',
      name: index % 3 === 0 ? '\\BaseNamedObjects\\Shop.Queue' : `\\Device\\HarddiskVolume3\\logs\\orders-${index}.log`,
    }));
    // As dbghelp writes them: a type once, a name for each handle.
    const plan: DumpPlan = { handles, repeatsTexts: 'names' };
    const { byType, byName, partial } = summaryOf(plan);
    expect({ byType, partial }).toEqual({ byType: Object.fromEntries(types.map((type) => [type, 12_000])), partial: false });
    expect(Object.keys(byName)).toEqual(['\\BaseNamedObjects\\Shop.Queue']);
    expect(Math.abs((byName['\\BaseNamedObjects\\Shop.Queue'] ?? 0) - 20_000)).toBeLessThan(2000);
    expect(notesOf(plan).join(' ')).toMatch(
      /Of 60,000 handles with a name the names of [\d,]+ \(\d{1,2} %\), spread evenly over the file, were read/,
    );
    expect(askedFor(plan)).toBeLessThan(2 ** 20);
  });

  it('reads names that many handles share before those of a single one', () => {
    const handles = [
      ...Array.from({ length: 20_000 }, (_, index) => ({
        type: 'File',
        name: `\\Device\\HarddiskVolume3\\logs\\some-long-name-${index}.log`,
      })),
      ...Array.from({ length: 30_000 }, () => ({ type: 'Event', name: '\\BaseNamedObjects\\Shop.Queue' })),
    ];
    expect(summaryOf({ handles }).byName).toEqual({ '\\BaseNamedObjects\\Shop.Queue': 30_000 });
  });

  it('counts a handle whose texts point behind the file under no type', () => {
    const bytes = writeMinidump({ handles: Array.from({ length: 100 }, () => ({ type: 'Event' })) });
    const view = new DataView(bytes.buffer);
    const row = bytes.findIndex((_, at) => at % 2 === 0 && view.getUint32(at, true) === 16 && view.getUint32(at + 4, true) === 40) + 16;
    view.setUint32(row + 8, 0xfffffff0, true);
    const handles = readBytes('w3wp.dmp', bytes)
      .blocks.flatMap((block) => block.readings)
      .find((each) => each.kind === 'handles');
    expect(handles).toMatchObject({ summary: { byType: { Event: 99, unknown: 1 }, partial: false } });
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
