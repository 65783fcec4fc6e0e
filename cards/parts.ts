/**
 * The parts every card is made of. Text that may hold anything from outside goes into TextRuns, where
 * no Markdown exists; TextBlocks (title, subtle line) get text in which nothing is left to be markup.
 */
import { buttonData, type ButtonExtra, type CaseToken } from './actions.ts';
import { inert, plain, verbatim } from './escape.ts';
import type { AdaptiveCardJson, Verb } from './types.ts';

export type Element = Readonly<Record<string, unknown>>;
export type Tone = 'Default' | 'Good' | 'Warning' | 'Attention' | 'Accent';

export interface RunStyle {
  readonly bold?: boolean;
  readonly subtle?: boolean;
  readonly mono?: boolean;
  /** A command of ours, to be copied as it is: only what is invisible goes. */
  readonly exact?: boolean;
  readonly tone?: Tone;
}

/** A card of version 1.5, which is what Teams shows for bots. */
export function card(body: readonly (Element | null)[], actions: readonly Element[] = []): AdaptiveCardJson {
  const shown = body.filter((each) => each !== null);
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    body: shown,
    ...(actions.length === 0 ? {} : { actions }),
  };
}

export function heading(text: string): Element {
  return { type: 'TextBlock', text: inert(text, 120), weight: 'Bolder', size: 'Medium', style: 'heading', wrap: true };
}

/** Below the title, in one line: whose it is. What is null is not known and left out. */
export function subtleLine(...parts: readonly (string | null)[]): Element {
  const text = parts.filter((each) => each !== null).join(' · ');
  return { type: 'TextBlock', text: inert(text, 200), isSubtle: true, spacing: 'None', wrap: true };
}

export function run(text: string, style: RunStyle = {}): Element {
  return {
    type: 'TextRun',
    text: style.exact === true ? verbatim(text) : plain(text),
    ...(style.bold === true ? { weight: 'Bolder' } : {}),
    ...(style.subtle === true ? { isSubtle: true } : {}),
    ...(style.mono === true ? { fontType: 'Monospace', size: 'Small' } : {}),
    ...(style.tone === undefined || style.tone === 'Default' ? {} : { color: style.tone }),
  };
}

export function paragraph(runs: readonly Element[], layout: Element = {}): Element {
  return { type: 'RichTextBlock', inlines: runs, ...layout };
}

/** A sentence of ours or of the evidence, as text. */
export function text(says: string, style: RunStyle = {}, layout: Element = {}): Element {
  return paragraph([run(says, style)], layout);
}

/** Sizes, rates and shares: what the eye looks for in a sentence. */
const figures = /[+-]?\d[\d,.]{0,12} (?:(?:GB|MB|KB|TB)(?:\/h| an hour)?|%)/g;
const mostBold = 3;

/** A sentence whose first figures stand out. */
export function lead(says: string): Element {
  const shown = plain(says);
  const hits = [...shown.matchAll(figures)].slice(0, mostBold);
  const runs = hits.flatMap((hit, index) => {
    const before = hits[index - 1];
    const from = before === undefined ? 0 : before.index + before[0].length;
    return [run(shown.slice(from, hit.index)), run(hit[0], { bold: true })];
  });
  const last = hits.at(-1);
  const rest = shown.slice(last === undefined ? 0 : last.index + last[0].length);
  return paragraph([...runs, run(rest)].filter((each) => each['text'] !== ''));
}

/** A command that a person may copy; its values were validated by the collector. */
export function commandBox(command: string): Element {
  return { type: 'Container', style: 'emphasis', spacing: 'Small', items: [text(command, { mono: true, exact: true })] };
}

/** A long command behind a link that opens it; the whole of it, never a part that somebody could copy. */
function foldedCommand(command: string, id: string): readonly Element[] {
  const [program = 'command'] = command.split(' ');
  return folded(id, 'show the whole command', [commandBox(command)], [run(`${program} … `, { mono: true })]);
}

