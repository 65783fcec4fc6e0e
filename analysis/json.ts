/**
 * JSON from outside, read without throwing and as far as it goes: a sampler that was killed leaves
 * half a line, dotnet-counters leaves an array without its end. RFC 8259; depth is bounded.
 */
import { isMeasure } from './numbers.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

export interface JsonRead {
  readonly value: Json;
  /** Index behind the value. */
  readonly end: number;
  /** The text ended within the value; what was whole of it is there. */
  readonly torn: boolean;
}

/** Deeper nesting than any sampler's output has; beyond it the text is not read. */
const maxDepth = 32;
const blank = /[ \t\r\n]/;
const numberShape = /-?\d{1,400}(?:\.\d{1,400})?(?:[eE][-+]?\d{1,4})?/y;

interface Cursor {
  readonly text: string;
  at: number;
  torn: boolean;
}

/** The value that starts at `from` (blanks before it are skipped); null where none does. */
export function readJson(text: string, from = 0): JsonRead | null {
  const cursor: Cursor = { text, at: from, torn: false };
  const value = valueAt(cursor, 0);
  return value === undefined ? null : { value, end: cursor.at, torn: cursor.torn };
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function skipBlanks(cursor: Cursor): void {
  while (cursor.at < cursor.text.length && blank.test(cursor.text[cursor.at] ?? '')) cursor.at++;
  if (cursor.at >= cursor.text.length) cursor.torn = true;
}

function valueAt(cursor: Cursor, depth: number): Json | undefined {
  skipBlanks(cursor);
  const first = cursor.text[cursor.at];
  if (first === undefined || depth > maxDepth) return undefined;
  if (first === '{') return objectAt(cursor, depth);
  if (first === '[') return arrayAt(cursor, depth);
  if (first === '"') return stringAt(cursor);
  for (const [word, value] of words) {
    if (!cursor.text.startsWith(word, cursor.at)) continue;
    cursor.at += word.length;
    return value;
  }
  return numberAt(cursor);
}

const words: readonly (readonly [string, Json])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
];

/** Null: a number that nothing measures. */
function numberAt(cursor: Cursor): number | null | undefined {
  numberShape.lastIndex = cursor.at;
  const found = numberShape.exec(cursor.text);
  if (found === null) return undefined;
  cursor.at += found[0].length;
  const value = Number(found[0]);
  return isMeasure(value) ? value : null;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function stringAt(cursor: Cursor): string | undefined {
  const { text } = cursor;
  let result = '';
  for (let at = cursor.at + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"') {
      cursor.at = at + 1;
      return result;
    }
    if (character !== '\\') {
      result += character;
      continue;
    }
    at++;
    const code = text[at] === 'u' ? Number.parseInt(text.slice(at + 1, at + 5), 16) : Number.NaN;
    if (!Number.isNaN(code)) at += 4;
    result += Number.isNaN(code) ? (escapes[text[at] ?? ''] ?? text[at] ?? '') : String.fromCharCode(code);
  }
  cursor.torn = true;
  cursor.at = text.length;
  return undefined;
}

/** True where another member follows; false at the end of the value, or of the text. */
function goesOn(cursor: Cursor, close: string): boolean {
  skipBlanks(cursor);
  const next = cursor.text[cursor.at];
  if (next === ',') {
    cursor.at++;
    skipBlanks(cursor);
    return cursor.at < cursor.text.length && cursor.text[cursor.at] !== close;
  }
  if (next === close) cursor.at++;
  else cursor.torn = true;
  return false;
}

function arrayAt(cursor: Cursor, depth: number): readonly Json[] {
  const items: Json[] = [];
  cursor.at++;
  skipBlanks(cursor);
  if (cursor.text[cursor.at] === ']') {
    cursor.at++;
    return items;
  }
  do {
    const value = valueAt(cursor, depth + 1);
    if (value === undefined) {
      cursor.torn = true;
      return items;
    }
    items.push(value);
  } while (goesOn(cursor, ']'));
  return items;
}

function objectAt(cursor: Cursor, depth: number): JsonObject {
  const members = new Map<string, Json>();
  cursor.at++;
  skipBlanks(cursor);
  if (cursor.text[cursor.at] === '}') {
    cursor.at++;
    return {};
  }
  do {
    skipBlanks(cursor);
    const key = cursor.text[cursor.at] === '"' ? stringAt(cursor) : undefined;
    skipBlanks(cursor);
    const isMember = key !== undefined && cursor.text[cursor.at] === ':';
    if (isMember) cursor.at++;
    const value = isMember ? valueAt(cursor, depth + 1) : undefined;
    if (!isMember || value === undefined) {
      cursor.torn = true;
      break;
    }
    members.set(key, value);
  } while (goesOn(cursor, '}'));
  return Object.fromEntries(members);
}
