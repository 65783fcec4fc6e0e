/**
 * lm: modules of a process.
 *
 *   start             end                 module name
 *   00007ff7`e4a50000 00007ff7`e4a7f000   MyApp   (deferred)
 *   7c900000 7c9b0000   ntdll      (private pdb symbols) c:\db20sym\ntdll.pdb
 *
 *   00400000 00412000   Shop     T (no symbols)            (C, #, T, M: what is wrong with the symbols)
 *
 * A second module of one name gets its base address appended: `MyApp_2c2264b0000`.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/lm--list-loaded-modules-
 */
import { bodyAt, debuggerCommand, endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { moduleKey } from '../stacks.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^lm\w{0,6}\b/i;
const header = /^\s{0,4}start\s{1,24}end\s{1,24}module name/i;
const row =
  /^\s{0,4}([0-9a-fA-F`]{8,17})\s{1,4}([0-9a-fA-F`]{8,17})\s{1,6}([A-Za-z_][\w.$~-]{0,80})\s{0,30}(?:(?:\s[C#TM]){0,3}\s{0,4}\((?:deferred|\w{1,20} ?pdb symbols|export symbols|no symbols|private|pdb|coff|dia|codeview|symbols|T|M)[^()]{0,40}\)|(?:\s[C#TM]){0,3}\s*$|(?:[A-Za-z]:|\\|\w{1,80}\.(?:exe|dll|ni\.dll)\s*$)|\S{1,60}\s{1,20}\w{3} \w{3} \d)/;
/** Any line of the list, whatever stands behind the name. */
const anyRow = /^\s{0,4}[0-9a-fA-F`]{8,17}\s{1,4}[0-9a-fA-F`]{8,17}\s{1,6}[A-Za-z_][\w.$~-]{0,80}(?:\s|$)/;
const details =
  /^\s{4,8}(?:Loaded symbol image file|Image path|Image name|Timestamp|CheckSum|ImageSize|File version|Product version|File flags|File OS|File type|File date|Translations|CompanyName|ProductName|InternalName|OriginalFilename|ProductVersion|FileVersion|FileDescription|LegalCopyright|Mapped memory image|Using CLR debugging|Has CLR image|Browse all|Information from|Comments|Symbol file|Base address)\b/;
const other = /^\s{0,4}(?:Unloaded modules:|Browse full module list|Unable to enumerate)/;

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  // `lm m NAME` may say where the whole list is before it says anything else.
  const first = body > from && other.test(lines[body] ?? '') ? body + 1 : body;
  const line = lines[first] ?? '';
  if (!header.test(line) && !(row.test(line) && (body > from || row.test(lines[first + 1] ?? '')))) return 0;
  return endOfBlock(lines, body, (each) => header.test(each) || anyRow.test(each) || details.test(each) || other.test(each)) - from;
}

/** A process rarely has more modules; managed ones with thousands of assemblies load no native module for most of them. */
const maxModules = 2000;

function parse(lines: readonly string[]): Parsed {
  const unloaded = lines.findIndex((line) => /Unloaded modules:/.test(line));
  const loaded = unloaded < 0 ? lines : lines.slice(0, unloaded);
  const rows =
    loaded.flatMap((line) => row.exec(line) ?? []).length === 0
      ? []
      : loaded.map((line) => row.exec(line)).filter((found) => found !== null);
  const names = [...new Set(rows.map(([, start = '', , name = '']) => plainName(name, start)))];
  const asked = debuggerCommand(lines[0] ?? '')?.command ?? '';
  const isFiltered = /^lm\w*\s+(?:\w*m|a)\s/.test(asked) || /^lm\w*m\s/.test(asked);
  if (names.length === 0 && (!isFiltered || loaded.some((line) => anyRow.test(line)))) {
    return { ok: false, problem: 'This is the head of a module list without its rows. Paste the rows below "module name" too.', line: 1 };
  }
  const has = (name: string): boolean => names.some((each) => moduleKey(each) === name);
  const width = Math.max(0, ...rows.map(([, start = '']) => start.replace('`', '').length));
  const runtime = has('coreclr') ? 'dotnet' : has('clr') || has('mscorwks') ? 'netfx' : null;
  return {
    ok: true,
    readings: [
      {
        kind: 'modules',
        life: { ...unknownLife, bitness: width > 8 ? 64 : width === 8 ? 32 : null, runtime },
        takenAt: null,
        names: names.slice(0, maxModules),
      },
    ],
    notes: [
      ...(has('leaktrack') ? ['LeakTrack is loaded: a dump of this process can tell who allocated what.'] : []),
      ...(isFiltered && names.length === 0 ? ['No module of that name is loaded.'] : []),
      ...(isFiltered ? [`Only a part of the modules was asked for: ${asked.slice(0, 80)}.`] : []),
      ...(names.length > maxModules ? [`${names.length - maxModules} modules were left out.`] : []),
    ],
  };
}

function plainName(name: string, start: string): string {
  const suffix = `_${start.replace('`', '').replace(/^0+/, '')}`.toLowerCase();
  return name.toLowerCase().endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

export const lm: TextParser = {
  id: 'lm',
  title: 'Loaded modules (lm)',
  hints: ['module name', '(deferred)', 'symbols)'],
  span,
  parse,
};
