/** The lines of a DebugDiag report, from a page or from a paste → readings. */
import { localTimeNote } from '../../dump-name.ts';
import { unknownLife } from '../../life.ts';
import type { LeakReport, Reading } from '../../types.ts';
import { readDotNetReport } from './dotnet-report.ts';
import { readMemoryReport } from './memory-report.ts';
import { decimalSign } from './numbers.ts';
import { readHeader } from './report-header.ts';
import { sectionsOf } from './sections.ts';
import type { ReportLine, Section } from './sections.ts';
import { unreadTracking, versionNotes } from './version.ts';

export interface ReadReport {
  readonly readings: readonly Reading[];
  readonly notes: readonly string[];
}

const leakTrackNotes: Readonly<Record<LeakReport['leakTrack'], string | null>> = {
  tracked: null,
  unknown: null,
  'not-loaded':
    'LeakTrack.dll was not loaded in this dump, so DebugDiag could not say who allocated. Start Monitor For Leaks on the process, wait at least 15 minutes, then take the dump again.',
  empty: 'LeakTrack.dll was loaded but had tracked nothing yet. Let it track at least 15 minutes under load before the dump.',
  'no-stacks': 'LeakTrack had tracked allocations but recorded no call stacks yet: it begins with them after 15 minutes.',
};

/** A paste that ends between a module and its size: what is missing is not nothing. */
const cutNote = ({ dump, modules }: LeakReport): string | null =>
  modules.some(({ bytes }) => bytes === null)
    ? `In the report${dump === null ? '' : ` of ${dump}`} sizes of modules are missing (was it cut?): who grew is told by the reports that have them.`
    : null;

/** A sentence about another dump quoted in running text informs; it is not a report of the process in question. */
const quoted = ({ outstandingBytes, outstandingAllocations, modules }: LeakReport): boolean =>
  outstandingBytes === null && outstandingAllocations === null && modules.length === 0;

function readSection({ dump, lines }: Section, sign: '.' | ','): ReadReport {
  const header = readHeader(dump, lines, sign);
  const report = readMemoryReport(dump, lines, sign);
  const hasHeader = header.life.process !== null && header.notes.length > 0;
  const life = report !== null && quoted(report) && !hasHeader ? unknownLife : header.life;
  const takenAt = life === unknownLife ? null : header.takenAt;
  const leak: readonly Reading[] = report === null ? [] : [{ kind: 'leakReport', life, takenAt, report }];
  const dotNet = readDotNetReport(header.life, header.takenAt, lines, sign);
  const space = header.addressSpace === null ? [] : [header.addressSpace];
  const note = report === null ? null : (unreadTracking(lines) ?? leakTrackNotes[report.leakTrack]);
  const cut = report === null ? null : cutNote(report);
  const readings = [...leak, ...dotNet, ...space];
  const timed = readings.some((reading) => reading.takenAt !== null);
  return {
    readings,
    notes: [
      ...[note, cut].filter((each) => each !== null),
      ...(readings.length > 0 ? header.notes : []),
      ...(timed ? [localTimeNote] : []),
    ],
  };
}

/** All that a report says, one LeakReport a dump; nothing where it is no report of memory. */
export function readReport(lines: readonly ReportLine[]): ReadReport {
  const sign = decimalSign(lines.map(({ text }) => text));
  const read = sectionsOf(lines).map((section) => readSection(section, sign));
  const notes = new Set([...versionNotes(lines.map(({ text }) => text)), ...read.flatMap((each) => each.notes)]);
  return { readings: read.flatMap(({ readings }) => readings), notes: [...notes] };
}
