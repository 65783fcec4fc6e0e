/**
 * C# source, or a unified diff of it: what was deployed.
 *
 *   private static IEnumerable<Country> GetLanguageList(string fileFullPath)
 *       var serializer = new XmlSerializer(typeof(List<Country>),
 *           new XmlRootAttribute("CodeList"));
 *
 * C# language reference: https://learn.microsoft.com/dotnet/csharp/language-reference. Braces may be missing (blogs and
 * chats lose them) and the text may begin anywhere: it is scanned, not compiled. Comments and strings are not code; the
 * removed lines of a diff are gone. Line numbers count from the first line of the block.
 */
import type { Parsed, SourcePattern, TextParser } from '../types.ts';
import { unknownLife } from '../life.ts';
import { beginsCode, isCode, isDiffLine } from './csharp/code-lines.ts';
import { isServiceClient, serviceClient, sitePatterns } from './csharp/patterns.ts';
import { calls, constructions, isDiff, lineAt, sourceOf } from './csharp/source.ts';
import type { Source } from './csharp/source.ts';
import { textPatterns } from './csharp/text-patterns.ts';
import type { Place } from './csharp/text-patterns.ts';

/** A reading is bounded: more places than this say the same again. */
const maxPatterns = 200;
const maxText = 200;
/** Empty lines inside code; more of them end it. */
const maxEmpty = 3;

function codeSpan(lines: readonly string[], from: number): number {
  let end = from + 1;
  for (let at = from + 1, empty = 0; at < lines.length && empty <= maxEmpty; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '') empty++;
    else if (!isCode(line)) break;
    else [end, empty] = [at + 1, 0];
  }
  return end - from;
}

function diffSpan(lines: readonly string[], from: number): number {
  let end = from;
  while (end < lines.length && isDiffLine(lines[end] ?? '')) end++;
  while (end > from && (lines[end - 1] ?? '').trim() === '') end--;
  return end - from;
}

/** Java's classes look the same; its imports do not, and they stand near. */
const nearby = 40;
const isJava = (line: string): boolean => /^\s{0,4}(?:import (?:static )?[a-z][\w.*]{1,120};|package [a-z][\w.]{1,120};)$/.test(line);

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (!beginsCode(first) || lines.slice(Math.max(0, from - nearby), from + nearby).some(isJava)) return 0;
  return /^(?:diff --git|\+\+\+|---|Index:) /.test(first) ? diffSpan(lines, from) : codeSpan(lines, from);
}

function places(source: Source): readonly Place[] {
  const wanted = new Map(sitePatterns.flatMap((pattern) => pattern.names.map((name) => [name, pattern] as const)));
  const made = constructions(source, (name) => wanted.has(name) || isServiceClient(name));
  const sites = [...made, ...calls(source, new Set(wanted.keys()))];
  const atSites = sites.flatMap((site) => {
    const pattern = wanted.get(site.name)?.at(source, site) ?? serviceClient(source, site);
    return pattern === null ? [] : [{ pattern, at: site.at }];
  });
  return [...atSites, ...textPatterns.flatMap((find) => find(source))].sort((a, b) => a.at - b.at);
}

/** The statement as pasted, on one line: from the line of the place to where its line or its brackets end. */
function quoted({ raw }: Source, line: number): string {
  let text = (raw[line] ?? '').replace(/^[+]/, '').trim();
  for (let next = line + 1; next < line + 4 && /[,(=]$/.test(text) && text.length < maxText; next++)
    text = `${text} ${(raw[next] ?? '').replace(/^[+]/, '').trim()}`;
  return text.slice(0, maxText);
}

function patternsOf(source: Source): readonly SourcePattern[] {
  const seen = new Set<string>();
  return places(source).flatMap(({ pattern, at }) => {
    const line = lineAt(source, at);
    const key = `${line} ${pattern}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ pattern, line: line + 1, text: quoted(source, line), file: source.files[line] ?? null }];
  });
}

function parse(lines: readonly string[]): Parsed {
  const patterns = patternsOf(sourceOf(lines));
  const notes = [
    ...(isDiff(lines) ? ['Of the diff the added and the unchanged lines were read.'] : []),
    ...(patterns.length > maxPatterns ? [`Of ${patterns.length} places the first ${maxPatterns} were kept.`] : []),
  ];
  return {
    ok: true,
    readings: [
      {
        kind: 'source',
        life: unknownLife,
        takenAt: null,
        language: 'csharp',
        patterns: patterns.slice(0, maxPatterns),
        lines: lines.length,
      },
    ],
    notes,
  };
}

/** C# and diffs of it: known leaking patterns by line. */
export const csharpSource: TextParser = {
  id: 'csharp-source',
  title: 'C# source or diff',
  hints: ['using ', 'namespace ', 'public ', 'private ', 'static ', 'var ', 'new ', 'internal ', 'protected ', '.cs', 'class '],
  span,
  parse,
};
