/** Cards that belong to no case: the welcome, the help, the list of cases and a plain problem. */
import { stepIds } from '../flows/types.ts';
import { button, card, heading, paragraph, run, subtleLine, text, type Element } from './parts.ts';
import { count, dayAndTime, plural } from './format.ts';
import { stepWords } from './step-words.ts';
import type { AdaptiveCardJson, CaseSummary } from './types.ts';

/** The two recorded incidents; their ids are the practice connector's. */
export const practiceIncidents = [
  { id: 'gdi-plus', title: 'Practise: a web service grows by GBs' },
  { id: 'xml-serializer', title: 'Practise: a site piles up handles' },
] as const;
const mostCases = 8;

function practiceButtons(): readonly Element[] {
  return practiceIncidents.map(({ id, title }) => button(title, 'practice', null, { incident: id }));
}

export function welcomeCard(): AdaptiveCardJson {
  return card(
    [
      heading('Plumbline'),
      text('I lead you from a process that grows to the line of code that leaks, step by step, and prove later that the fix holds.'),
      text('Paste any tool’s output or drop a file: it is recognised by its content.', { subtle: true }),
      paragraph([run('Or type '), run('investigate w3wp on WEB01 for INC-4711', { mono: true }), run(' to begin.')]),
    ],
    [...practiceButtons(), button('Help', 'help', null, {}, { secondary: true }), button('Cases', 'list', null, {}, { secondary: true })],
  );
}

/** What can be typed, in groups; a word a line would not fit a phone. */
const words: readonly (readonly [group: string, words: string])[] = [
  ['Begin', 'investigate <process or pid> on <host> for <ticket> · practice · list'],
  ['Look', 'status · why · evidence · timeline · chart'],
  ['Move', 'go on · skip <reason> · back · redo · pause · resume'],
  ['Tell', 'note <text> · deployed <what> at <when> · time <output> <when> · pid <number> · thresholds 2.2 2.6 3.0 · fixed <what>'],
  ['End', 'report · handover <name> · close · cancel <reason>'],
];

export function helpCard(): AdaptiveCardJson {
  return card(
    [
      heading('What you can say'),
      ...words.map(([group, list]) => paragraph([run(`${group}: `, { bold: true }), run(list)], { spacing: 'Small' })),
      text(
        'Or paste and drop: perfmon logs, handle -s, ProcDump, DebugDiag reports, WinDbg stacks, /proc files, C# source. What I cannot read I say, and what to run instead.',
        { subtle: true },
      ),
    ],
    practiceButtons(),
  );
}

/** The list knows a step by its id; a person knows its name. */
function stepName(step: string): string {
  const known = stepIds.find((each) => each === step);
  return known === undefined ? step : stepWords[known].label;
}

function row(summary: CaseSummary): Element {
  if (summary.problem !== undefined) return text(summary.problem, { tone: 'Attention' }, { spacing: 'Small' });
  const facts = [stepName(summary.step), summary.ticket, `${dayAndTime(summary.updatedAt, 0)} UTC`].filter((each) => each !== null);
  return paragraph([run(summary.title, { bold: true }), run(`  ${facts.join(' · ')}`, { subtle: true })], { spacing: 'Small' });
}

function openOf(summaries: readonly CaseSummary[]): string {
  const open = summaries.filter((each) => each.open).length;
  return `${open === 0 ? 'none open' : `${count(open)} open`}, ${count(summaries.length)} in all`;
}

/** Cases, open ones first; the first few have a button each. */
export function listCard(summaries: readonly CaseSummary[]): AdaptiveCardJson {
  const ordered = summaries.toSorted((a, b) => Number(b.open) - Number(a.open) || b.updatedAt.localeCompare(a.updatedAt));
  const shown = ordered.slice(0, mostCases);
  const rest = ordered.length - shown.length;
  const open = shown
    .filter((each) => each.problem === undefined)
    .slice(0, 4)
    .map((each) => button(each.title, 'status', { id: each.id, token: null }));
  return card(
    [
      heading('Cases'),
      subtleLine(openOf(summaries)),
      ...shown.map(row),
      ...(rest > 0 ? [text(`and ${plural(rest, 'older case')}.`, { subtle: true }, { spacing: 'Small' })] : []),
      ...(summaries.length === 0 ? [text('There is no case yet. Type “investigate” with a process, or paste any output.')] : []),
    ],
    summaries.length === 0 ? practiceButtons() : open,
  );
}

/** Expected trouble: what happened and what to do, in one sentence. */
export function problemCard(sentence: string): AdaptiveCardJson {
  return card([text(sentence, { tone: 'Attention' })]);
}
