import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { counters, find, notes } from '../../support/counter-log.ts';

const line = (second: number, more: object): string =>
  JSON.stringify({
    plumbline: 'sample',
    at: `2026-11-21T10:00:${String(second).padStart(2, '0')}.000Z`,
    machine: 'WEB01',
    process: 'w3wp.exe',
    pid: 4312,
    startedAt: '2026-11-21T08:12:40.000Z',
    ...more,
  });
const text = [
  JSON.stringify({
    plumbline: 'host',
    at: '2026-11-21T10:00:00Z',
    machine: 'WEB01',
    process: 'w3wp',
    pid: 4312,
    os: 'Windows Server 2022',
    ceilingBytes: 2936012800,
    tools: ['handle64', 5],
    rights: 'administrator',
    bitness: 32,
  }),
  line(0, { privateBytes: 100, handles: 5, runtime: 'netfx', appPool: 'Shop', surprise: [1] }),
  line(15, { privateBytes: 110, handles: 6, handlesByType: { Event: 4, Key: 2 } }),
  line(30, { privateBytes: 120, gcHeap: null, handlesByType: { Event: 9, Key: 2 } }),
].join('\n');

describe('lines of our own sampler', () => {
  checkParser('samples, a host and handles by type', { parser: 'sampler-lines', text, without: ['nbsp'] });

  it('give series, the host and the handle summaries', () => {
    const readings = readingsOf(readText(text));
    expect(readings.map((reading) => reading.kind)).toEqual(['host', 'counters', 'handles', 'handles']);
    expect(readings[0]).toMatchObject({
      os: 'Windows Server 2022',
      ceilingBytes: 2936012800,
      tools: ['handle64'],
      rights: 'administrator',
      freeDiskBytes: null,
      life: { bitness: 32 },
    });
    expect(readings[3]).toMatchObject({ takenAt: Date.UTC(2026, 10, 21, 10, 0, 30), summary: { byType: { Event: 9, Key: 2 }, total: 11 } });
  });

  it('leave out what was not measured, and never make it 0', () => {
    const only = readText(text.split('\n').slice(1).join('\n'));
    expect(find(counters(only), 'handles', 4312).samples.map((sample) => sample.value)).toEqual([5, 6]);
    expect(counters(only).series.map((series) => series.counter)).toEqual(['privateBytes', 'handles']);
    expect(find(counters(only), 'privateBytes', 4312).life).toMatchObject({
      process: 'w3wp',
      runtime: 'netfx',
      appPool: 'Shop',
      startedAt: Date.UTC(2026, 10, 21, 8, 12, 40),
    });
  });

  it('keep two lives of one pid apart', () => {
    const restarted = `${line(0, { privateBytes: 100 })}\n${line(15, { privateBytes: 5, startedAt: '2026-11-21T10:00:10.000Z' })}\n`;
    const result = readText(restarted);
    expect(counters(result).series.map((series) => series.samples.map((sample) => sample.value))).toEqual([[100], [5]]);
    expect(notes(result)).toContain('2 process lives');
  });

  it('do not split a life whose start time differs by rounding', () => {
    const rounded = `${line(0, { privateBytes: 100 })}\n${line(15, { privateBytes: 105, startedAt: '2026-11-21T08:12:40.990Z' })}`;
    expect(counters(readText(rounded)).series).toHaveLength(1);
  });

  it('say which line is torn', () => {
    const result = readText(`${line(0, { privateBytes: 100 })}\n${line(15, { privateBytes: 110 }).slice(0, 60)}`);
    expect(find(counters(result), 'privateBytes', 4312).samples).toHaveLength(1);
    expect(notes(result)).toContain('line 2');
  });

  it('without a value are answered with a sentence', () => {
    expect(readText('{"plumbline":"sample","at":"2026').unread[0]).toMatchObject({ parser: 'sampler-lines', fromLine: 1 });
  });
});

describe('WMI objects as JSON', () => {
  const process = (at: string, bytes: number): string =>
    `{"ProcessId":5588,"Name":"w3wp.exe","CreationDate":"\\/Date(1770105600417)\\/","PrivatePageCount":${bytes},"VirtualSize":5100000000,"HandleCount":1450,"ThreadCount":40,"at":"${at}"}`;
  const runtime = (at: string): string =>
    `{"ProcessID":5588,"Name":"w3wp","NumberBytesinallHeaps":96000000,"NumberTotalCommittedBytes":120000000,"at":"${at}"}`;
  const ticks = ['2026-02-03T09:00:00.000Z', '2026-02-03T09:00:15.000Z'];
  const lines = ticks.map((at, index) => `${process(at, 310000000 + index)}\n${runtime(at)}`).join('\n');

  checkParser('one object a line, two classes', { parser: 'cim-json', text: lines, without: ['nbsp'] });

  it('become series of one life', () => {
    const reading = counters(readText(lines));
    expect(reading.series.map((series) => [series.counter, series.samples.length])).toEqual([
      ['privateBytes', 2],
      ['virtualBytes', 2],
      ['handles', 2],
      ['threads', 2],
      ['gcHeap', 2],
      ['gcCommitted', 2],
    ]);
    expect(reading.life).toMatchObject({ process: 'w3wp', pid: 5588, startedAt: 1770105600417, runtime: 'netfx' });
  });

  it('without a time are one moment', () => {
    const one =
      '{\n    "ProcessId":  5588,\n    "CreationDate":  {\n        "value":  "\\/Date(1770105600417)\\/"\n    },\n    "PrivatePageCount":  310000000\n}';
    expect(readingsOf(readText(one))).toEqual([
      expect.objectContaining({ kind: 'snapshot', takenAt: null, values: { privateBytes: 310000000 } }),
    ]);
  });

  it('of the perf classes have their own clock', () => {
    const raw = (ticks100ns: number): string => `{"IDProcess":7,"Name":"a#1","PrivateBytes":5,"Timestamp_Sys100NS":"${ticks100ns}"}`;
    const text7 = `${raw(134_145_792_000_000_000)}\n${raw(134_145_792_150_000_000)}`;
    const series = find(counters(readText(text7)), 'privateBytes', 7);
    expect(new Date(series.samples[0]?.at ?? 0).toISOString()).toBe('2026-02-03T08:00:00.000Z');
    expect(series.life.process).toBe('a');
  });
});
