/** The process that a typed ProcDump command names. */
import { imageName } from './life.ts';

/** Options with a value, from the tool's usage (v12): their values are not the process. */
const withValue: ReadonlySet<string> = new Set(['-at', '-c', '-cl', '-dc', '-f', '-fx', '-m', '-ml', '-mc', '-md', '-n', '-s']);
/** These take two: a counter's path and its threshold. */
const withTwoValues: ReadonlySet<string> = new Set(['-p', '-pl']);

/** Splits a command line at blanks, quoted parts kept together. */
const words = (command: string): readonly string[] => command.slice(0, 2000).match(/"[^"]*"|[^\s"]+/g) ?? [];

/** `-ma 13724 -r` → pid 13724; `-ma -m 2200 w3wp` → process w3wp; null where this is no ProcDump command or names nobody. */
export function procDumpTarget(command: string): { readonly pid: number | null; readonly process: string | null } | null {
  const [program = '', ...rest] = words(command.replace(/^& /, ''));
  if (/^v?\d{1,2}\.\d/.test(rest[0] ?? '')) return null; // the banner: `ProcDump v11.0 - …`
  if (!/(?:^|[\\/])procdump(?:64a?)?(?:\.exe)?$/i.test(program.replaceAll('"', ''))) return null;
  for (let at = 0; at < rest.length; at++) {
    const word = (rest[at] ?? '').replaceAll('"', '');
    const option = word.toLowerCase().replace(/^\//, '-');
    if (!option.startsWith('-'))
      return /^\d{1,10}$/.test(word) ? { pid: Number(word), process: null } : { pid: null, process: imageName(word) };
    if (withTwoValues.has(option)) at += 2;
    else if (withValue.has(option)) at += 1;
    else if ((option === '-r' || option === '-e') && /^[1-5]$/.test(rest[at + 1] ?? '')) at += 1;
  }
  return { pid: null, process: null };
}
