/**
 * An error of Windows PowerShell instead of an output, in any language of Windows:
 *
 *   hostname1 : Termine 'hostname1' non riconosciuto come nome di cmdlet, funzione, …
 *       + CategoryInfo          : ObjectNotFound: (hostname1:String) [], CommandNotFoundException
 *       + FullyQualifiedErrorId : CommandNotFoundException
 *
 * Answered with what to do; see powershell-errors.ts. Microsoft Learn: about_Error_Handling.
 */
import { powershellErrorIn, powershellErrorSays } from '../powershell-errors.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, TextParser } from '../types.ts';

/** Lines between the message and its id: the place in the script, its line and the mark below it. */
const longest = 14;
const errorId = /^\s{0,8}\+ FullyQualifiedErrorId\s{0,8}:/;
const mark = /^\s{0,8}\+ (?:CategoryInfo|FullyQualifiedErrorId)\s{0,16}:/;

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (first.length > 2000 || commandOf(first) !== null) return 0;
  // The message stands before its place (": " after what failed, or a place "x:1 y:1" below it).
  if (!/ : \S|:$/.test(first) && !mark.test(first)) return 0;
  for (let at = from; at < lines.length && at - from < longest && lines[at] !== ''; at++) {
    const line = lines[at] ?? '';
    if (line.length < 2000 && errorId.test(line)) {
      const isWrapped = /^\s{2,8}\w[\w.]{0,80}$/.test(lines[at + 1] ?? '');
      return at + (isWrapped ? 2 : 1) - from;
    }
  }
  return 0;
}

function parse(lines: readonly string[]): Parsed {
  const error = powershellErrorIn(lines);
  return { ok: false, problem: powershellErrorSays(error?.id ?? 'an error', error?.category ?? ''), line: 1 };
}

export const powershellError: TextParser = {
  id: 'powershell-error',
  title: 'An error of PowerShell',
  hints: ['fullyqualifiederrorid'],
  span,
  parse,
};
