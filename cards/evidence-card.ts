/** What the case rests on: the outputs that were read, what they say, and those that were not read. */
import type { Evidence } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { evidenceNumber } from '../flows/index.ts';
import { caseTitle } from './case-context.ts';
import { citations, citedNumbers, evidenceTitle } from './citations.ts';
import { plural, sentence } from './format.ts';
import { card, heading, paragraph, run, subtleLine, text, type Element } from './parts.ts';
import type { AdaptiveCardJson } from './types.ts';

const mostFindings = 6;
const mostOutputs = 8;

function findings(investigation: Investigation): readonly Element[] {
  const all = (investigation.judgement?.findings ?? []).toSorted(
    (a, b) => Number(b.strength === 'strong') - Number(a.strength === 'strong'),
  );
  const lines = all
    .slice(0, mostFindings)
    .map((each) =>
      paragraph(
        [
          run(`${each.strength === 'strong' ? '●' : '○'} ${sentence(each.says)} `),
          run(citations(citedNumbers(investigation, each.evidence)), { subtle: true }),
        ],
        { spacing: 'Small' },
      ),
    );
  const rest = all.length - lines.length;
  return rest > 0 ? [...lines, text(`and ${plural(rest, 'more finding')} in the report.`, { subtle: true }, { spacing: 'Small' })] : lines;
}

/** Readings of one moment that tell no time: two of them can only be compared once somebody says when they were made. */
const momentary: readonly Evidence['kind'][] = ['handles', 'heapStatistic', 'assemblies', 'gcHeap', 'snapshot'];

function untimed(investigation: Investigation): readonly Element[] {
  const [first] = investigation.evidence.filter((each) => momentary.includes(each.kind) && each.takenAt === null);
  if (first === undefined) return [];
  const number = evidenceNumber(investigation, first.id);
  return [text(`When [${number}] was made is not known. If you know it, say “time ${number} 14:30”.`, {}, { spacing: 'Small' })];
}

function outputs(investigation: Investigation): readonly Element[] {
  const shown = investigation.evidence.slice(-mostOutputs);
  const earlier = investigation.evidence.length - shown.length;
  return [
    ...shown.map((each, index) => {
      const [note] = each.notes;
      // What the output above it says already is not said again.
      const isNew = note !== undefined && note !== shown[index - 1]?.notes[0];
      const named = `[${evidenceNumber(investigation, each.id)}] ${evidenceTitle(investigation, each)}`;
      return text(isNew ? `${named} (${note})` : named, { subtle: true }, { spacing: 'Small' });
    }),
    ...untimed(investigation),
    ...(earlier > 0 ? [text(`and ${plural(earlier, 'earlier output')}.`, { subtle: true }, { spacing: 'Small' })] : []),
  ];
}

export function evidenceCard(investigation: Investigation): AdaptiveCardJson {
  const { evidence, unread } = investigation;
  const notRead = unread
    .slice(-3)
    .map((each) => text(`Not read: ${each.from}. ${sentence(each.problem)}`, { tone: 'Warning' }, { spacing: 'Small' }));
  const nothing =
    evidence.length + unread.length === 0
      ? [text('Nothing has been read yet. Paste any tool’s output or drop a file: it is recognised by its content.')]
      : [];
  return card([
    heading('Evidence'),
    subtleLine(
      caseTitle(investigation),
      `${plural(evidence.length, 'output')} read`,
      unread.length === 0 ? null : `${unread.length} not read`,
    ),
    ...findings(investigation),
    ...outputs(investigation),
    ...notRead,
    ...nothing,
  ]);
}
