/** The short answer to what somebody pasted or dropped: what was read, what was not, and what is expected now. */
import { offer as offerOf } from '../flows/index.ts';
import type { Offer, TakenIn, UnreadOutput } from '../flows/types.ts';
import { byHandBlock } from './by-hand.ts';
import { spoken } from './case-context.ts';
import { plural, sentence } from './format.ts';
import { kindTitle } from './kind-words.ts';
import { card, heading, lead, paragraph, run, text, type Element } from './parts.ts';
import { stepWords } from './step-words.ts';
import type { AdaptiveCardJson } from './types.ts';

const mostBlocks = 5;
const mostProblems = 3;

function unreadLines(unread: readonly UnreadOutput[]): readonly Element[] {
  const rest = unread.length - mostProblems;
  return [
    ...unread
      .slice(0, mostProblems)
      .map((each) => paragraph([run(`Not read: ${each.from}. `, { tone: 'Warning' }), run(sentence(each.problem))], { spacing: 'Small' })),
    ...(rest > 0 ? [text(`and ${plural(rest, 'more part')} not read.`, { subtle: true }, { spacing: 'Small' })] : []),
  ];
}

/** What this step waits for and how to get it. */
function expected(offer: Offer | null): readonly Element[] {
  if (offer === null) {
    return [
      text(
        'I read what typeperf, handle, ProcDump, DebugDiag, WinDbg, dotnet-counters or /proc print, and C# source. Paste it whole, with its header. “help” shows what can be typed.',
        { subtle: true },
      ),
    ];
  }
  const kinds = offer.planned?.need.kinds.map(kindTitle) ?? [];
  const waits =
    kinds.length === 0
      ? `The case is at “${stepWords[offer.step].label}”.`
      : `At “${stepWords[offer.step].label}” I expect ${kinds.join(' or ')}.`;
  return [text(waits, { subtle: true }), ...(offer.how === null ? [] : byHandBlock({ offer }))];
}

/** What happened to an output that has been taken in. */
export function readCard(taken: TakenIn): AdaptiveCardJson {
  const { read, unread, known, investigation } = taken;
  if (read.length === 0 && unread.length > 0) return notReadCard(offerOf(investigation), unread);
  const lines = read.slice(0, mostBlocks).map((each, index) =>
    paragraph(
      [
        run(`${each.title}: `, { bold: true }),
        run(sentence(each.says)),
        // What the line above says already is not said again.
        ...(each.doubt === undefined || each.doubt === read[index - 1]?.doubt ? [] : [run(` ${each.doubt}`, { tone: 'Warning' })]),
      ],
      { spacing: 'Small' },
    ),
  );
  const rest = read.length - lines.length;
  const judgement = spoken(investigation);
  return card([
    ...(read.length === 0 ? [] : [heading(read.length === 1 ? 'Read' : `Read, ${plural(read.length, 'output')}`)]),
    ...lines,
    ...(rest > 0 ? [text(`and ${plural(rest, 'more output')}.`, { subtle: true }, { spacing: 'Small' })] : []),
    ...(known > 0
      ? [text(`${plural(known, 'output was', 'outputs were')} already there: nothing changes.`, { subtle: true }, { spacing: 'Small' })]
      : []),
    ...unreadLines(unread),
    ...(taken.verdictChanged && judgement !== null ? [lead(sentence(judgement.verdict.lead))] : []),
    ...(unread.length > 0 ? expected(offerOf(investigation)) : []),
  ]);
}

/** Nothing was understood: says so, and what would be. `offer` is null where no case is open. */
export function notReadCard(offer: Offer | null, unread: readonly UnreadOutput[]): AdaptiveCardJson {
  const nothing = unread.length === 0 ? [text('There was nothing in it to read.')] : unreadLines(unread);
  return card([heading('I could not read this'), ...nothing, ...expected(offer)]);
}
