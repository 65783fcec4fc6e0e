/**
 * SOS !dumpobj: one object with its fields; answered with what tells how many there are and who holds them.
 *
 *   Name:        StructureMap.Container
 *   MethodTable: 01036f40
 *   Size:        36(0x24) bytes
 *
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (dumpobj)
 */
import { bodyAt, debuggerCommand, endOfBlock } from '../debugger-text.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w{1,12}\.)?(?:dumpobj|do)\b/i;
const name = /^\s{0,8}Name:\s{1,20}(\S.{0,1000})$/;
const field =
  /^\s{0,8}(?:MethodTable|EEClass|Canonical MethodTable|Tracked Type|CCW|RCW|Size|File|Array|Element Type|Rank|String|Content|Type|Fields|ThinLock\b.{0,40}|Free Object|Element Methodtable):?(?:\s|$)/;
const heading = /^\s{0,20}MT\s{1,20}Field\s{1,20}Offset\b/;
const row = /^\s{0,20}[0-9a-fA-F]{8,16}\s{1,8}[0-9a-fA-F]{3,12}\s{1,12}[0-9a-fA-F]{1,8}\s/;
const more = /^\s{1,20}>> (?:Domain|Thread):Value|^\s{0,8}None\s*$/;

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || !name.test(lines[body] ?? '') || !/^\s{0,8}MethodTable:/.test(lines[body + 1] ?? '')) return 0;
  return (
    endOfBlock(
      lines,
      body + 1,
      (line) => line.length < 4000 && (field.test(line) || heading.test(line) || row.test(line) || more.test(line)),
    ) - from
  );
}

function parse(lines: readonly string[]): Parsed {
  const type = lines.map((line) => name.exec(line)?.[1]).find((each) => each !== undefined) ?? 'an unknown type';
  const address = /\b([0-9a-fA-F]{6,16})\s*$/.exec(debuggerCommand(lines[0] ?? '')?.command ?? '')?.[1] ?? 'ADDRESS';
  return {
    ok: false,
    problem: `This is one object, of the type ${type.slice(0, 160)}: it tells neither how many there are nor who keeps it. Run !gcroot ${address} for what holds it, and !dumpheap -stat for the numbers.`,
    line: 1,
  };
}

export const dumpobj: TextParser = {
  id: 'dumpobj',
  title: 'One .NET object (SOS !dumpobj)',
  hints: ['methodtable:'],
  span,
  parse,
};
