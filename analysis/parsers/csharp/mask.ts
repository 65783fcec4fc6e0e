/**
 * C# with everything blanked that is not code: comments, strings, characters. Lines and columns stay what they are, so
 * that a place in the masked text is the place in the pasted one. One pass, no look-back: linear in the text.
 */

type State = 'code' | 'comment' | 'string' | 'verbatim' | 'raw';

interface Masking {
  state: State;
  /** Quotes that end a raw string (C# 11: three or more). */
  quotes: number;
}

/** How many `"` stand from `at` on. */
function quotesAt(line: string, at: number): number {
  let count = 0;
  while (line[at + count] === '"') count++;
  return count;
}

/** Is the quote at `at` the start of a verbatim string (`@"`, `$@"`, `@$"`)? */
const isVerbatim = (line: string, at: number): boolean => line[at - 1] === '@' || (line[at - 1] === '$' && line[at - 2] === '@');

/** Where the literal or comment that is open at `at` ends in this line; -1 where it goes on in the next. */
function endOf(line: string, at: number, masking: Masking): number {
  if (masking.state === 'comment') {
    const end = line.indexOf('*/', at);
    return end === -1 ? -1 : end + 2;
  }
  for (let next = at; next < line.length; next++) {
    const character = line[next];
    if (masking.state === 'string' && character === '\\') next++;
    else if (character === '"') {
      const count = quotesAt(line, next);
      if (masking.state === 'string') return next + 1;
      if (masking.state === 'raw' && count >= masking.quotes) return next + count;
      if (masking.state === 'verbatim' && count % 2 === 1) return next + count;
      next += count - 1;
    }
  }
  return masking.state === 'string' ? line.length : -1;
}

/** A character literal from `at` on: its length, 0 where the quote is something else. */
function characterLiteral(line: string, at: number): number {
  const end = line.indexOf("'", line[at + 1] === '\\' ? at + 3 : at + 2);
  return end !== -1 && end - at <= 8 ? end - at + 1 : 0;
}

function blank(from: number, to: number): string {
  return ' '.repeat(Math.max(to - from, 0));
}

function maskLine(line: string, masking: Masking): string {
  let out = '';
  for (let at = 0; at < line.length;) {
    if (masking.state !== 'code') {
      const end = endOf(line, at, masking);
      if (end === -1) return out + blank(at, line.length);
      const quoted = masking.state !== 'comment' && end > at;
      out += quoted ? `${blank(at, end - 1)}"` : blank(at, end);
      masking.state = 'code';
      at = end;
      continue;
    }
    const character = line.charAt(at);
    if (character === '/' && line[at + 1] === '/') return out + blank(at, line.length);
    if (character === '/' && line[at + 1] === '*') {
      masking.state = 'comment';
      out += '  ';
      at += 2;
    } else if (character === '"') {
      const count = quotesAt(line, at);
      const isRaw = count >= 3;
      masking.quotes = count;
      masking.state = isRaw ? 'raw' : isVerbatim(line, at) ? 'verbatim' : 'string';
      out += isRaw ? `"${blank(1, count)}` : '"';
      at += isRaw ? count : 1;
    } else {
      const literal = character === "'" ? characterLiteral(line, at) : 0;
      out += literal === 0 ? character : blank(0, literal);
      at += Math.max(literal, 1);
    }
  }
  // A plain string cannot go on in the next line: a quote that was never closed is prose or a cut.
  if (masking.state === 'string') masking.state = 'code';
  return out;
}

export interface Masker {
  /** The next line with its comments and the inside of its literals blanked, as long as it was. */
  readonly next: (line: string) => string;
  /** Whether a comment or a literal goes on in the line that comes next. */
  readonly isInside: () => boolean;
}

export function createMasker(): Masker {
  const masking: Masking = { state: 'code', quotes: 0 };
  return { next: (line) => maskLine(line, masking), isInside: () => masking.state !== 'code' };
}

/** The lines with comments and the inside of literals blanked; as many lines, each as long. */
export function maskCode(lines: readonly string[]): readonly string[] {
  const masker = createMasker();
  return lines.map((line) => masker.next(line));
}

const opens = /^\s{0,80}#\s{0,8}if\b/;
const never = /^\s{0,80}#\s{0,8}if\s{1,8}(?:false|0)\b/;
const turns = /^\s{0,80}#\s{0,8}(?:elif|else)\b/;
const ends = /^\s{0,80}#\s{0,8}endif\b/;

/** Masked lines without what `#if false` keeps the compiler from seeing. */
export function withoutSwitchedOff(masked: readonly string[]): readonly string[] {
  if (!masked.some((line) => never.test(line))) return masked;
  let [depth, offAt] = [0, -1];
  return masked.map((line) => {
    if (opens.test(line)) depth++;
    if (offAt === -1 && never.test(line)) offAt = depth;
    else if (depth === offAt && (turns.test(line) || ends.test(line))) offAt = -1;
    const isOff = offAt !== -1;
    if (ends.test(line)) depth--;
    return isOff ? '' : line;
  });
}
