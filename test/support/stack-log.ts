/** Logs of a debugger's stacks, and what is read of them: by bytes, and as the same text pasted. */
import { readBytes } from '../../analysis/index.ts';
import { normalisedLines } from '../../analysis/lines.ts';
import { cdbStacks } from '../../analysis/parsers/cdb-stacks.ts';
import type { Reading } from '../../analysis/types.ts';

export type Stacks = Reading & { readonly kind: 'stacks' };

export const header = (at: number) =>
  `${at === 0 ? '.' : ' '}${String(at).padStart(3)}  Id: 1a2c.${(at * 4 + 0x400).toString(16)} Suspend: 1 Teb: 000000d2\`${(at * 0x2000).toString(16).padStart(8, '0')} Unfrozen`;
export const columns = ' # Child-SP          RetAddr               Call Site';
export const frameOf = (thread: number, at: number, site: string) =>
  `${at.toString(16).padStart(2, '0')} 000000d2\`${(0x0d000000 + thread * 0x4000 + at * 0x30).toString(16).padStart(8, '0')} 00007ffe\`${(0x11110000 + at).toString(16)}     ${site}`;

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const stacksOf = (text: string): Stacks => readBytes('stacks.log', bytesOf(text)).blocks[0]?.readings[0] as Stacks;
export function asPasted(text: string): unknown {
  const lines = normalisedLines(text);
  const parsed = cdbStacks.parse(lines.slice(0, cdbStacks.span(lines, 0)));
  return parsed.ok ? { readings: parsed.readings, notes: parsed.notes } : parsed;
}
