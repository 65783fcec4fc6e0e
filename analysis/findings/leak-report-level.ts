/** One leak report only: who holds most is a level, not a growth; and reports that tracked nothing say how to get one that did. */
import { clockText, trackedApart, trackedRun } from '../attribution.ts';
import type { EvidenceOf } from '../order-of-evidence.ts';
import { bytesText, shareText } from '../wording.ts';
import { managerText } from './leak-report-growth.ts';
import { finding, type Question } from './types.ts';

/** Less than this is what a process holds anyway. */
const atLeastBytes = 200 * 1024 * 1024;
const dominates = 0.5;

/** Reports that a sentence names. */
const mostNamed = 3;

type Reports = readonly EvidenceOf<'leakReport'>[];
type Module = EvidenceOf<'leakReport'>['report']['modules'][number];

function largestOf({ report }: EvidenceOf<'leakReport'>): Module | null {
  return report.modules.reduce<Module | null>((most, each) => ((each.bytes ?? 0) > (most?.bytes ?? 0) ? each : most), null);
}

/** The sentences of the summary alone, as people paste them: what a module holds, and not of how much. */
function withoutTotal(each: EvidenceOf<'leakReport'>): ReturnType<Question['ask']> {
  const top = largestOf(each);
  const bytes = top?.bytes ?? 0;
  if (top === null || bytes <= 0) return [];
  return [
    finding({
      rule: 'leak-report-level',
      about: top.module,
      says: `${top.module} holds ${bytesText(bytes)} outstanding; how much there is in all was not copied.${managerText({ name: top.module })} One report shows a level; a second one, later, shows who grows.`,
      points: bytes >= atLeastBytes ? 'native' : null,
      strength: 'weak',
      evidence: [each.id],
      measured: { bytes },
    }),
  ];
}

function levelOf(each: EvidenceOf<'leakReport'>): ReturnType<Question['ask']> {
  const { id, report } = each;
  const total = report.outstandingBytes ?? 0;
  const top = largestOf(each);
  if (top === null || total <= 0) return [];
  const share = (top.bytes ?? 0) / total;
  const suspicious = (top.bytes ?? 0) >= atLeastBytes && share >= dominates;
  return [
    finding({
      rule: 'leak-report-level',
      about: top.module,
      says: `${top.module} holds ${bytesText(top.bytes ?? 0)} of ${bytesText(total)} outstanding (${shareText(share)}).${managerText({ name: top.module })} One report shows a level; a second one, later, shows who grows.`,
      points: suspicious ? 'native' : null,
      strength: 'weak',
      evidence: [id],
      measured: { bytes: top.bytes ?? 0, totalBytes: total, share },
    }),
  ];
}

export const leakReportLevel: Question = {
  id: 'leak-report-level',
  ask: ({ file }) => {
    const [run, apart] = [trackedRun(file), trackedApart(file)];
    const reports = file.of('leakReport');
    const untracked = reports.filter(
      ({ report }) => report.leakTrack === 'not-loaded' || report.leakTrack === 'empty' || report.leakTrack === 'no-stacks',
    );
    const only = run.length === 1 ? run[0] : undefined;
    const unplaced =
      run.length < 2 ? reports.filter(({ report }) => report.outstandingBytes !== null).length - run.length - apart.length : 0;
    return [
      ...(only === undefined ? [] : levelOf(only)),
      ...(run.length === 0 && reports.length === 1 ? reports.flatMap(withoutTotal) : []),
      ...(unplaced > 0 || (run.length === 0 && reports.length > 1 && untracked.length === 0)
        ? [orderUnknown(reports.map(({ id }) => id))]
        : []),
      ...(apart.length === 0 ? [] : [trackedAnew(run, apart)]),
      ...untracked.map(({ id, report }) =>
        finding({
          rule: 'leak-track-missing',
          about: report.dump ?? report.leakTrack,
          says: untrackedSays[report.leakTrack === 'empty' || report.leakTrack === 'no-stacks' ? report.leakTrack : 'not-loaded'],
          strength: 'strong',
          evidence: [id],
        }),
      ),
    ];
  },
};

const untrackedSays = {
  'not-loaded':
    'LeakTrack was not in the process when this dump was taken, so the report cannot say who allocated. Start leak tracking first, let it warm up for 15 minutes, then take the dump.',
  empty:
    'LeakTrack was in the process but had recorded nothing: the dump was taken too soon after it was started, or nothing was allocated since.',
  'no-stacks': 'LeakTrack recorded sizes but no call stacks: it takes them only after its first 15 minutes. Take the next dump later.',
} as const;

/** What is in one run of the tracker is compared; what it had counted before, or counted after it was started anew, is not lost in silence. */
function trackedAnew(run: Reports, apart: Reports): ReturnType<Question['ask']>[number] {
  const [one, these] = [apart.length === 1, run.length === 1 ? 'the other one' : `the other ${run.length}`];
  const names = apart.map(({ report }) => `${clockText(report.trackingMs ?? 0)} (${bytesText(report.outstandingBytes ?? 0)})`);
  const left = `${one ? 'the report' : `${apart.length} reports`} at ${names.slice(0, mostNamed).join(', ')}${apart.length > mostNamed ? ' …' : ''}`;
  return finding({
    rule: 'tracking-began-anew',
    says: `The tracking began anew between these reports: ${left} ${one ? 'is' : 'are'} of another run of the tracker and not compared with ${these}.`,
    evidence: [...apart, ...run].map(({ id }) => id),
    measured: { left: apart.length, compared: run.length },
  });
}

function orderUnknown(evidence: readonly string[]): ReturnType<Question['ask']>[number] {
  return finding({
    rule: 'order-unknown',
    about: 'leakReport',
    says: 'Which of these leak reports was taken first is not known (no tracking duration, no time), so no growth is claimed. Say when each dump was taken.',
    evidence,
  });
}
