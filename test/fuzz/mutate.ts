/**
 * Damages an output as people, chats, consoles and attackers do: lines are lost, doubled and swapped, numbers become
 * huge, separators change, outputs get mixed. All by chance from a seed, so that a failure can be run again.
 */
import type { Random } from '../../bench/random.ts';

/** Longer mutants are cut: the time that is allowed is for inputs of this length (a paste is shorter). */
const longest = 64_000;

const numbers = [
  '0',
  '-1',
  '9'.repeat(30),
  '18446744073709551616',
  '1e308',
  '1e999',
  '0x7fffffffffffffff',
  '1,234,567.89.12',
  '1.234.567,89',
  'NaN',
  '٣٤٥',
  '00:61:99',
  '99/99/9999',
  '',
];
const rubbish = [
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '\ufeff',
  '\u00a0',
  '\ud800',
  '🧨',
  'е́',
  '\u2028',
  '\u0085',
  '"',
  "'",
  '`',
  '<td>',
  '</',
  '=3D',
  '=\n',
  '{',
  '}',
  '[',
  '](',
  '(((',
  '\\',
  '/*',
  '*/',
  '//',
  '--',
  '#',
  '::',
  ';;',
  ',,',
  '\t\t',
  '…',
  '%n%s',
  '${x}',
  '__proto__',
  'constructor',
  '| ',
  '> ',
  '\r',
  '\n\n\n',
];
const separators = [',', ';', '\t', ' ', ':', '=', '|', '.', '-', '  '];

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;

type Lines = readonly string[];
type OfLines = (lines: Lines, random: Random) => Lines;
type OfText = (text: string, random: Random, others: Lines) => string;

const without = (lines: Lines, at: number, count: number): Lines => [...lines.slice(0, at), ...lines.slice(at + count)];
const changed = (lines: Lines, random: Random, change: (line: string) => string): Lines => {
  const at = random.below(lines.length);
  return lines.map((line, index) => (index === at ? change(line) : line));
};

const ofLines: readonly OfLines[] = [
  (lines, random) => without(lines, random.below(lines.length), 1 + random.below(3)),
  (lines, random) =>
    lines.toSpliced(random.below(lines.length), 0, ...Array.from({ length: 1 + random.below(40) }, () => pick(random, lines))),
  (lines, random) => {
    const [one, other] = [random.below(lines.length), random.below(lines.length)];
    return lines.with(one, lines[other] ?? '').with(other, lines[one] ?? '');
  },
  (lines, random) => {
    const [from, count, to] = [random.below(lines.length), 1 + random.below(8), random.below(lines.length)];
    return [...without(lines, from, count).slice(0, to), ...lines.slice(from, from + count), ...without(lines, from, count).slice(to)];
  },
  (lines) => lines.toReversed(),
  (lines, random) => {
    const at = random.below(lines.length);
    return [...lines.slice(0, at), `${lines[at] ?? ''}${lines[at + 1] ?? ''}`, ...lines.slice(at + 2)];
  },
  (lines, random) => changed(lines, random, (line) => line.slice(0, random.below(line.length + 1))),
  (lines, random) => changed(lines, random, (line) => line.slice(random.below(line.length + 1))),
  (lines, random) => changed(lines, random, (line) => `${' '.repeat(random.below(60))}${line}${' '.repeat(random.below(300))}`),
  (lines, random) => {
    const token = pick(random, (lines[random.below(lines.length)] ?? '').split(' '));
    return changed(lines, random, (line) => line + ` ${token}`.repeat(1 + random.below(200)));
  },
  (lines, random) => changed(lines, random, (line) => line.repeat(Math.min(1 + random.below(60), Math.ceil(40_000 / (line.length + 1))))),
  (lines, random) => {
    const [from, to] = [pick(random, separators), pick(random, separators)];
    return random.below(2) === 0
      ? lines.map((line) => line.replaceAll(from, to))
      : changed(lines, random, (line) => line.replaceAll(from, to));
  },
  (lines, random) => changed(lines, random, (line) => (random.below(2) === 0 ? line.toUpperCase() : line.toLowerCase())),
];

const place = (text: string, random: Random): number => random.below(text.length + 1);

const ofText: readonly OfText[] = [
  (text, random) => text.slice(0, place(text, random)),
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + text.slice(at + 1 + random.below(200));
  },
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + pick(random, rubbish).repeat(random.below(8) === 0 ? 1 + random.below(500) : 1) + text.slice(at);
  },
  (text, random) => {
    const at = place(text, random);
    const found = /\d[\d.,]{0,20}/.exec(text.slice(at));
    if (found === null) return text;
    const from = at + found.index;
    return text.slice(0, from) + pick(random, numbers) + text.slice(from + found[0].length);
  },
  (text, random) => {
    const number = pick(random, numbers);
    return text.replaceAll(/\d{2,20}/g, (found) => (random.below(6) === 0 ? number : found));
  },
  (text, random) => {
    const [from, length, to] = [place(text, random), random.below(120), place(text, random)];
    return text.slice(0, to) + text.slice(from, from + length) + text.slice(to);
  },
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + String.fromCharCode(random.below(0x2ff)) + text.slice(at + 1);
  },
  (text, random) =>
    random.below(2) === 0 ? text.replaceAll('\n', '\r\n') : text.replaceAll('\n', pick(random, ['\r', '\n\n', ' ', '\t\n'])),
  (text, random, others) => {
    const at = place(text, random);
    const other = pick(random, others);
    const from = place(other, random);
    return text.slice(0, at) + other.slice(from, from + random.below(1500)) + text.slice(at);
  },
];

/** One mutant of a text; `others` are outputs of other tools, that get mixed in. */
export function mutateText(text: string, others: Lines, random: Random): string {
  let mutant = text;
  for (let step = 1 + random.below(5); step > 0; step--) {
    const kind = random.below(ofLines.length + ofText.length);
    const change = ofLines[kind];
    const lines = mutant.split('\n');
    mutant = change === undefined ? (ofText[kind - ofLines.length]?.(mutant, random, others) ?? mutant) : change(lines, random).join('\n');
    mutant = mutant.slice(0, longest);
  }
  return mutant;
}

const values = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xffff, 0x10000, 4096];

/** One mutant of bytes: fields of four bytes, single bits, lost and doubled parts. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutant = Uint8Array.from(bytes);
  for (let step = 1 + random.below(6); step > 0 && mutant.length > 8; step--) {
    const at = random.below(mutant.length - 4);
    const kind = random.below(6);
    if (kind === 0) mutant[at] = (mutant[at] ?? 0) ^ (1 << random.below(8));
    else if (kind <= 2) new DataView(mutant.buffer).setUint32(at & ~3, pick(random, values), true);
    else if (kind === 3) mutant = mutant.slice(0, at);
    else if (kind === 4) mutant = Uint8Array.from([...mutant.subarray(0, at), ...mutant.subarray(at + 1 + random.below(64))]);
    else mutant.copyWithin(random.below(mutant.length), at, at + random.below(256));
  }
  return mutant;
}
