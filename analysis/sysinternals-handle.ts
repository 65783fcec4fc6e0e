/** What all outputs of Sysinternals Handle share: its command, its banner and the ways in which it refuses. */
import { imageName } from './life.ts';
import type { Parsed } from './types.ts';

const program = /^(?:& ?)?"?(?:[^"\s]{0,200}[\\/])?(?:nt)?handle(?:64a?)?(\.exe)?"?(?=\s|$)(\s{1,8}[-/][a-z])?/i;

/** What stands in front of the tool on its line: `$t = Get-Date; handle64 …`, `Start-Sleep 300 && handle …`. */
const before = /^[^"']{0,200}?(?:;|&&?|\bdo) {0,4}(?=\S)/;

/** The tool's command within a line of commands, or the line itself. */
export function handleCommandIn(commands: string): string {
  if (isHandleCommand(commands)) return commands;
  let rest = commands;
  for (let found = before.exec(rest); found !== null; found = before.exec(rest)) {
    rest = rest.slice(found[0].length);
    if (isHandleCommand(rest)) return rest;
  }
  return commands;
}

/** `.\Handle.exe -p 13724 -s`, `& "C:\Tools\handle64.exe" w3wp`: any path; the bare word `handle` only with an option behind it. */
export function isHandleCommand(command: string): boolean {
  const found = program.exec(command.trim());
  return found !== null && (found[1] !== undefined || found[2] !== undefined);
}

export interface HandleTarget {
  readonly pid: number | null;
  readonly process: string | null;
}

/** The process that `-p` names: a pid, or the start of a name (the tool matches by prefix). */
export function handleTarget(command: string): HandleTarget | null {
  const found = /\s[-/]p\s{1,8}"?([\w.-]{1,80})/i.exec(command);
  const target = found?.[1];
  if (target === undefined) return null;
  return /^\d{1,10}$/.test(target) ? { pid: Number(target), process: null } : { pid: null, process: imageName(target) };
}

/** Banner lines: `Nthandle v4.22 - Handle viewer`, the copyright, `Sysinternals - www.sysinternals.com` (its address may be stripped). */
export function isHandlePreamble(line: string): boolean {
  return /^\s*(?:(?:nt)?handle v\d|copyright \(c\)|copyright ©|sysinternals\b)/i.test(line);
}

export type HandleRefusal = 'denied' | 'nothing';

/** What the tool says where it may not or cannot look. */
export function refusalIn(line: string): HandleRefusal | null {
  const text = line.trim();
  if (/^no matching handles found/i.test(text)) return 'nothing';
  if (
    /^error obtaining handle information|^error loading driver|^(?:initialization error: )?make sure that you are an administrator/i.test(
      text,
    )
  )
    return 'denied';
  return null;
}

const sentences: Readonly<Record<HandleRefusal, string>> = {
  denied:
    'Handle was refused: it may not look into this process. Start the console with “Run as administrator” and run handle64.exe -accepteula -nobanner -p PID -s again.',
  nothing:
    'Handle found nothing (“No matching handles found”): the process is gone, or the console is not elevated, or the 32-bit handle.exe was used for a 64-bit process. Check the pid and run handle64.exe -accepteula -nobanner -p PID -s as administrator.',
};

/** The answer to an output of the tool that holds no handles. `header` is the line (from 0) of a header that was there all the same, or -1. */
export function handleRefusal(lines: readonly string[], header: number): Parsed {
  const at = lines.findIndex((line) => refusalIn(line) !== null);
  const refusal = refusalIn(lines[at] ?? '');
  if (refusal !== null) return { ok: false, problem: sentences[refusal], line: at + 1 };
  const problem =
    'This is the start of a handle summary without its rows. Copy the output down to the line “Total handles”, or send it to a file: handle64.exe -accepteula -nobanner -p PID -s > handles.txt.';
  return { ok: false, problem, line: Math.max(header, 0) + 1 };
}
