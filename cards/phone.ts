/** What fits a phone: how many lines a card's words take there, and what is shortened until they are few enough. */
import type { Element } from './parts.ts';

/** A card is read without scrolling (FACE.md "A card"). */
export const mostLines = 12;

/** Of 400 px a card's text has 338 (bot/local/page/style.css), less what rounding takes; Teams on a phone leaves about as much. */
const textWidth = 337;
/** px: a text, a title, and code (bot/local/page/cards.js). */
const sizes = { text: 14.5, title: 15.5, code: 12.5 } as const;
/** Bold letters are so much wider. */
const boldness = 1.12;
/** Widths in em of a wide face, DejaVu Sans: what fits there fits the narrower ones that phones have. */
const widths: readonly (readonly [letters: RegExp, em: number])[] = [
  [/[abdeghnopqu0-9]/, 0.63],
  [/[ .,·’']/, 0.32],
  [/[ijlIJ]/, 0.29],
  [/[ft:;/()!-]/, 0.385],
  [/[r“”]/, 0.45],
  [/[csz]/, 0.54],
  [/[kvxy]/, 0.59],
  [/[ABCEFKLPRSTVXYZ]/, 0.66],
  [/[DGHNOQU]/, 0.77],
  [/[w+=<>#]/, 0.83],
];
/** As wide as a letter gets: an m, a sign of Chinese. */
const otherLetter = 1;
/** Every letter of code is as wide as the others. */
const codeLetter = 0.602;

interface Word {
  readonly text: string;
  readonly size: keyof typeof sizes;
  readonly isBold: boolean;
}

function widthOf({ text, size, isBold }: Word): number {
  const em = (letter: string): number =>
    size === 'code' ? codeLetter : (widths.find(([letters]) => letters.test(letter))?.[1] ?? otherLetter);
  return Array.from(text).reduce((sum, letter) => sum + em(letter), 0) * sizes[size] * (isBold ? boldness : 1);
}

/** Where a line may end: after a blank, but not between a figure and its unit (bot/local/page/cards.js), and between the parts of a name in code (bot/local/page/case-parts.js). */
const breaks = { text: /(?<= )(?<!\d (?=%|[KMGT]B\b))/, title: /(?<= )/, code: /(?<= )|(?<=::|!|\.(?=[A-Z]))/ } as const;

function wordsOf(run: Element): readonly Word[] {
  const size = run['fontType'] === 'Monospace' ? 'code' : run['style'] === 'heading' ? 'title' : 'text';
  const isBold = run['weight'] === 'Bolder';
  return String(run['text'])
    .split(breaks[size])
    .map((text) => ({ text, size, isBold }));
}

/** Lines that words fill one after the other; one that is longer than a line is broken anywhere. */
function filled(words: readonly Word[]): number {
  const end = words.reduce(
    ({ lines, used }, word) => {
      // The blank at a line's end takes no room there.
      const [bare, whole] = [widthOf({ ...word, text: word.text.trimEnd() }), widthOf(word)];
      if (used + bare <= textWidth) return { lines, used: used + whole };
      const more = Math.ceil(bare / textWidth);
      return { lines: lines + more, used: whole - (more - 1) * textWidth };
    },
    { lines: 1, used: 0 },
  );
  return end.lines;
}

/** Lines of a text or of a box of texts on a phone; what is folded takes none. */
export function linesOf(element: Element): number {
  if (element['isVisible'] === false) return 0;
  const { type, inlines, items } = element as { type?: unknown; inlines?: readonly Element[]; items?: readonly Element[] };
  if (type === 'TextBlock') return filled(wordsOf(element));
  if (type === 'RichTextBlock') return filled((inlines ?? []).flatMap(wordsOf));
  return (items ?? []).reduce((sum, each) => sum + linesOf(each), 0);
}

/** A part of a card in the forms it may take, each shorter than the one before; an empty one is not on the card's face. */
export interface Piece {
  readonly forms: readonly [readonly Element[], ...(readonly Element[])[]];
  /** What stands behind the link where the face shows less; without it nothing is lost by the shorter forms. */
  readonly whole?: readonly Element[];
  /** The first form that says less than the whole; 1 where nothing is told. */
  readonly lessFrom?: number;
}

export interface Fitted<Name extends string> {
  readonly face: readonly Element[];
  /** What the face does not say in full. */
  readonly left: readonly Element[];
  /** Which form each piece has taken; 0: the whole. */
  readonly taken: Readonly<Record<Name, number>>;
}

/** What gave way in vain comes back, the last first: a later step made more room than was wanted, or it saved no line. */
function takenBack<Name>(given: readonly Name[], fits: (given: readonly Name[]) => boolean): readonly Name[] {
  return given.reduceRight<readonly Name[]>((left, _, at) => {
    const without = left.filter((_each, index) => index !== at);
    return fits(without) ? without : left;
  }, given);
}

/**
 * Shortens pieces until the card has at most `most` lines. `order` names which gives way first; named again, it gives
 * way once more. What cannot be shortened any further stays.
 */
export function fitted<Name extends string>(
  pieces: Readonly<Record<Name, Piece>>,
  order: readonly Name[],
  most: number = mostLines,
): Fitted<Name> {
  const names = Object.keys(pieces) as Name[];
  const formOf = (name: Name, given: readonly Name[]): number =>
    Math.min(given.filter((each) => each === name).length, pieces[name].forms.length - 1);
  const shown = (given: readonly Name[]): readonly Element[] => names.flatMap((name) => pieces[name].forms[formOf(name, given)] ?? []);
  const lines = (given: readonly Name[]): number => shown(given).reduce((sum, each) => sum + linesOf(each), 0);
  const steps = Array.from({ length: order.length + 1 }, (_, index) => order.slice(0, index));
  const enough = steps.find((each) => lines(each) <= most) ?? order;
  const reached = Math.max(most, lines(enough));
  const given = takenBack(enough, (each) => lines(each) <= reached);
  return {
    face: shown(given),
    left: names.flatMap((name) => (formOf(name, given) < (pieces[name].lessFrom ?? 1) ? [] : (pieces[name].whole ?? []))),
    taken: Object.fromEntries(names.map((name) => [name, formOf(name, given)])) as Record<Name, number>,
  };
}
