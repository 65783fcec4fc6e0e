/**
 * appcmd's error instead of an output; its message is translated, the file and the kind of object are not:
 *
 *   ERROR ( message:Configuration error
 *   Filename: redirection.config
 *   Description: Cannot read configuration file due to insufficient permissions
 *
 * IIS docs, getting started with appcmd.exe; FACTS 2.
 */
import type { Parsed, TextParser } from '../types.ts';

const start = /^\s{0,8}ERROR \( (?:message|hresult):/;
/** The message takes some lines, and ends with `. )`. */
const longest = 8;

function span(lines: readonly string[], from: number): number {
  if (!start.test(lines[from] ?? '')) return 0;
  const end = lines.slice(from, from + longest).findIndex((line) => /\)\s*$/.test(line));
  return end === -1 ? 1 : end + 1;
}

function parse(lines: readonly string[]): Parsed {
  const text = lines.map((line) => line.slice(0, 500)).join(' ');
  if (/redirection\.config|insufficient permissions|80070005/i.test(text)) {
    return {
      ok: false,
      problem: 'appcmd may not read the configuration of IIS. Run it in a console that was started with “Run as administrator”.',
      line: 1,
    };
  }
  const pool = /\bAPPPOOL\b/.test(text);
  return {
    ok: false,
    problem: pool
      ? 'There is no application pool of that name. %windir%\\system32\\inetsrv\\appcmd list apppool shows the names; put the name in double quotes.'
      : `appcmd reports an error, and there is no output in this: ${text.replace(start, '').trim().slice(0, 160)}`,
    line: 1,
  };
}

export const appcmdError: TextParser = {
  id: 'appcmd-error',
  title: 'An error of appcmd',
  hints: ['error ( '],
  span,
  parse,
};
