import { describe, expect, it } from '@jest/globals';
import { chartElement, chartSvg, chartsOf } from '../../cards/index.ts';
import { spread, thinned, timeTicks, valueTicks } from '../../cards/chart-scale.ts';
import { evidence, xmlEvidence } from '../support/incident-evidence.ts';
import { standing } from '../support/investigations.ts';
import { at, gdiLife, GB } from '../support/judgements.ts';

const wide = { width: 760, height: 260 } as const;
const tracking = standing('leakTracking', 'watching').investigation;

describe('the charts of a case', () => {
  it('show private bytes beside the .NET heap with thresholds, dumps and a forecast', () => {
    const [memory] = chartsOf(tracking);
    expect(memory).toMatchObject({
      title: 'Private bytes and .NET heap',
      unit: 'GB',
      alt: 'Private bytes rise from 1.20 to 2.66 GB in 2 h 21 min; .NET heap stays at 0.140 GB.',
      thresholds: [{ label: '2.2 dump 1' }, { label: '2.6 dump 2' }, { label: '3.0 dump 3' }],
      marks: [{ kind: 'dump', label: 'dump 1' }],
    });
    expect(memory?.lines.map((line) => [line.label, line.dashed])).toEqual([
      ['Private bytes 2.66', false],
      ['.NET heap 0.14', true],
    ]);
    const forecast = memory!.forecast!;
    expect(forecast.to[1]).toBeCloseTo(3, 1);
    expect(forecast.low).toBeLessThan(forecast.to[1]);
    expect(forecast.high).toBeGreaterThan(forecast.to[1]);
  });

  it('draw no forecast from the curve of a life that is over', () => {
    const restarted = { ...tracking, target: { ...tracking.target!, pid: 1 + tracking.target!.pid! } };
    expect(chartsOf(restarted)[0]?.lines[0]?.label).toBe('Private bytes 2.66');
    expect(chartsOf(restarted)[0]?.forecast).toBeNull();
  });

  it('draw none either where the same pid began anew, as the first process of a container does', () => {
    const target = { ...tracking.target!, startedAt: at('13:59') };
    expect(target.pid).toBe(gdiLife.pid);
    expect(chartsOf({ ...tracking, target })[0]?.forecast).toBeNull();
  });

  it('show what the leak reports still held, by tracking time', () => {
    const held = chartsOf(tracking).find((model) => model.xAxis === 'elapsed');
    expect(held?.alt).toContain('from 1.68 to 2.70 GB');
    expect(held?.lines.map((line) => line.label)).toEqual(['all 2.70', 'GdiPlus 2.19']);
  });

  it('show handles and assemblies each on an axis of their own', () => {
    const models = chartsOf(standing('concluded', 'holding', 'xml-serializer').investigation);
    expect(models.map((model) => [model.title, model.unit])).toEqual([
      ['Private bytes and .NET heap', 'GB'],
      ['Handles', 'count'],
      ['Assemblies', 'count'],
    ]);
  });

  const series = (life: typeof gdiLife, from: string, to: string, first: number, last: number) =>
    evidence(`${from} ${to}`, 'x', {
      kind: 'counters',
      life,
      takenAt: null,
      series: [
        {
          life,
          counter: 'privateBytes',
          printed: 'x',
          samples: [
            { at: at(from), value: first * GB },
            { at: at(to), value: last * GB },
          ],
        },
      ],
    });

  it('show a restart as a gap and a line with its time', () => {
    const next = series({ ...gdiLife, pid: 5000, startedAt: at('13:00') }, '13:01', '14:00', 0.4, 1.7);
    const [model] = chartsOf({ ...tracking, evidence: [series(gdiLife, '11:50', '12:55', 1.2, 2.6), next] });
    expect(model?.lines).toHaveLength(2);
    expect(model?.marks).toContainEqual({ at: at('13:00'), value: null, label: 'restarted 13:00', kind: 'restart' });
    expect(model?.alt).toContain('; after a restart they rise from 0.400 to 1.70 GB');
    const svg = chartSvg(model!, wide);
    expect(svg).toContain('restarted 13:00');
    expect(svg.match(/stroke-width="2.5" stroke-linejoin/g)).toHaveLength(2);
  });

  it('show a process that ran beside it as no restart', () => {
    const beside = series({ ...gdiLife, pid: 5000, startedAt: null }, '12:01', '14:00', 0.4, 0.4);
    const [model] = chartsOf({ ...tracking, evidence: [series(gdiLife, '11:50', '12:55', 1.2, 2.6), beside] });
    expect(model?.lines).toHaveLength(2);
    expect(model?.marks.filter(({ kind }) => kind === 'restart')).toEqual([]);
    expect(model?.alt).toContain('; in another process they stay at 0.400 GB');
  });

  it('show handle types as curves from three readings on', () => {
    const third = { ...xmlEvidence[2]!, id: 'handles-3', takenAt: at('14:10') };
    const { investigation } = standing('concluded', 'holding', 'xml-serializer');
    const models = chartsOf({ ...investigation, evidence: [...xmlEvidence, third] });
    expect(models.find((model) => model.title === 'Handles by type')?.lines.map((line) => line.label)).toEqual([
      'Event 14,440',
      'Semaphore 14,029',
      'File 226',
    ]);
  });

  it('are none without evidence', () => expect(chartsOf(standing('intake', 'choosing').investigation)).toEqual([]));
});

