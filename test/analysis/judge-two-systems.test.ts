/** Whose an output is, by the tool that printed it: what contradicts is two processes, and what can be judged is judged. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { unknownLife } from '../../analysis/life.ts';
import type { Evidence, Judgement, ProcessLife } from '../../analysis/types.ts';
import { evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { counters, flat, handles, rising } from '../support/made-evidence.ts';

const hour = 60 * minute;
const printedBy = (parser: string, each: Evidence): Evidence => ({ ...each, parser });
const ofLife = (life: ProcessLife, each: Evidence): Evidence => ({ ...each, life });

function judged(...evidence: readonly Evidence[]): Judgement {
  const judgement = judge(evidence, defaultScope);
  expect(judge(evidence.toReversed(), defaultScope)).toEqual(judgement);
  return judgement;
}
const said = ({ findings }: Judgement): string => findings.map(({ says }) => says).join('\n');

const gate = lifeOf(4312, { process: 'Gate' });
const summaries = [
  ofLife(gate, handles('g1', { Event: 500, File: 150 }, { at: noon })),
  ofLife(gate, handles('g2', { Event: 9500, File: 150 }, { at: noon + 2 * hour })),
];
const dumped = evidenceOf('pd', { kind: 'dumpLog', dumps: [], life: lifeOf(6300), takenAt: noon + 3 * hour });

describe('a process that was looked at twice, and another that was looked at once, later', () => {
  it('is judged, and the other is told', () => {
    const judgement = judged(...summaries, dumped);
    expect(judgement.verdict).toMatchObject({ class: 'handle', component: 'Event' });
    expect(said(judgement)).toMatch(/left aside: w3wp \(pid 6300\)\. The verdict is about Gate \(pid 4312\)/);
  });

  it('is judged where the other is known by its pid alone', () => {
    const other = ofLife({ ...unknownLife, pid: 4100 }, handles('h', { Event: 300 }, { at: noon + 3 * hour }));
    const judgement = judged(...summaries, other);
    expect(judgement.verdict).toMatchObject({ class: 'handle', component: 'Event' });
    expect(said(judgement)).toMatch(/left aside: pid 4100\. The verdict is about Gate/);
  });

  it('is judged where the other was looked at twice as well, and does not grow', () => {
    const other = [3, 5].map((h) => ofLife(lifeOf(6300), handles(`h${h}`, { Event: 300 }, { at: noon + h * hour })));
    expect(judged(...summaries, ...other).verdict).toMatchObject({ class: 'handle', component: 'Event' });
  });
});

describe('outputs of Linux and of Windows', () => {
  const pod = [
    printedBy('fd-list', handles('fd1', { socket: 220, file: 20 }, { at: noon - hour })),
    printedBy('fd-list', handles('fd2', { socket: 3220, file: 20 }, { at: noon + hour })),
  ];
  const dumps = summaries.map((each) => printedBy('minidump', each));

  it('are never one process: descriptors are not compared with handles', () => {
    const judgement = judged(...pod, ...dumps);
    expect(judgement.verdict).toMatchObject({ class: 'handle', component: 'Event' });
    expect(said(judgement)).not.toMatch(/socket|\b0 → /);
    expect(said(judgement)).toMatch(/2 outputs tell of another process and were left aside/);
  });

  it('name nothing of each other’s growth', () => {
    const log = printedBy(
      'perfmon-csv',
      counters('log', { privateBytes: flat(500 * MB), gcHeap: flat(90 * MB), handles: rising(1500, 8) }),
    );
    const judgement = judged(...pod, log);
    expect(judgement.verdict.class).toBe('handle');
    expect(`${judgement.verdict.lead}\n${said(judgement)}`).not.toContain('socket');
  });

  it('are two where neither names a process', () => {
    const unnamed = [0, 2].map((h) =>
      printedBy('handle-debugger', handles(`w${h}`, { Token: h === 0 ? 310 : 18_310, File: 40 }, { at: noon + h * hour })),
    );
    expect(said(judged(...pod, ...unnamed))).not.toMatch(/0 → 310|310 → 0|220 → 0/);
  });
});

describe('counters of the .NET Framework and a log of dotnet-counters', () => {
  const crm = lifeOf(440, { process: 'Crm', runtime: 'netfx' });
  const core = { ...unknownLife, runtime: 'dotnet' as const };
  const six = 6 * 60;
  const framework = (heap: (m: number) => number): Evidence =>
    printedBy('perfmon-csv', counters('pdh', { privateBytes: (m) => heap(m) + 300 * MB, gcHeap: heap, handles: flat(895) }, crm, six));
  const monitor = (set: (m: number) => number): Evidence =>
    printedBy('dotnet-counters-csv', counters('core', { workingSet: set, gcHeap: flat(80 * MB), assemblies: rising(300, 40) }, core, six));

  it('are two processes: their heaps are no one series', () => {
    const { trends, verdict } = judged(framework(rising(300 * MB, 0.25 * MB)), monitor(flat(400 * MB)));
    expect(verdict.class).toBe('managed');
    const heaps = trends.filter(({ counter }) => counter === 'gcHeap');
    expect(heaps.map(({ first, last }) => last - first > 200 * MB || first === last)).not.toContain(true);
    expect(heaps.every(({ first }) => first > 290 * MB)).toBe(true);
  });

  it('are two processes, of which the one that grows is judged though nobody named it', () => {
    const judgement = judged(framework(flat(300 * MB)), monitor(rising(400 * MB, 1 * MB)));
    expect(judgement.verdict.class).not.toBe('no-leak');
    expect(said(judgement)).toMatch(/left aside: Crm \(pid 440\)/);
  });
});

describe('one pid', () => {
  const two = (one: string, a: string, other: string, b: string): Judgement =>
    judged(
      printedBy(one, ofLife(lifeOf(4312, { process: a }), handles('a', { Event: 500, File: 100 }, { at: noon }))),
      printedBy(other, ofLife(lifeOf(4312, { process: b }), handles('b', { Event: 9500, File: 100 }, { at: noon + 2 * hour }))),
    );

  it('of two programs is two processes', () => {
    expect(said(two('minidump', 'Gate', 'debugdiag-mht', 'w3wp'))).not.toContain('500 → 9,500');
  });

  it('of one program is one process, as each tool writes its name', () => {
    for (const [one, a, other, b] of [
      ['minidump', 'w3wp', 'perfmon-csv', 'w3wp#1'],
      ['minidump', 'W3WP', 'perfmon-csv', 'w3wp_4312'],
      ['minidump', 'w3wp', 'process-list', 'w3wp.exe'],
      ['proc-status', 'Contoso.Orders.', 'pmap', 'Contoso.Orders.Api'],
      ['lsof', 'Contoso.O', 'proc-status', 'Contoso.Orders.'],
      ['ps', 'dotnet', 'procdump-linux', 'Contoso.Orders.Api'],
      ['ps', 'dotnet', 'pmap', 'Contoso.Orders.dll'],
      ['cdb-stacks', 'before', 'cdb-stacks', 'after'],
    ] as const) {
      expect([a, b, two(one, a, other, b).verdict.class]).toEqual([a, b, 'handle']);
    }
  });
});

describe('an output that names no process', () => {
  const log = printedBy('perfmon-csv', counters('log', { privateBytes: rising(500 * MB, MB), handles: flat(800) }, lifeOf(440), 240));
  const looks = [0, 1].map((h) => handles(`h${h}`, { Event: 300, File: 100 }, { at: noon + h * hour }));

  it('is taken as of the process in question, and that is said once', () => {
    expect(said(judged(log, ...looks))).toMatch(/^2 outputs do not tell the process and are taken as of w3wp \(pid 440\)\.$/m);
    expect(said(judged(log, looks[0]!))).toMatch(/^1 output does not tell the process and is taken as of w3wp \(pid 440\)\.$/m);
  });

  it('is not spoken of where it stands in one file with what names it, or where nothing is named', () => {
    const beside = looks.map((each) => ({ ...each, rawRef: log.rawRef }));
    for (const evidence of [[log, ...beside], looks]) expect(said(judged(...evidence))).not.toContain('taken as of');
  });

  it('is spoken of in the same words whether or not intake said so as it came', () => {
    const noted = looks.map((each) => ({ ...each, notes: ['It does not tell its process; taken as that of pid 440.'] }));
    expect(said(judged(log, ...noted))).toBe(said(judged(log, ...looks)));
    expect(said(judged(log, ...noted))).toContain('taken as of');
  });
});
