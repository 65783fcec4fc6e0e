/**
 * C# source, or a unified diff of it: what was deployed.
 *
 *   private static IEnumerable<Country> GetLanguageList(string fileFullPath)
 *       var serializer = new XmlSerializer(typeof(List<Country>),
 *           new XmlRootAttribute("CodeList"));
 *
 * C# language reference: https://learn.microsoft.com/dotnet/csharp/language-reference. Braces may be missing (blogs and
 * chats lose them) and the text may begin anywhere: it is scanned, not compiled. Comments and strings are not code. Of a diff
 * both sides are read. Line numbers count from the first line of the block; `fileLine` is the line in the file.
 */
import type { Parsed, SourcePattern, TextParser } from '../types.ts';
import { unknownLife } from '../life.ts';
import { removedPattern } from '../removed-pattern.ts';
import { begunBy, harmless } from './csharp/begun.ts';
import { afterAll, commitsIn } from './csharp/commits.ts';
import { unnumbered } from './csharp/numbered.ts';
import { asUnified } from './csharp/older-diffs.ts';
import type { Pasted } from './csharp/older-diffs.ts';
import { isServiceClient, ownDisposable, serviceClient, sitePatterns } from './csharp/patterns.ts';
import { isDiff } from './csharp/diff.ts';
import { lineAt, sourceOf } from './csharp/source.ts';
import { calls, constructions } from './csharp/sites.ts';
import type { Source } from './csharp/source.ts';
import { codeOrDiffSpan } from './csharp/span.ts';
import { isTestCode } from './csharp/test-code.ts';
import { textPatterns } from './csharp/text-patterns.ts';
import { runsOnce } from './csharp/once.ts';
import type { Place } from './csharp/places.ts';

/** A reading is bounded: more places than this say the same again. */
const maxPatterns = 200;
const maxText = 200;
const declaredDisposable =
  /\bclass\s{1,8}(\w{1,80})(?:<[\w, ]{1,80}>)?\s{0,8}(?:\([^()]{0,400}\)\s{0,8})?:[^{};]{0,400}\bI(?:Async)?Disposable\b/g;

/** Types that the text itself declares to be disposed of. */
function ownDisposables(code: string): ReadonlySet<string> {
  return code.includes('Disposable') ? new Set([...code.matchAll(declaredDisposable)].map((found) => found[1] ?? '')) : new Set();
}

/** What is kept for good is a matter of what is added to it, and not of how often it is made. */
const lasting: ReadonlySet<string> = new Set([
  'static-collection-grows',
  'change-tracker-kept',
  'queue-only-filled',
  'system-drawing-used',
  'xml-serializer-cached',
]);

/** What the start of the program makes once does no harm. */
const used = ({ pattern, at }: Place): readonly Place[] =>
  pattern === 'system-drawing-undisposed' ? [{ pattern: 'system-drawing-used', at }] : [];

function placesIn(source: Source): readonly Place[] {
  const wanted = new Map(sitePatterns.flatMap((pattern) => pattern.names.map((name) => [name, pattern] as const)));
  const own = ownDisposables(source.code);
  const made = constructions(source, (name) => wanted.has(name) || own.has(name) || isServiceClient(name));
  const sites = [...made, ...calls(source, new Set(wanted.keys()))];
  const atSites = sites.flatMap((site) => {
    const pattern = wanted.get(site.name)?.at(source, site) ?? (own.has(site.name) ? ownDisposable : serviceClient)(source, site);
    return pattern === null ? [] : [{ pattern, at: site.at }];
  });
  const all = [...atSites, ...textPatterns.flatMap((find) => find(source))];
  return all
    .filter(({ pattern, at }) => pattern.endsWith('-cached') || !isTestCode(source, at))
    .flatMap((place) => (lasting.has(place.pattern) || !runsOnce(source, place.at) ? [place] : used(place)))
    .sort((a, b) => a.at - b.at);
}

/** A line as pasted without the mark of the diff. */
function lineOf({ raw, places }: Source, line: number): string {
  const text = raw[line] ?? '';
  return ((places[line]?.side ?? null) !== null && /^[+ -]/.test(text) ? text.slice(1) : text).trim();
}

