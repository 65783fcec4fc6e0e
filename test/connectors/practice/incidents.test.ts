import { existsSync, readFileSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Curve, curveLines } from '../../../connectors/practice/curve.ts';
import { readCurve, readOutput } from '../../../connectors/practice/incident.ts';
import { incidents, practiceFolder } from '../../../connectors/practice/index.ts';

const GB = 2 ** 30;
const MB = 2 ** 20;
const seeds = resolve(import.meta.dirname, '../../../../shared/seeds');
const seedOf: Readonly<Record<string, string>> = { 'xml-serializer': '000_', 'gdi-plus': '004_' };
const incident = (id: string) => incidents.find((each) => each.id === id)!;
interface Line extends Record<string, number> {
  readonly minute: number;
}

function curve(id: string, step: string): { readonly note: string; readonly lines: readonly Line[] } {
  const drawn: Curve = readCurve(practiceFolder, incident(id), step)!;
  const lines = curveLines(drawn, { machine: 'm', process: 'p' });
  return { note: drawn.note, lines: lines.map(({ afterSeconds, line }) => ({ minute: afterSeconds / 60, ...JSON.parse(line) })) };
}
/** Least-squares slope an hour of one counter. */
function perHour(lines: readonly Line[], counter: string): number {
  const middle = (of: (line: Line) => number) => lines.reduce((sum, line) => sum + of(line), 0) / lines.length;
  const [x, y] = [middle((line) => line.minute), middle((line) => line[counter]!)];
  const covariance = lines.reduce((sum, line) => sum + (line.minute - x) * (line[counter]! - y), 0);
  return (covariance / lines.reduce((sum, line) => sum + (line.minute - x) ** 2, 0)) * 60;
}

