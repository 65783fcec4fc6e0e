/**
 * What cdb, WinDbg and SOS print instead of an output when something is missing, with what to do.
 *
 *   No export finalizequeue found
 *   Failed to load data access DLL, 0x80004005
 *   SOS does not support the current target architecture.
 *
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension · FACTS §6 (bitness, loading SOS, symbols)
 */
import { debuggerCommand, skipBlank } from '../debugger-text.ts';
import type { Parsed, TextParser } from '../types.ts';

interface Trouble {
  readonly shows: RegExp;
  readonly says: string;
}

const troubles: readonly Trouble[] = [
  {
    shows: /^\s{0,4}No export \w{1,40} found/i,
    says: 'The debugger does not know this command, because SOS is not loaded. Run .loadby sos clr (.NET Framework 4), .loadby sos mscorwks (2.0 and 3.5) or .loadby sos coreclr (.NET Core and newer), then repeat it.',
  },
  {
    shows: /^\s{0,4}(?:Failed to load data access (?:DLL|module)|CLRDLL: |Failed to find runtime (?:DLL|module))/i,
    says: 'The debugger could not load the data access library of exactly this runtime. Run .cordll -ve -u -l with the symbol path set, with a debugger of the bitness of the process, then repeat the command.',
  },
  {
    shows: /^\s{0,4}SOS does not support the current target architecture/i,
    says: 'The bitness does not fit: a dump of a 32-bit process needs the 32-bit debugger and its SOS. Open it with the x86 cdb and repeat the command.',
  },
  {
    shows: /^\s{0,4}Unable to find module '(?:clr|coreclr|mscorwks)'/i,
    says: 'This module is not in the process, so SOS was not loaded. lm m *clr* and lm m mscorwks show which runtime is there; where neither is, the process is not a .NET one.',
  },
  {
    shows: /^\s{0,4}(?:The current thread is unmanaged|Unable to walk the managed stack)/i,
    says: 'The thread that the debugger stands on is not a managed one. Run ~*e !clrstack for all threads.',
  },
  {
    shows:
      /^\s{0,4}(?:\*{3}\s{1,80}(?:Your debugger is not using the correct symbols|Either you specified an unqualified symbol)|Invalid type information$|ntdll(?:\.dll)? symbols? (?:are|is) (?:wrong|incorrect))/i,
    says: 'The debugger has no symbols for Windows here, and !heap needs them. Run .symfix+ C:\\symbols, .reload /f ntdll.dll, then repeat the command.',
  },
  {
    shows:
      /^\s{0,4}(?:Unable to (?:enumerate|read|get) handle|ERROR: !handle: extension exception|No handle data|There is no handle data)/i,
    says: 'The dump holds no handle data. Write it with procdump -ma, or run !handle 0 0 on the live process.',
  },
  {
    shows: /^\s{0,4}(?:The garbage collector data structures are not in a valid state|GC heap (?:is )?not in a valid state)/i,
    says: 'The dump was taken in the middle of a garbage collection, so the heap cannot be walked. Take another dump.',
  },
];

const found = (line: string): Trouble | undefined => (line.length > 300 ? undefined : troubles.find(({ shows }) => shows.test(line)));

/** Banners of asterisks that stand around a message about symbols, and the remarks behind the others. */
const around =
  /^\s{0,4}(?:\*{3}[^\n]{0,160}|Verify that|\d{1,2}\) |If you are debugging|For example|You can also run|CLRDLL: |LoadLibrary |PDB symbol|Please ensure|Make sure)/i;

function span(lines: readonly string[], from: number): number {
  const prompt = debuggerCommand(lines[from] ?? '');
  const at = prompt === null ? from : skipBlank(lines, from + 1);
  if (found(lines[at] ?? '') === undefined) return 0;
  let end = at + 1;
  while (end < lines.length && around.test(lines[end] ?? '')) end += 1;
  return end - from;
}

function parse(lines: readonly string[]): Parsed {
  const at = lines.findIndex((line) => found(line) !== undefined);
  const says = found(lines[at] ?? '')?.says ?? 'This is a message of the debugger and no output.';
  const command = debuggerCommand(lines[0] ?? '')?.command ?? '';
  return {
    ok: false,
    problem: command === '' || at === 0 ? says : `${command.slice(0, 80)} was refused. ${says}`,
    line: at < 0 ? null : at + 1,
  };
}

export const debuggerTrouble: TextParser = {
  id: 'debugger-trouble',
  title: 'A message of the debugger',
  hints: [
    'no export',
    'invalid type information',
    'data access',
    'sos does not support',
    'unable to',
    'not using the correct symbols',
    'handle data',
    'is unmanaged',
    'not in a valid state',
    'clrdll',
    'extension exception',
    'runtime',
  ],
  span,
  parse,
};
