/**
 * CLIXML: PowerShell's error and progress streams where its standard error is redirected (ssh, WinRM).
 *
 *   #< CLIXML
 *   <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj S="progress" RefId="0">…
 *   <S S="Error">fake : The term 'fake' is not recognized …_x000D__x000A_</S>
 *
 * It is no output of a tool: the error in it is answered with what to do. [MS-PSRP] 2.2.5; FACTS 11.
 */
import { powershellErrorIn, powershellErrorSays } from '../powershell-errors.ts';
import type { Parsed, TextParser } from '../types.ts';

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const errorString = /<S S="(?:Error|error)">([^<]{0,4000})<\/S>/g;
const isXml = /^\s{0,8}<Objs Version="[\d.]{1,20}" xmlns="http:\/\/schemas\.microsoft\.com\/powershell\//;
/** An error has some ten strings; more are further errors, and the first says enough. */
const maxStrings = 200;
const maxLines = 2000;

function plain(text: string): string {
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&(lt|gt|amp|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);
}

function span(lines: readonly string[], from: number): number {
  const isMarked = (lines[from] ?? '').trim() === '#< CLIXML';
  const at = isMarked ? from + 1 : from;
  if (!isXml.test(lines[at] ?? '')) return isMarked ? 1 : 0;
  let end = at;
  while (end < lines.length && end - at < maxLines && !(lines[end] ?? '').includes('</Objs>')) end++;
  return Math.min(end + 1, lines.length) - from;
}

function parse(lines: readonly string[]): Parsed {
  const strings = [...lines.join('\n').matchAll(errorString)].slice(0, maxStrings).map(([, text = '']) => plain(text));
  const printed = strings
    .join('')
    .split(/\r?\n/)
    .map((line) => line.trimEnd());
  const error = powershellErrorIn(printed);
  if (error !== null) return { ok: false, problem: powershellErrorSays(error.id, error.category), line: 1 };
  const first = printed.find((line) => line !== '');
  if (first !== undefined) {
    return { ok: false, problem: `PowerShell reported an error there, and there is no output in this: ${first.slice(0, 200)}`, line: 1 };
  }
  if (!lines.some((line) => line.includes('</Objs>'))) {
    return { ok: false, problem: 'This is the begin of what PowerShell reports, and its end is missing. Paste all of it.', line: 1 };
  }
  return {
    ok: false,
    problem:
      "These are PowerShell's progress messages, and no error: the output itself went elsewhere (standard output). Put $ProgressPreference='SilentlyContinue' before the command, and paste what it prints.",
    line: 1,
  };
}

export const clixml: TextParser = {
  id: 'clixml',
  title: 'PowerShell’s error stream (CLIXML)',
  hints: ['#< clixml', '<objs version='],
  span,
  parse,
};
