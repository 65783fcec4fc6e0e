/** The verdict's face: title, lead, where, cause, doubt, what next, each in forms that fit a phone. */
import type { Judgement } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { caseTitle, clockOf, type CaseContext } from './case-context.ts';
import { causePiece, isSure } from './cause-block.ts';
import { codeLineOf } from './code-line.ts';
import { cut } from './escape.ts';
import { trouble } from './collecting-card.ts';
import { forecastLines } from './forecast-words.ts';
import { firstSentence, midSentence, sentence } from './format.ts';
import { growthInShort } from './growth-rows.ts';
import { testTitle } from './next-test.ts';
import { heading, lead, paragraph, run, subtleLine, text, type Element } from './parts.ts';
import { fitted, linesOf, type Fitted, type Piece } from './phone.ts';
import { reportSays, reportInShort } from './report-says.ts';
import { shortFrame, shorterDoubts, shorterLeads, shorterTitles, withoutBrackets } from './shorter.ts';
import { growthOf } from './verdict-evidence.ts';
import { isLeak, verdictChip, verdictTitle } from './verdict-words.ts';
import { whichProcess } from './which-process.ts';
import { verdictDoubt } from './wrong-if.ts';

/** A process and its host in one line of a phone. */
const longestNamed = 40;
const nothing: Piece = { forms: [[]] };

/** A text in its forms; `whole` is what stands behind the link where a shorter one is shown. */
function inForms(forms: readonly [string, ...string[]], element: (says: string) => Element): Piece {
  const [whole, ...rest] = forms;
  return { forms: [[element(whole)], ...rest.map((each) => [element(each)])], whole: [text(sentence(whole))] };
}

/** The proof in figures, as far as the lead does not say them; with the table behind the link nothing is lost without them. */
function proof(judgement: Judgement): Piece {
  const attribution = growthOf(judgement);
  const says = attribution === null ? null : growthInShort(attribution, judgement.verdict.lead);
  return says === null ? nothing : { forms: [[text(says, { subtle: true })], []] };
}

/** Where in their code: the frame on the stack, unless the lead names it; without a stack the line that was deployed. */
function ownCode({ evidence }: Investigation, judgement: Judgement): Piece {
  const { ownFrame, lead: said } = judgement.verdict;
  if (ownFrame !== null && said.includes(ownFrame)) return nothing;
  if (ownFrame !== null) {
    const whole = [paragraph([run('First frame of your code: '), run(ownFrame, { mono: true })])];
    return { forms: [whole, [paragraph([run('Your code: '), run(shortFrame(ownFrame), { mono: true })])]], whole };
  }
  const line = codeLineOf(judgement, evidence);
  if (line === null) return nothing;
  const whole = [paragraph([run(`In ${line.where}: `), run(line.text, { mono: true })])];
  return { forms: [whole, [text(`In ${line.where}.`)]], whole };
}

/** When a limit is reached: soon, that matters more than its interval. */
function runsOut(context: CaseContext): Piece {
  const [first] = forecastLines(context, clockOf(context));
  if (first === undefined) return nothing;
  return inForms([first, withoutBrackets(first)], (says) => text(says, { tone: 'Warning' }));
}

/** While it could still change the verdict, the first test by its name; what is asked for where the evidence decides nothing. */
function wanted({ verdict }: Judgement): Piece {
  const [first] = verdict.next;
  if (first === undefined) return nothing;
  const name = [
    paragraph([run('What would tell more: ', { bold: true }), run(sentence(midSentence(testTitle(first))))], { spacing: 'Small' }),
  ];
  if (isLeak(verdict.class) && verdict.causes.length > 0) return isSure(verdict) ? nothing : { forms: [name, []] };
  const why = sentence(first.why);
  // What is missing is often the conclusion itself: nobody reads it twice.
  if (verdict.lead.includes(first.why)) return { forms: [name] };
  return { forms: [[text(`Next: ${why}`)], [text(`Next: ${firstSentence(why)}`)], name, []] };
}

/** That it is attached the button says, too. */
function attached(investigation: Investigation): Piece {
  const says = reportSays(investigation);
  if (says === null) return nothing;
  const { forms, whole } = inForms([says, reportInShort(investigation) ?? says], (each) => text(each, { tone: 'Good' }));
  return { forms: [...forms, []], whole: whole ?? [] };
}

/** In the order of the card. */
function pieces(context: CaseContext, judgement: Judgement, mayPoint: boolean) {
  const { investigation } = context;
  const { verdict } = judgement;
  const doubt = verdictDoubt(verdict);
  const chip = verdictChip(verdict);
  const named = caseTitle(investigation);
  return {
    title: inForms(shorterTitles(verdictTitle(verdict)), heading),
    // The ticket stands on the button, too, and the whole of a long name on the page.
    subtle: {
      forms: [[subtleLine(named, investigation.ticket, chip)], [subtleLine(named, chip)], [subtleLine(cut(named, longestNamed), chip)]],
    },
    notices: { forms: [[...trouble(context), ...whichProcess(context)]] },
    lead: inForms(shorterLeads(verdict.lead), lead),
    runsOut: runsOut(context),
    proof: isLeak(verdict.class) ? proof(judgement) : nothing,
    own: isLeak(verdict.class) ? ownCode(investigation, judgement) : nothing,
    cause: (verdict.class === 'not-enough-data' ? null : causePiece(verdict, mayPoint)) ?? nothing,
    doubt: doubt === null ? nothing : inForms(shorterDoubts(doubt), (says) => text(says, { subtle: true })),
    next: wanted(judgement),
    report: attached(investigation),
  } satisfies Readonly<Record<string, Piece>>;
}

export type VerdictPiece = keyof ReturnType<typeof pieces>;

/** What gives way first: figures that the evidence repeats, then words and names; what grows, by how much, comes last. */
const order: readonly VerdictPiece[] = [
  ...([
    'proof',
    'subtle',
    'cause',
    'cause',
    'own',
    'report',
    'doubt',
    'next',
    'title',
    'cause',
    'doubt',
    'title',
    'next',
    'cause',
  ] as const),
  ...(['runsOut', 'title', 'report', 'cause', 'cause', 'next', 'lead', 'cause', 'lead', 'cause', 'lead', 'cause', 'lead'] as const),
  ...(['cause', 'lead', 'lead', 'subtle'] as const),
];

/** The face in at most so many lines of a phone, and what it does not say in full. */
export function verdictFace(context: CaseContext, judgement: Judgement, most: number): Fitted<VerdictPiece> {
  const telling = fitted(pieces(context, judgement, false), order, most);
  const lines = telling.face.reduce((sum, each) => sum + linesOf(each), 0);
  return lines <= most ? telling : fitted(pieces(context, judgement, true), order, most);
}
