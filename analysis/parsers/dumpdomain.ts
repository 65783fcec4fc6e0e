/**
 * SOS !dumpdomain: application domains and the assemblies in them.
 *
 *   Domain 1:           0000014c4303a470
 *   Assembly:           0000014c430ae9a0 [C:\projects\TestApplications.Console.exe]
 *   Assembly:           0000014c431f2a10 (Dynamic) []
 *
 * An assembly that several domains share is printed in each and counted once, by its address. FACTS §6.
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (dumpdomain)
 */
import { bodyAt, endOfBlock, isRule } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser, TypeCount } from '../types.ts';

const command = /^!?(?:\w+\.)?dumpdomain\b/i;
const domain = /^\s{0,8}(?:(?:System|Shared) Domain|Domain \d{1,6}):\s{1,20}(?:0x)?[0-9a-fA-F]{6,16}/i;
const systemDomain = /^\s{0,8}System Domain:/i;
const assembly =
  /^\s{0,8}Assembly:\s{1,20}((?:0x)?[0-9a-fA-F]{6,16})(?:\s{1,4}(?:(\(Dynamic\))\s{0,4})?\[((?:[^\n]{0,999}?\S)??)\s{0,8}\]?)?\s*$/i;
const other =
  /^\s{0,8}(?:(?:Low|High)FrequencyHeap|StubHeap|Stage|SecurityDescriptor|Name(?=:)|ClassLoader|Module(?: Name)?|AssemblyLoadContext|LoaderAllocator|LoaderHeaps?|Failed to request|PDB symbol for)\b/i;
const module = /^\s{0,8}(?:0x)?[0-9a-fA-F]{6,16}\s{1,20}(\S[^\n]{0,1000})$/;

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const isHead = (line: string): boolean => domain.test(line) || assembly.test(line);
  let at = body;
  while (at < body + 3 && (isRule(lines[at] ?? '') || /^PDB symbol for/.test(lines[at] ?? ''))) at += 1;
  const next = lines[at + 1] ?? '';
  const starts = assembly.test(lines[at] ?? '') || (domain.test(lines[at] ?? '') && (body > from || other.test(next)));
  // !eeheap -loader begins alike, and has the sizes of heaps where this has addresses.
  const near = lines.slice(at + 1, at + 5).join('\n');
  if (!starts || /Size:|Heap:\s{1,20}[0-9a-fA-F]{8,16}\(|No unique loader heaps/.test(near)) return 0;
  return endOfBlock(lines, body, (line) => isHead(line) || other.test(line) || module.test(line) || isRule(line)) - from;
}

interface Loaded {
  readonly address: string;
  readonly dynamic: boolean;
  name: string;
}

/** What was loaded from memory has a display name in place of a path: its version and key tell it from nothing. */
const fileName = (path: string): string =>
  path
    .slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1)
    .replace(/, Version=.*$/, '')
    .trim();

function assembliesOf(lines: readonly string[]): readonly Loaded[] {
  const found = new Map<string, Loaded>();
  let last: Loaded | null = null;
  for (const line of lines) {
    const start = assembly.exec(line);
    if (start !== null) {
      const path = start[3] ?? '';
      const dynamic = start[2] !== undefined || (start[3] !== undefined && path.trim() === '');
      last = { address: (start[1] ?? '').toLowerCase(), dynamic, name: fileName(path) };
      // The shared domain of CLR 2 lists an assembly by its address alone; the domain that uses it names it.
      if ((found.get(last.address)?.name ?? '') === '') found.set(last.address, last);
    } else if (last !== null && last.name === '' && module.test(line)) last.name = fileName(module.exec(line)?.[1] ?? '');
  }
  return [...found.values()];
}

/** Names that repeat, most frequent first; a record keeps this many. */
const keptNames = 50;

function repeatedOf(assemblies: readonly Loaded[]): readonly TypeCount[] {
  const counts = new Map<string, number>();
  for (const { name, dynamic } of assemblies) {
    const shown = name === '' ? (dynamic ? '(Dynamic)' : '(unnamed)') : name;
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  const repeated = [...counts].filter(([, count]) => count > 1).sort(([, a], [, b]) => b - a);
  return repeated.slice(0, keptNames).map(([type, count]) => ({ type, count, bytes: null }));
}

function parse(lines: readonly string[]): Parsed {
  const assemblies = assembliesOf(lines);
  if (assemblies.length === 0) {
    return {
      ok: false,
      problem: 'No assembly is listed in this !dumpdomain. Paste the lines "Assembly:" of all domains, or run !dumpdomain again.',
      line: 1,
    };
  }
  const dynamic = assemblies.filter((each) => each.dynamic).length;
  const domains = new Set(lines.filter((line) => /^\s{0,8}Domain \d/.test(line))).size;
  return {
    ok: true,
    readings: [
      {
        kind: 'assemblies',
        life: unknownLife,
        takenAt: null,
        total: assemblies.length,
        dynamic,
        repeated: repeatedOf(assemblies),
        loaderHeapBytes: null,
      },
    ],
    notes: [
      ...(domains > 1 ? [`${domains} application domains; assemblies that they share were counted once.`] : []),
      ...(lines.some((line) => systemDomain.test(line)) ? [] : ['The begin (System Domain) is missing, so assemblies may be missing too.']),
      ...(assembly.test(lines.at(-1) ?? '')
        ? ['The list ends within an assembly: it was cut, and more may be loaded.']
        : ['Nothing marks the end of this list: where it was cut, more assemblies are loaded.']),
    ],
  };
}

export const dumpDomain: TextParser = {
  id: 'dumpdomain',
  title: 'Assemblies by application domain (SOS !dumpdomain)',
  hints: ['assembly:', 'system domain:', 'dumpdomain'],
  span,
  parse,
};