/** The statement as pasted, on one line: from the line of the place to where its line or its brackets end. */
function quoted(source: Source, line: number): string {
  let text = lineOf(source, line);
  for (let next = line + 1; next < line + 4 && /[,(=]$/.test(text) && text.length < maxText; next++) {
    if (source.places[next]?.side === source.places[line]?.side) text = `${text} ${lineOf(source, next)}`;
  }
  return text.slice(0, maxText);
}

function patternsOf(source: Source, fileLines: Pasted['fileLines'] = null): readonly SourcePattern[] {
  const seen = new Set<string>();
  return placesIn(source).flatMap(({ pattern, at }) => {
    const line = lineAt(source, at);
    const key = `${line} ${pattern}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const place = source.places[line];
    const { file = null, side = null } = place ?? {};
    const fileLine = fileLines?.[line] ?? place?.line ?? null;
    const where = { ...(fileLine === null ? {} : { fileLine }), ...(side === null ? {} : { side }) };
    return [{ pattern, line: line + 1, text: quoted(source, line), file, ...where }];
  });
}

/** What the change takes away: patterns of `before` that the code after it does not have in that place, nor anew. */
function removedBy(before: readonly SourcePattern[], after: readonly SourcePattern[]): readonly SourcePattern[] {
  const isAddedAnew = ({ pattern, file }: SourcePattern): boolean =>
    after.some((each) => each.side === 'added' && each.pattern === pattern && each.file === file);
  const isThere = ({ pattern, line }: SourcePattern): boolean => after.some((each) => each.pattern === pattern && each.line === line);
  return before
    .filter((each) => !harmless.test(each.pattern) && !isAddedAnew(each) && !isThere(each))
    .map((each) => ({ ...each, pattern: `${removedPattern}${each.pattern}`, side: 'removed' }));
}

/** The patterns of one change, or of code; `from`: the line of the paste in which it begins. */
function patternsIn(pasted: Pasted, from: number): readonly SourcePattern[] {
  const source = sourceOf(pasted.lines);
  const after = patternsOf(source, pasted.fileLines);
  const before = isDiff(pasted.lines) ? patternsOf(sourceOf(pasted.lines, 'before'), pasted.fileLines) : null;
  const there = before === null ? after : begunBy(source, after, before, (line) => quoted(source, line));
  return [...there, ...(before === null ? [] : removedBy(before, after))].map((each) => ({ ...each, line: each.line + from }));
}

/** The heading of a hunk, and no line with a mark: a web page was copied without them. */
const lostMarks = (lines: readonly string[]): boolean => /^@@ -\d/.test(lines[0] ?? '') && !isDiff(lines);

function parse(printed: readonly string[]): Parsed {
  const pasted = asUnified(printed) ?? unnumbered(printed, 0) ?? { lines: printed, fileLines: null };
  const commits = commitsIn(pasted.lines);
  const found = commits.map(({ from, lines }) =>
    patternsIn({ lines, fileLines: pasted.fileLines?.slice(from, from + lines.length) ?? null }, from),
  );
  const patterns = [...afterAll(found)].sort((a, b) => a.line - b.line);
  const diff = isDiff(pasted.lines);
  const notes = [
    ...(diff ? ['Of the diff both sides were read: what the change adds or leaves, and what it takes away.'] : []),
    ...(lostMarks(printed)
      ? ['This diff has lost its marks: which lines are added and which are taken away cannot be told. Paste what git diff prints.']
      : []),
    ...(commits.length > 1 ? [`${commits.length} commits were read in their order: what a newer one takes away again is not there.`] : []),
    ...(patterns.length > maxPatterns ? [`Of ${patterns.length} places the first ${maxPatterns} were kept.`] : []),
  ];
  const kept = patterns.slice(0, maxPatterns);
  return {
    ok: true,
    readings: [{ kind: 'source', life: unknownLife, takenAt: null, language: 'csharp', patterns: kept, lines: printed.length }],
    notes,
  };
}

/** C# and diffs of it: known leaking patterns by line. */
export const csharpSource: TextParser = {
  id: 'csharp-source',
  title: 'C# source or diff',
  hints: ['@@ -', 'using ', 'namespace ', 'public ', 'private ', 'static ', 'var ', 'new ', 'internal ', 'protected ', '.cs', 'class '],
  span: codeOrDiffSpan,
  parse,
};
