/** What the recordings hold is what the parsers read: a practice case must never end at "could not be read". */
import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import type { ReadingKind } from '../../../analysis/types.ts';
import { curveLines } from '../../../connectors/practice/curve.ts';
import { readCurve, readOutput } from '../../../connectors/practice/incident.ts';
import { incidents, practiceFolder } from '../../../connectors/practice/index.ts';
import { collectorById } from '../../../flows/index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const outputs = incidents.flatMap((incident) =>
  incident.outputs.map((output) => [incident.id, output.collector, output.occurrence, incident, output] as const),
);

describe('each recorded output', () => {
  it.each(outputs)('%s: %s %i is read whole, and is of the kind that its collector promises', (_, collector, __, incident, output) => {
    const result = readBytes(output.file, bytes(readOutput(practiceFolder, incident, output)));
    expect(result.unread).toEqual([]);
    const kinds = result.blocks.flatMap((block) => block.readings.map(({ kind }) => kind));
    const promised: readonly ReadingKind[] = collectorById(collector)?.yields ?? [];
    expect(kinds.filter((kind) => promised.includes(kind)).length).toBeGreaterThan(0);
  });

  it.each(incidents.flatMap((incident) => Object.keys(incident.curves).map((step) => [incident.id, step, incident] as const)))(
    '%s: the curve of %s is one series of one process life for each counter',
    (_, step, incident) => {
      const curve = readCurve(practiceFolder, incident, step)!;
      const lines = curveLines(curve, { machine: incident.host, process: incident.process });
      const result = readBytes('watch.jsonl', bytes(lines.map(({ line }) => line).join('\n')));
      expect(result.unread).toEqual([]);
      const [reading, ...others] = result.blocks.flatMap((block) => block.readings);
      expect(others).toEqual([]);
      if (reading?.kind !== 'counters') throw new Error('no counters were read');
      expect(reading.series.map(({ counter }) => counter).sort()).toEqual(Object.keys(curve.counters).sort());
      for (const series of reading.series) {
        expect(series.samples).toHaveLength(lines.length);
        expect(series.life).toMatchObject({
          machine: incident.host,
          process: incident.process,
          pid: curve.pid,
          runtime: 'netfx',
          bitness: 64,
        });
      }
    },
  );
});
