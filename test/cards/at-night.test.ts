/** What somebody reads at night on a phone: nothing that is late, inconsistent, or longer than it has to be. */
import { describe, expect, it } from '@jest/globals';
import { caseCard } from '../../cards/index.ts';
import { known, standsInTheWay } from '../../cards/known.ts';
import { offer } from '../../flows/index.ts';
import type { Investigation } from '../../flows/types.ts';
import {
  handles,
  minute,
  moved,
  opened,
  refused,
  replayed,
  start,
  taken,
  counters,
  linux,
  life,
  windows,
} from '../flows/support/a-case.ts';
import { now, standing } from '../support/investigations.ts';

describe('other thresholds', () => {
  const { investigation } = standing('leakTracking', 'offering');
  const proposing = {
    ...investigation,
    plan: { ...investigation.plan, proposed: [2.0, 2.3, 2.5].map((each) => each * 2 ** 30) },
    snapshot: { ...investigation.snapshot, facts: { ...investigation.snapshot.facts, dumps: 0 } },
  };
  const says = (record: Investigation, phase: 'offering' | 'collecting' | 'watching') =>
    standsInTheWay({ investigation: record, offer: { ...offer(record), step: 'leakTracking', phase }, now }) ?? '';

  it('are proposed before the first dump, and no more once it is being written', () => {
    expect(says(proposing, 'watching')).toContain('Better here:');
    expect(says(proposing, 'collecting')).not.toContain('Better here:');
    const { facts } = proposing.snapshot;
    const between = { ...proposing, snapshot: { ...proposing.snapshot, facts: { ...facts, lastThreshold: 2.2 * 2 ** 30 } } };
    expect(says(between, 'watching')).not.toContain('Better here:');
  });
});

describe('a watch', () => {
  it('tells as long a time as its samples took, its warm-up included', () => {
    const record = taken(opened(replayed), counters({ privateBytes: [1e9, 1e6] }, 12)).investigation;
    const [trend] = record.judgement!.trends;
    const late = { ...record.judgement!, trends: [{ ...trend!, from: trend!.from + 3 * minute }] };
    const context = { investigation: { ...record, judgement: late }, offer: { ...offer(record), phase: 'watching' as const }, now };
    expect(known(context)).toMatch(/after 12 min \(13 samples\)/);
  });
});

describe('a step that the platform rules out', () => {
  it('is not walked: no dump line is drawn for it, and "back" does not lead there', () => {
    const own = { ...life, process: 'leaky', machine: 'here', runtime: null } as const;
    const watched = taken(opened(linux), counters({ privateBytes: [1e9, 5e8] }, 90, start, own)).investigation;
    const at = moved(watched, { type: 'skipped', reason: 'none here' });
    expect(at.snapshot.facts.ruledOut).toContain('leakTracking');
    expect(at.snapshot.facts.trail).not.toContain('leakTracking');
    expect(at.snapshot.facts.trail).toContain('concluded');
  });
});

describe('a second handle summary', () => {
  it('is not asked for once two are there, as far apart as this case wants them', () => {
    const near = { ...windows };
    const first = taken(opened(near), handles(start, { Event: 14_000, File: 20 })).investigation;
    expect(first.judgement?.verdict.next.map(({ collector }) => collector)).toContain('handle-summary');
    const settings = { ...first.settings, handleSummariesApartMs: 5000 };
    const second = taken({ ...first, settings }, handles(start + 6000, { Event: 14_010, File: 20 })).investigation;
    expect(second.judgement?.verdict.next.map(({ collector }) => collector)).not.toContain('handle-summary');
  });
});

describe('a process whose pid nobody has told', () => {
  const target = { ...windows, pid: null, startedAt: null };
  const asked = opened(target);

  it('is looked for by its name, and the card says where its number is seen', () => {
    expect(JSON.stringify(caseCard(asked, start))).not.toContain('ProcessId=PID');
    const byHand = moved(asked, { type: 'byHandChosen', collector: 'preflight' });
    expect(JSON.stringify(caseCard(byHand, start))).toContain(JSON.stringify('Name="w3wp.exe"').slice(1, -1));
    const handlesByHand = moved(byHand, { type: 'byHandChosen', collector: 'handle-summary' });
    const card = JSON.stringify(caseCard(handlesByHand, start));
    expect(card).toContain('PID stands for the number of the process:');
    expect(card).toContain('imagename eq w3wp.exe');
    const known = moved(opened(), { type: 'byHandChosen', collector: 'handle-summary' });
    expect(JSON.stringify(caseCard(known, start))).not.toContain('PID stands for');
  });

  it('is one of several where the outputs tell of several, and that is said with their pids', () => {
    const two = [4312, 5120].map((pid) => handles(start, { Event: pid }, { ...life, pid, startedAt: null }));
    const result = taken(asked, two);
    expect(JSON.stringify(caseCard(result.investigation, start))).toContain('2 processes called w3wp were read (pid 4312 and 5120)');
  });
});

describe('leak tracking by hand', () => {
  const grown = taken(
    opened(),
    counters({ privateBytes: [8e8, 4e8], virtualBytes: [2e9, 4e8], gcHeap: [9e7, 0], handles: [900, 0], assemblies: [400, 0] }, 120),
  ).investigation;
  const byHand = moved(grown, { type: 'byHandChosen', collector: 'leak-tracking' });
  const modules = (names: readonly string[]) => ({ kind: 'modules', life, takenAt: null, names }) as unknown as Parameters<typeof taken>[1];
  const shown = (record: Investigation) => JSON.stringify(caseCard(record, start));

  it('first shows how LeakTrack is attached, then, once it is seen, how a dump is written', () => {
    expect(shown(byHand)).toContain('Monitor For Leaks');
    const other = taken(byHand, modules(['ntdll.dll'])).investigation;
    expect(shown(other)).toContain('Monitor For Leaks');
    const attached = taken(other, modules(['LeakTrack.dll'])).investigation;
    expect(shown(attached)).toContain('procdump64');
    expect(shown(attached)).not.toContain('Monitor For Leaks');
  });

  it('says at which size each dump is due, and when that is', () => {
    expect(shown(byHand)).toMatch(/Dump 1 is for when private bytes reach 2\.2 GB.* Then at 2\.6 GB and 3\.0 GB\./);
  });

  it('counts only summaries of this process, and says how long to wait for the second', () => {
    const step = moved(grown, { type: 'byHandChosen', collector: 'handle-summary' });
    const elsewhere = taken(step, handles(start, { Event: 9 }, { ...life, pid: 77, process: null })).investigation;
    expect(shown(elsewhere)).toContain('Handle types, 1 of 2');
    const one = taken(elsewhere, handles(start + 130 * minute, { Event: 9 })).investigation;
    expect(shown(one)).toContain('Once more, 10 min or more after the first and with work in between');
  });
});

describe('a case that is closed', () => {
  it('has no fix to compare with what nobody measured', () => {
    expect(refused(opened(), { type: 'fixAnnounced', what: 'restarted' })).toContain('Nothing has been measured yet');
  });

  it('is called fixed only where the fix was watched and holds', () => {
    const { investigation } = standing('closed', 'holding', 'gdi-plus', { fix: { at: '2016-06-19T15:02:00Z', what: 'disposed' } });
    const shown = (fixHolds: 'yes' | null) => {
      const facts = { ...investigation.snapshot.facts, fixHolds };
      return JSON.stringify(caseCard({ ...investigation, snapshot: { ...investigation.snapshot, facts } }, now));
    };
    expect(shown('yes')).toContain('Closed, fixed');
    expect(shown(null)).toContain('Closed, the fix was not verified');
  });
});
