/** Golden transcripts: test/conversations/*.md. What a person types stands after `> `, a click in brackets: `> [Skip]`. */
import { userInfo } from 'node:os';
import { latestCard, textOf } from './page-client.ts';
import type { Page, Shown, ShownCard } from './page-client.ts';

export interface Exchange {
  readonly said: string;
  readonly answered: string;
}

/** The exchanges of a file, after its heading and introduction. */
export function readExchanges(markdown: string): { readonly head: string; readonly exchanges: readonly Exchange[] } {
  const [head = '', ...parts] = markdown.split(/\n\n(?=> )/);
  return {
    head: head.trimEnd(),
    exchanges: parts.map((part) => {
      const lines = part.split('\n');
      const said = lines.filter((line) => line.startsWith('> ')).map((line) => line.slice(2));
      return {
        said: said.join('\n'),
        answered: lines
          .filter((line) => !line.startsWith('> '))
          .join('\n')
          .trim(),
      };
    }),
  };
}

export function writeExchanges(head: string, exchanges: readonly Exchange[]): string {
  const parts = exchanges.map(
    ({ said, answered }) =>
      `${said
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n')}\n\n${answered}`,
  );
  return `${[head, ...parts].join('\n\n')}\n`;
}

const everywhere = ['Back', 'Evidence', 'Timeline', 'Chart', 'Pause', 'Cancel case', 'Why?'];
const longestLine = 150;

/** A card as text: one line each, the buttons that are the same everywhere left out, what differs from run to run replaced. */
function cardText(card: ShownCard): string {
  const actions = (card.actions ?? []).map((action) => action.title).filter((title) => !everywhere.includes(title));
  const lines = textOf({ body: card.body }).split('\n');
  return [...lines, ...(actions.length === 0 ? [] : [actions.map((title) => `[${title}]`).join(' ')])].map(steady).join('\n');
}

function steady(line: string): string {
  // First what differs, then the length: a number with a digit more must not shift where the line is cut.
  const same = sameEachTime(line);
  return same.length > longestLine ? `${same.slice(0, longestLine)} …` : same;
}

function sameEachTime(line: string): string {
  return (
    line
      .replace(/pl-\d{6}-[a-z0-9]{5}/g, 'pl-CASE')
      .replaceAll(`${new Date().toISOString().slice(0, 10)} `, 'TODAY ')
      .replace(/(TODAY|at|since) \d\d:\d\d( UTC)?/g, '$1 HH:MM$2')
      .replaceAll(`(${userInfo().username}, TODAY`, '(somebody, TODAY')
      .replace(/It took .+\./, 'It took N s.')
      .replace(/\S*plumbline-bot-[^/\s]+/g, 'DATA')
      .replace(/\b[0-9a-f]{12,64}\b/g, 'ID')
      // How long the fix was watched when enough was known differs from run to run, and so does the level at its end.
      .replace(/flat at [\d.]+ (MB|GB) over [^.]+\./, 'flat at N $1 over N.')
      // How many samples the watch had when enough was known differs from run to run; the reports' 1.30 GB do not.
      .replace(/(?!1\.30 GB)\b\d[\d.,]* (MB |GB |assemblies )?an hour/g, 'N $1an hour')
      .replace(/\b\d[\d,]* (assemblies are loaded)/, 'N $1')
      .replace(/Writes about [\d.]+ (MB|GB) in up to \d+ s/, 'Writes about N in up to N s')
      // Where the accelerated clock stood when enough was known differs from run to run.
      .replace(/(Better here: |say “thresholds )[\d.]+( GB)?, ?[\d.]+( GB)? and [\d.]+( GB)?/g, '$1THREE VALUES')
      .replace(/“thresholds [\d. ]+”/g, '“thresholds THREE VALUES”')
  );
}

function fenced(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}

/** Said where the machine is too busy to answer within the deadline; the answer comes all the same. */
const isInterim = ({ text }: Shown): boolean => text.startsWith('Still working on it');

/** What is new since `before`: short messages, cards, and the case card where it now says something else. */
export function answerSince(before: ReadonlyMap<string, string>, now: readonly Shown[]): string {
  const changed = now.filter((each) => each.from.role === 'bot' && before.get(each.id) !== textOf(each) && !isInterim(each));
  return changed
    .map((each) => (each.cards.length > 0 ? each.cards.map((card) => fenced(cardText(card))).join('\n\n') : steady(each.text)))
    .join('\n\n');
}

export function remember(activities: readonly Shown[]): ReadonlyMap<string, string> {
  return new Map(activities.map((each) => [each.id, textOf(each)]));
}

/** Types or clicks what an exchange says. */
export async function act(page: Page, said: string): Promise<void> {
  const title = /^\[(.+)\]$/.exec(said)?.[1];
  if (title === undefined) {
    await page.say(said);
    return;
  }
  const action = latestCard(page.activities())?.actions?.find((each) => each.title === title);
  if (action === undefined) throw new Error(`There is no button "${title}" on the newest card:\n${textOf(latestCard(page.activities()))}`);
  await page.press(action);
}
