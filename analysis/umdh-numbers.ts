/**
 * In which base a UMDH comparison is written. `umdh -d` prints decimal, everything else hexadecimal, and the file does
 * not say which; an entry says it when only one base makes its sum right: `+ 131072 ( 262144 - 131072)`.
 * Source of the formats: dhcmp/umdh of the Windows 2000 sources and FACTS §7.
 */
import { readHex } from './debugger-text.ts';

export type Base = 10 | 16;

/** Delta, new and old of one entry, as printed. */
export type Sum = readonly [string, string, string];

function value(text: string, base: Base): number | null {
  if (base === 16) return readHex(text);
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function fits(sum: Sum, base: Base): boolean {
  const [delta, after, before] = sum.map((text) => value(text, base));
  if (delta === null || after === null || before === null || delta === undefined || after === undefined || before === undefined)
    return false;
  return Math.abs(after - before) === delta;
}

/**
 * Random hexadecimal digits are all below `a` with a probability of (10/16)^n: after 24 different digits one in 80,000.
 */
const digitsWithoutLetters = 24;

export interface Decided {
  readonly base: Base;
  readonly note: string | null;
}

/** UMDH pads new and old to five places in hexadecimal and to six in decimal. */
const places: Readonly<Record<number, Base>> = { 5: 16, 6: 10 };

/** The base that the padding of `(     0 -  2018)` shows; null where no number was padded or blanks were lost on the way. */
export function baseOfPadding(line: string): Base | null {
  const [, after = '', before = ''] = /\( ( {0,12}[0-9a-f]{1,16}) - ( {0,12}[0-9a-f]{1,16})\)/i.exec(line) ?? [];
  const padded = [after, before].filter((text) => text.startsWith(' ')).map((text) => places[text.length] ?? null);
  return padded.length > 0 && padded.every((each) => each === padded[0]) ? (padded[0] ?? null) : null;
}

/** Bytes and how many allocations they are, as printed. */
export type Blocks = readonly [bytes: string, count: string];

/** Fewer of them come out even by chance. */
const leastCount = 3;
/** One base makes whole blocks where the other would by chance once in 2^5. */
const surelyBits = 5;

/** What a call site allocates is mostly of one size: how improbable it is that so many bytes are whole blocks in this base, in bits. */
function wholeBlocks(blocks: readonly Blocks[], base: Base): number {
  return blocks.reduce((bits, [bytes, count]) => {
    const [size, many] = [value(bytes, base) ?? 0, value(count, base) ?? 0];
    return size > 0 && many >= leastCount && size % many === 0 ? bits + Math.log2(many) : bits;
  }, 0);
}

export function decideBase(sums: readonly Sum[], padding: Base | null, blocks: readonly Blocks[] = []): Decided {
  const tried = sums.slice(0, 5000);
  const texts = [...new Set(tried.flat())];
  if (texts.some((text) => /[a-f]/i.test(text))) return { base: 16, note: null };
  const [hex, decimal] = [tried.filter((sum) => fits(sum, 16)).length, tried.filter((sum) => fits(sum, 10)).length];
  if (hex !== decimal) return { base: hex > decimal ? 16 : 10, note: null };
  if (padding !== null) return { base: padding, note: null };
  const more = wholeBlocks(blocks, 10) - wholeBlocks(blocks, 16);
  if (more >= surelyBits) {
    return { base: 10, note: 'The numbers were taken as decimal (umdh -d): only so the bytes are a whole number of blocks each.' };
  }
  if (more <= -surelyBits) return { base: 16, note: null };
  if (texts.join('').replace(/0/g, '').length >= digitsWithoutLetters) {
    return { base: 10, note: 'The numbers were taken as decimal (umdh -d): none of them has a digit above 9.' };
  }
  return { base: 16, note: 'The numbers were taken as hexadecimal, as UMDH prints them without -d; this text alone does not show it.' };
}

/** A number of the file in the base that was decided; 0 for what is none. */
export function readInBase(text: string, base: Base): number {
  return value(text, base) ?? 0;
}