describe('each recorded incident', () => {
  it('is one of the two that were asked for', () => {
    expect(incidents.map(({ id }) => id).sort()).toEqual(['gdi-plus', 'xml-serializer']);
  });

  it.each(incidents.map((each) => [each.id, each] as const))('%s has all its files, and no others', (_, each) => {
    const named = [...each.outputs.map(({ file }) => file), ...Object.values(each.curves), 'incident.json'].sort();
    const there = readdirSync(join(practiceFolder, each.id), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(there.map((entry) => join(entry.parentPath, entry.name).slice(join(practiceFolder, each.id).length + 1)).sort()).toEqual(named);
  });

  it.each(incidents.map((each) => [each.id, each] as const))('%s says in each file whether it is the seed’s own text', (_, each) => {
    for (const output of each.outputs) {
      const head = readFileSync(join(practiceFolder, each.id, output.file), 'utf8').split('\n')[0]!;
      expect(head).toMatch(output.provenance === 'verbatim' ? /^#~ Verbatim from the article/ : /^#~ Reconstructed: /);
    }
    for (const step of Object.keys(each.curves)) expect(readCurve(practiceFolder, each, step)!.note).toMatch(/^RECONSTRUCTED\. /);
    expect(each.reconstructed.join(' ')).toContain('counter curves');
  });

  const verbatim = existsSync(seeds) ? it.each : it.skip.each;
  verbatim(incidents.map((each) => [each.id, each] as const))(
    '%s: what is called verbatim stands in the seed, letter by letter',
    (_, each) => {
      const name = readdirSync(seeds).find((file) => file.startsWith(seedOf[each.id]!))!;
      const seed = readFileSync(join(seeds, name), 'utf8');
      for (const output of each.outputs.filter(({ provenance }) => provenance === 'verbatim')) {
        expect(seed).toContain(readOutput(practiceFolder, each, output).trimEnd());
      }
    },
  );

  it.each(incidents.map((each) => [each.id, each] as const))(
    '%s was collected in the order of the path, and fixed after that',
    (_, each) => {
      const before = each.outputs.filter(({ step }) => step !== 'verifyingFix');
      const after = each.outputs.filter(({ step }) => step === 'verifyingFix');
      expect(before.every(({ takenAt }) => takenAt < each.fix.at)).toBe(true);
      expect(after.every(({ takenAt }) => takenAt > each.fix.at)).toBe(true);
      expect(readCurve(practiceFolder, each, 'verifyingFix')!.startedAt > each.fix.at).toBe(true);
    },
  );
});

describe('the curves of the XmlSerializer incident', () => {
  const { lines } = curve('xml-serializer', 'counters');

  it('grow in private bytes, handles and assemblies, and not in the GC heap', () => {
    expect(perHour(lines, 'privateBytes') / MB).toBeGreaterThan(150);
    expect(perHour(lines, 'handles')).toBeGreaterThan(8_000);
    expect(perHour(lines, 'assemblies')).toBeGreaterThan(4_000);
    expect(Math.abs(perHour(lines, 'gcHeap'))).toBeLessThan(3 * MB);
  });

  it('reach the 29,401 handles that the article’s summary prints', () => {
    const reached = lines.at(-1)!.handles! + perHour(lines, 'handles') / 6; // ten minutes later
    expect(Math.abs(reached - 29_401)).toBeLessThan(150);
  });

  it('cost about 42 KB of private bytes for each generated assembly (FACTS §9.1)', () => {
    const [first, last] = [lines[0]!, lines.at(-1)!];
    const each = (last.privateBytes! - first.privateBytes!) / (last.assemblies! - first.assemblies!);
    expect(each / 1024).toBeGreaterThan(41);
    expect(each / 1024).toBeLessThan(44);
  });

  it('stay smaller than the dump of half an hour later, 967 MB', () => {
    expect(lines.at(-1)!.privateBytes! / MB).toBeLessThan(967);
  });

  it('are level after the fix, and the Semaphore count too', () => {
    const after = curve('xml-serializer', 'verifyingFix').lines;
    expect(Math.abs(perHour(after, 'privateBytes')) / MB).toBeLessThan(2);
    expect(Math.abs(perHour(after, 'handles'))).toBeLessThan(6);
    const counts = incident('xml-serializer')
      .outputs.filter(({ step, collector }) => step === 'verifyingFix' && collector === 'handle-summary')
      .map((output) => /Semaphore +: (\d+)/.exec(readOutput(practiceFolder, incident('xml-serializer'), output))![1]);
    expect(counts).toEqual(['31', '31', '31']);
  });
});

describe('the curves of the GDI+ incident', () => {
  it('climb from 3 to 4 GB in around an hour with a level GC heap', () => {
    const { lines } = curve('gdi-plus', 'counters');
    expect(lines.at(-1)!.minute).toBe(120);
    const reaches = (bytes: number) => lines.find((line) => line.privateBytes! >= bytes)!.minute;
    expect(reaches(4 * GB) - reaches(3 * GB)).toBeGreaterThan(50);
    expect(reaches(4 * GB) - reaches(3 * GB)).toBeLessThan(65);
    expect(Math.abs(perHour(lines, 'gcHeap'))).toBeLessThan(4 * MB);
    expect(Math.abs(perHour(lines, 'handles'))).toBeLessThan(10);
    expect(perHour(lines, 'assemblies')).toBe(0);
  });

  it('reach the three thresholds when the three reports had tracked 1:39:09, 2:01:34 and 2:26:05', () => {
    const { lines } = curve('gdi-plus', 'leakTracking');
    const reaches = (bytes: number) => lines.find((line) => line.privateBytes! >= bytes)!.minute;
    const tracked = [2.2, 2.6, 3.0].map((threshold) => reaches(threshold * GB));
    [99.15, 121.57, 146.08].forEach((minute, at) => expect(Math.abs(tracked[at]! - minute)).toBeLessThan(1.5));
    const rate = perHour(lines, 'privateBytes') / GB;
    expect(rate).toBeGreaterThan(1.0);
    expect(rate).toBeLessThan(1.3);
  });

  it('have a process of their own for each life: at first, while tracking, after the fix', () => {
    const lives = ['counters', 'leakTracking', 'verifyingFix'].map((step) => readCurve(practiceFolder, incident('gdi-plus'), step)!);
    expect(new Set(lives.map(({ pid }) => pid)).size).toBe(3);
    expect(new Set(lives.map(({ startedAt }) => startedAt)).size).toBe(3);
  });

  it('are level after the fix', () => {
    expect(Math.abs(perHour(curve('gdi-plus', 'verifyingFix').lines, 'privateBytes')) / MB).toBeLessThan(8);
  });
});
