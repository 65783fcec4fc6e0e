/** The verdict for a terminal: lead, findings, causes with fixes, what next. No colours; the caller adds them. */
import type { Attribution, Cause, Evidence, HandleGrowth, Judgement } from '../analysis/types.ts';
import { plain } from './escape.ts';
import { confidence, count, sentence } from './format.ts';
import { growthSentence, inUnit, restName, shareOf, shortLabel, sizeUnit, topRows, wholeName } from './growth-rows.ts';
import { shownOf } from './handle-readings.ts';
import { testInWords } from './next-test.ts';
import { verdictChip } from './verdict-words.ts';
import { verdictDoubt, wouldBeWrongIf } from './wrong-if.ts';

/** Width at which sentences wrap: fits a terminal of 100 columns. */
const width = 96;

function wrapped(text: string, indent: string): string {
  const words = plain(text, 4000).split(/\s+/);
  const lines = words.reduce<readonly string[]>((all, word) => {
    const last = all.at(-1);
    return last !== undefined && last.length + 1 + word.length <= width - indent.length
      ? [...all.slice(0, -1), `${last} ${word}`]
      : [...all, word];
  }, []);
  return lines.join(`\n${indent}`);
}

/** Columns of text: the first to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2))).join('')}`.trimEnd(),
  );
}

function growthLines(attribution: Attribution): readonly string[] {
  const unit = sizeUnit(attribution);
  const isMore = attribution.isDifference === true;
  const values = (row: readonly (number | null)[]) => (isMore ? [] : shownOf(row).map((each) => inUnit(each, unit)));
  const name = (text: string) => plain(text, 60);
  const rows = topRows(attribution, 3, 3).map((row) => [
    row.level === 'remainder' ? restName : name(row.name),
    ...values(row.bytes),
    row.growth === null ? '' : inUnit(row.growth, unit),
    shareOf(row),
  ]);
  const total = [wholeName, ...values(attribution.total), inUnit(attribution.totalGrowth, unit), ''];
  const labels = isMore ? [] : shownOf(attribution.labels).map(shortLabel);
  return [
    '',
    ...columns([[isMore ? `${unit.name} not freed` : `${unit.name} held after h:mm`, ...labels, 'growth', 'share'], total, ...rows]),
    `  ${growthSentence(attribution)}`,
  ];
}

function handleLines(handles: HandleGrowth): readonly string[] {
  const shown = handles.rows.slice(0, 6);
  const rows = shown.map((row) => [
    plain(row.type, 40),
    ...shownOf(row.counts).map((each) => (each === null ? '?' : count(each))),
    row.growth === null ? '' : `${row.growth > 0 ? '+' : ''}${count(row.growth)}`,
  ]);
  const readings = Math.max(0, ...shown.map((row) => row.counts.length));
  const names = shownOf(Array.from({ length: readings }, (_, index) => `reading ${index + 1}`));
  return shown.length === 0 ? [] : ['', ...columns([['handles', ...names, 'growth'], ...rows])];
}

function causeLines(cause: Cause): readonly string[] {
  const refuted = wouldBeWrongIf(cause.refutedBy);
  return [
    `  ${confidence(cause.confidence).padStart(5)}  ${wrapped(cause.title, '         ')}`,
    `         ${wrapped(`Do: ${sentence(cause.fix)}`, '         ')}`,
    ...(refuted === null ? [] : [`         ${wrapped(refuted, '         ')}`]),
    ...(cause.link === null ? [] : [`         ${cause.link}`]),
  ];
}

/** The evidence's names by id; an id without a name stays out. */
function sources(ids: readonly string[], evidence: readonly Pick<Evidence, 'id' | 'from'>[]): string {
  const names = [...new Set(ids.flatMap((id) => evidence.filter((each) => each.id === id).map((each) => plain(each.from, 60))))];
  return names.length === 0 ? '' : ` [${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}]`;
}

/** So many notes a file: parsers put first what qualifies the verdict. */
const notesPerFile = 3;
const noteLength = 240;

function shortened(note: string): string {
  const text = plain(note, 4000);
  return text.length <= noteLength ? text : `${text.slice(0, text.lastIndexOf(' ', noteLength)).slice(0, noteLength)} …`;
}

/** What the parsers noted of each file: dropped rows, assumed time zones, what the output lacks. */
function noteLines(evidence: readonly Source[]): readonly string[] {
  const files = [...new Set(evidence.map((each) => each.from))];
  return files.flatMap((file) => {
    const notes = [...new Set(evidence.filter((each) => each.from === file).flatMap((each) => each.notes ?? []))];
    const more = notes.length - notesPerFile;
    return notes.length === 0
      ? []
      : [
          `  ${plain(file, 90)}`,
          ...notes.slice(0, notesPerFile).map((note) => `    - ${wrapped(shortened(note), '      ')}`),
          ...(more > 0 ? [`    - and ${more} more; --json shows them all.`] : []),
        ];
  });
}

type Source = Pick<Evidence, 'id' | 'from'> & Partial<Pick<Evidence, 'notes'>>;

/** What `npm run analyze` prints. `evidence` gives the findings the names of their files, and the notes on these. */
export function verdictText(judgement: Judgement, evidence: readonly Source[] = []): string {
  const { verdict, findings, attribution, handleGrowth } = judgement;
  const refuted = verdictDoubt(verdict);
  const noted = noteLines(evidence);
  const found = findings.map(
    (each) => `  ${each.strength === 'strong' ? '●' : '○'} ${wrapped(sentence(each.says) + sources(each.evidence, evidence), '    ')}`,
  );
  return [
    wrapped(sentence(verdict.lead), ''),
    `Verdict: ${verdictChip(verdict)}.`,
    ...(refuted === null ? [] : [wrapped(refuted, '')]),
    ...(verdict.component === null ? [] : [`Component:  ${plain(verdict.component, 300)}`]),
    ...(verdict.ownFrame === null ? [] : [`Your code:  ${plain(verdict.ownFrame, 300)}`]),
    ...(attribution === null ? [] : growthLines(attribution)),
    ...(handleGrowth === null ? [] : handleLines(handleGrowth)),
    ...(found.length === 0 ? [] : ['', 'Findings (● strong, ○ weak)', ...found]),
    ...(verdict.causes.length === 0 ? [] : ['', 'Likely causes', ...verdict.causes.flatMap(causeLines)]),
    ...(verdict.next.length === 0
      ? []
      : ['', 'What would tell more', ...verdict.next.map((each) => `  ${wrapped(testInWords(each), '    ')}`)]),
    ...(noted.length === 0 ? [] : ['', 'Notes', ...noted]),
    '',
    'GB, MB and KB are 2^30, 2^20 and 2^10 bytes.',
    '',
  ].join('\n');
}
