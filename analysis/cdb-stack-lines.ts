/** The kinds of lines between the frames in the output of cdb's stack commands. Formats: FACTS §6, samples/cdb. */
import { isElision } from './debugger-text.ts';

export const stackCommand =
  /(?:^|[\s;*~#.\d])k[bcdfLlmMnpPv]{0,5}(?:\s+(?:=\s?)?\S{1,20}){0,3}\s*(?:;.{0,200})?$|^!(?:uniqstack|findstack)\b/;
export const threadHeader =
  /^[.#\s]{0,4}(\d{1,7})\s+Id:\s*([0-9a-f]+)\.([0-9a-f]+)\s+Suspend:\s*\S+\s+Teb:\s*\S+\s*(?:\w+)?(?:\s+"([^"]{0,80})")?/i;
export const threadDetail = /^\s+(?:Start:|Priority:)\s/;
export const warning = /^WARNING: (?:Stack unwind|Frame IP|Stack overflow|Process directory|Unable)/;
export const uniqueStacks = /^(?:Processing \d+ threads|Total threads: \d+)/;

export function isColumnHeader(line: string): boolean {
  const text = line.trim();
  if (text.endsWith('Callee')) return false; // !eestack has a parser of its own
  return (
    text === 'Call Site' || /^# Call Site$|^(?:#\s+)?(?:Memory\s+)?(?:Child-?SP|ChildEBP|RetAddr|FramePtr)\s+(?:RetAddr|:|Args)/.test(text)
  );
}

export function isThreadHeader(line: string): boolean {
  return line.includes('Id: ') && threadHeader.test(line);
}

/** The site of a `kc` row, which has no addresses: only below a `Call Site` header that has no other column. */
export function bareSite(line: string): string | null {
  const site = line.trim().replace(/^[0-9a-f]{2,3} (?=\S)/, '');
  return /^[^\s!]{1,128}!\S/.test(site) || /^[\w.$~-]{1,128}\+0x[0-9a-f]/i.test(site) || /^0x[0-9a-f`]+$/i.test(site) ? site : null;
}

export function isNamesOnly(line: string): boolean {
  return /^(?:# )?Call Site$/.test(line.trim());
}

export function isOther(line: string): boolean {
  return (
    isColumnHeader(line) ||
    isThreadHeader(line) ||
    threadDetail.test(line) ||
    warning.test(line) ||
    uniqueStacks.test(line) ||
    isElision(line)
  );
}
