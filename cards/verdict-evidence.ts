/** What stands behind the verdict's "show evidence": the figures, what it rests on with its outputs, and what would tell more. */
import type { Attribution, Judgement } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { citations, citedNumbers } from './citations.ts';
import { plural, sentence } from './format.ts';
import { growthInWords } from './growth-rows.ts';
import { testInWords } from './next-test.ts';
import { run, paragraph, text, type Element } from './parts.ts';
import { growthTable, handleTable } from './verdict-tables.ts';
import { behindVerdict, strengthMark } from './why-card.ts';

/** Findings in a card; the others stand in the report and on the page. */
const mostFindings = 4;

/** What grew between the reports; null without two of them. */
export function growthOf({ attribution }: Judgement): Attribution | null {
  return attribution === null || attribution.labels.length < 2 ? null : attribution;
}

/** Each finding with the numbers of the outputs that it is read from. */
function restsOn(investigation: Investigation, judgement: Judgement): readonly Element[] {
  const behind = behindVerdict(judgement);
  const rest = behind.length - mostFindings;
  const line = (each: (typeof behind)[number]): Element => {
    const cited = citations(citedNumbers(investigation, each.evidence));
    return text(`${strengthMark(each)} ${sentence(each.says)}${cited === '' ? '' : ` ${cited}`}`, {}, { spacing: 'Small' });
  };
  return behind.length === 0
    ? []
    : [
        text('It rests on (● strong, ○ weak; the numbers are those of “Evidence”):', { subtle: true }),
        ...behind.slice(0, mostFindings).map(line),
        ...(rest > 0 ? [text(`and ${plural(rest, 'more finding')}: see “Evidence”.`, { subtle: true }, { spacing: 'Small' })] : []),
      ];
}

/** What is missing is often the conclusion itself, and that stands on the face. */
function tests({ verdict: { next, lead } }: Judgement): readonly Element[] {
  const [first, ...others] = next.filter(({ why }) => !lead.includes(why)).map(testInWords);
  return first === undefined
    ? []
    : [
        paragraph([run('What would tell more: ', { bold: true }), run(first)]),
        ...others.map((each) => text(each, {}, { spacing: 'Small' })),
      ];
}

function wordsIn({ inlines }: Element): string {
  return Array.isArray(inlines) ? (inlines as readonly Element[]).map((each) => String(each['text'])).join('') : '';
}

/** Nothing twice: a lead that is a finding stands among the findings, with its outputs; a title with its likelihood. */
function saidOnce(left: readonly Element[], judgement: Judgement): readonly Element[] {
  const findings = behindVerdict(judgement).map(({ says }) => sentence(says));
  const words = left.map(wordsIn);
  const isElsewhere = (own: string, at: number): boolean => words.some((each, index) => index !== at && each.includes(own));
  return left.filter((_, at) => {
    const own = words[at] ?? '';
    return own === '' || !(findings.includes(own) || isElsewhere(own, at));
  });
}

/** `left`: what the card's face does not say in full. */
export function verdictEvidence(investigation: Investigation, judgement: Judgement, left: readonly Element[]): readonly Element[] {
  const growth = growthOf(judgement);
  const handles = judgement.handleGrowth === null ? null : handleTable(investigation, judgement.handleGrowth);
  return [
    ...saidOnce(left, judgement),
    ...(growth === null ? [] : [text(growthInWords(growth), { subtle: true }), growthTable(growth)]),
    ...(handles === null ? [] : [handles]),
    ...restsOn(investigation, judgement),
    ...tests(judgement),
  ];
}
