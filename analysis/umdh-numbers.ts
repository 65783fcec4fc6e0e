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

export function decideBase(sums: readonly Sum[]): Decided {
  const tried = sums.slice(0, 5000);
  const texts = [...new Set(tried.flat())];
  if (texts.some((text) => /[a-f]/i.test(text))) return { base: 16, note: null };
  const [hex, decimal] = [tried.filter((sum) => fits(sum, 16)).length, tried.filter((sum) => fits(sum, 10)).length];
  if (hex !== decimal) return { base: hex > decimal ? 16 : 10, note: null };
  if (texts.join('').replace(/0/g, '').length >= digitsWithoutLetters) {
    return { base: 10, note: 'The numbers were taken as decimal (umdh -d): none of them has a digit above 9.' };
  }
  return { base: 16, note: 'The numbers were taken as hexadecimal, as UMDH prints them without -d; this text alone does not show it.' };
}

/** A number of the file in the base that was decided; 0 for what is none. */
export function readInBase(text: string, base: Base): number {
  return value(text, base) ?? 0;
}