describe('a chart as SVG', () => {
  const models = chartsOf(tracking);

  it('is the same every time, self-contained, and needs no style of the page', () => {
    for (const model of models) {
      const svg = chartSvg(model, wide);
      expect(svg).toBe(chartSvg(structuredClone(model), wide));
      expect(svg).not.toMatch(/<style|style=|<script|href|url\(|\bid=|NaN|Infinity|undefined/);
      expect(svg.length).toBeLessThan(16_000);
    }
  });

  it('says its conclusion to those who cannot see it', () => {
    expect(chartSvg(models[0]!, wide)).toMatch(
      /role="img" aria-label="Private bytes and .NET heap. Private bytes rise from 1.20 to 2.66 GB/,
    );
  });

  it('draws a model without points, and one with a single moment', () => {
    const empty = { ...models[0]!, lines: [], marks: [], forecast: null, thresholds: [] };
    expect(chartSvg(empty, wide)).toContain('<svg');
    const one = { ...empty, lines: [{ label: 'x 1', points: [[at('12:00'), 0]] as const, dashed: false }] };
    expect(chartSvg(one, wide)).not.toMatch(/NaN|Infinity/);
  });
});

describe('Chart.Line', () => {
  it('counts minutes from the start and says the conclusion where it is not drawn', () => {
    const element = chartElement(chartsOf(tracking)[0]!) as { data: { values: { x: number; y: number }[] }[]; fallback: { text: string } };
    expect(element.data[0]?.values[0]).toEqual({ x: 0, y: 1.2 });
    expect(element.data[0]?.values.at(-1)).toEqual({ x: 141, y: 2.66 });
    expect(element.fallback.text).toContain('rise from 1.20 to 2.66 GB');
  });
});

describe('axes', () => {
  it.each([
    [2.7, 'GB', ['0', '1', '2', '3']],
    [1.3, 'GB', ['0.0', '0.5', '1.0', '1.5']],
    [29_401, 'count', ['0', '10,000', '20,000', '30,000']],
    [0, 'count', ['0', '1']],
    [964, 'MB', ['0', '250', '500', '750', '1,000']],
  ] as const)('end above %d %s at a round value', (largest, unit, labels) => {
    expect(valueTicks(largest, unit).map((tick) => tick.label)).toEqual(labels);
  });

  it('tell round times in the zone of the host', () => {
    const ticks = timeTicks(at('11:50'), at('14:11'), { utcOffsetMinutes: 120 }, 7);
    expect(ticks.map((tick) => tick.label)).toEqual(['14:00', '14:30', '15:00', '15:30', '16:00']);
    expect(timeTicks(0, 2 * 3_600_000, { utcOffsetMinutes: 0, xAxis: 'elapsed' }, 4).map((tick) => tick.label)).toEqual([
      '0',
      '30 min',
      '1 h',
      '1 h 30 min',
      '2 h',
    ]);
  });

  it('keep names apart', () => {
    expect(spread([10, 12, 50], 15, 0, 100)).toEqual([10, 25, 50]);
    expect(spread([98, 99], 15, 0, 100)).toEqual([85, 100]);
  });

  it('thin a curve without losing its teeth', () => {
    const teeth = Array.from({ length: 5000 }, (_, index) => [index, index % 100 === 99 ? 0 : index % 100] as const);
    const thin = thinned(teeth, 240);
    expect(thin.length).toBeLessThanOrEqual(242);
    expect(Math.min(...thin.map(([, value]) => value))).toBe(0);
    expect(Math.max(...thin.map(([, value]) => value))).toBe(98);
    expect([thin[0], thin.at(-1)]).toEqual([teeth[0], teeth.at(-1)]);
  });
});