/** A command longer than this is folded: it would push the buttons off a phone. */
const longCommand = 220;

/** A command in its box, or behind a link where it is long; `id` is unique in the card. */
export function shownCommand(command: string, id = 'command'): readonly Element[] {
  return command.length > longCommand ? foldedCommand(command, id) : [commandBox(command)];
}

/** Elements behind a link that opens and closes them; `id` is unique in the card. */
export function folded(id: string, title: string, hidden: readonly Element[], before: readonly Element[] = []): readonly Element[] {
  const toggle = { type: 'Action.ToggleVisibility', title, targetElements: [id] };
  return [
    paragraph([...before, { ...run(title, { tone: 'Accent' }), selectAction: toggle }], { spacing: 'Small' }),
    { type: 'Container', id, isVisible: false, spacing: 'Small', items: hidden },
  ];
}

export interface Fold {
  readonly id: string;
  readonly title: string;
  readonly hidden: readonly Element[];
}

/** Several folds whose links share one line: `handles by type · how to fix it`. */
export function foldedTogether(folds: readonly Fold[]): readonly Element[] {
  if (folds.length === 0) return [];
  const links = folds.flatMap(({ id, title }, index) => [
    ...(index === 0 ? [] : [run(' · ', { subtle: true })]),
    { ...run(title, { tone: 'Accent' }), selectAction: { type: 'Action.ToggleVisibility', title, targetElements: [id] } },
  ]);
  const opened = folds.map(({ id, hidden }) => ({ type: 'Container', id, isVisible: false, spacing: 'Small', items: hidden }));
  return [paragraph(links, { spacing: 'Small' }), ...opened];
}

/** Longest text that a button reads back (cards/actions.ts). */
const longestReason = 500;

/** A line to write on, behind a link: what stands in it travels with every button of the card as its `text`. */
export function reasonInput(label: string, title: string): Fold {
  const input = { type: 'Input.Text', id: 'text', label, placeholder: 'optional', maxLength: longestReason };
  return { id: 'reason', title, hidden: [input] };
}

/** A table without grid: first column wide, the others to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  boldLast = false,
): Element {
  const cell = (value: string, column: number, style: RunStyle): Element => ({
    type: 'TableCell',
    items: [text(value, style, column === 0 ? {} : { horizontalAlignment: 'Right' })],
  });
  const row = (cells: readonly string[], style: (column: number) => RunStyle): Element => ({
    type: 'TableRow',
    cells: cells.map((value, column) => cell(value, column, style(column))),
  });
  return {
    type: 'Table',
    firstRowAsHeader: true,
    showGridLines: false,
    columns: widths.map((width) => ({ width })),
    rows: [
      row(header, (column) => ({ subtle: true, bold: column === 0 })),
      ...rows.map((cells) => row(cells, (column) => (boldLast && column === cells.length - 1 ? { bold: true } : {}))),
    ],
  };
}

export interface ButtonLook {
  readonly style?: 'positive' | 'destructive';
  readonly secondary?: boolean;
}

/** A button that reads back as the same press from Action.Execute and from Action.Submit. */
export function button(title: string, verb: Verb, about: CaseToken | null, extra: ButtonExtra = {}, look: ButtonLook = {}): Element {
  return {
    type: 'Action.Execute',
    title: inert(title, 40),
    verb,
    ...(look.style === undefined ? {} : { style: look.style }),
    ...(look.secondary === true ? { mode: 'secondary' } : {}),
    data: buttonData(verb, about, extra),
  };
}

/** A link that we wrote ourselves, out of the catalogue of causes: only https, never from an output. */
export function link(title: string, address: string): Element | null {
  return /^https:\/\/[a-z0-9.-]+\/[\w\-./?=&%#:~+,;@!$'()]*$/i.test(address)
    ? { type: 'Action.OpenUrl', title: inert(title, 40), url: address, mode: 'secondary' }
    : null;
}
