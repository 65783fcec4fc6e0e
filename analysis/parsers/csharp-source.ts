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
import { debuggerCommand } from '../debugger-text.ts';
import type { Parsed, SourcePattern, TextParser } from '../types.ts';
import { unknownLife } from '../life.ts';
import { removedPattern } from '../removed-pattern.ts';
import { beginsCode, goesOn, isCode, isDiffLine, isListed, mayContinue } from './csharp/code-lines.ts';
import { createMasker } from './csharp/mask.ts';
import { doubledHalf, sideBySideSpan } from './csharp/side-by-side.ts';
import { isServiceClient, ownDisposable, serviceClient, sitePatterns } from './csharp/patterns.ts';
import { isDiff, isFileTitle } from './csharp/diff.ts';
import { lineAt, sourceOf } from './csharp/source.ts';
import { calls, constructions } from './csharp/sites.ts';
import type { Source } from './csharp/source.ts';
import { textPatterns } from './csharp/text-patterns.ts';
import { runsOnce } from './csharp/once.ts';
import type { Place } from './csharp/places.ts';

/** A reading is bounded: more places than this say the same again. */
const maxPatterns = 200;
const maxText = 200;
/** Empty lines inside code; more of them end it. */
const maxEmpty = 3;

/** Lines of an expression that are code only because of the braces around them; more in a row are something else. */
const maxLoose = 60;
/** A comment or a literal that is longer was never closed: a quotation mark in prose opened it. */
const maxInside = 400;

/** What the line opens less what it closes. */
function depthOf(code: string): number {
  let depth = 0;
  for (const character of code) depth += '{(['.includes(character) ? 1 : '})]'.includes(character) ? -1 : 0;
  return depth;
}

function codeSpan(lines: readonly string[], from: number): number {
  const masker = createMasker();
  let [end, empty, loose, inside] = [from + 1, 0, 0, 0];
  let depth = depthOf(masker.next(lines[from] ?? ''));
  for (let at = from + 1; at < lines.length && empty <= maxEmpty && loose <= maxLoose; at++) {
    const line = lines[at] ?? '';
    inside = masker.isInside() ? inside + 1 : 0;
    if (inside > maxInside) break;
    const code = masker.next(line);
    if (line.trim() === '') {
      empty += inside > 0 ? 0 : 1;
      continue;
    }
    const isSure = inside > 0 || isCode(line, code) || (depth > 0 && isListed(code));
    const isOpen = depth > 0 || goesOn(lines[at + 1] ?? '');
    if (!isSure && (!isOpen || !mayContinue(code) || debuggerCommand(line) !== null)) break;
    depth = Math.max(depth + depthOf(code), 0);
    empty = 0;
    loose = isSure ? 0 : loose + 1;
    if (isSure) end = at + 1;
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

const opensComment = (line: string): boolean => /^\s{0,80}\/\*/.test(line);

/** The line behind a comment that opens in line `from`; `from` where it does not end before the next one opens. */
function endOfComment(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (at > from && opensComment(line)) return from;
    if (line.includes('*/', at === from ? line.indexOf('/*') + 2 : 0)) return at + 1;
  }
  return from;
}

/** More comments and titles in a row stand before no code. */
const mostOpenings = 8;

/** A file's title and comments belong to the code that follows them: the line in which it begins, or `from`. */
function openedAt(lines: readonly string[], from: number): number {
  let at = from;
  for (let openings = 0; openings < mostOpenings; openings++) {
    const line = lines[at] ?? '';
    const then = isFileTitle(line) ? at + 1 : opensComment(line) ? endOfComment(lines, at) : at;
    if (then === at) return at;
    at = then;
    for (let empty = 0; empty < maxEmpty && (lines[at] ?? '').trim() === '' && at < lines.length; empty++) at++;
  }
  return from;
}

/** Lines behind the heading of a hunk among which its code must begin. */
const nearHunk = 8;

/** A hunk, or changed lines, without the heading of a file: `@@ -20,5 +20,5 @@`, `-    var s = new XmlSerializer(…);`. */
function quotesDiff(lines: readonly string[], at: number): boolean {
  const first = lines[at] ?? '';
  const begins = (line: string): boolean => isDiffLine(line) && beginsCode(line.slice(1));
  if (/^@@ -\d{1,7}(?:,\d{1,7})? \+\d/.test(first)) return lines.slice(at + 1, at + nearHunk).some(begins);
  return /^[+-](?![+-])/.test(first) && begins(first);
}

function span(lines: readonly string[], from: number): number {
  const at = openedAt(lines, from);
  const first = lines[at] ?? '';
  const doubled = doubledHalf(first);
  if (doubled !== null && beginsCode(doubled)) return sideBySideSpan(lines, from);
  const isQuoted = quotesDiff(lines, at);
  if ((!beginsCode(first) && !isQuoted) || lines.slice(Math.max(0, at - nearby), at + nearby).some(isJava)) return switchedOff(lines, from);
  const size = isQuoted || /^(?:diff --git|\+\+\+|---|Index:) /.test(first) ? diffSpan(lines, at) : codeSpan(lines, at);
  return size + at - from;
}

/** Code inside a comment is code that is switched off, and not the start of anything. */
function switchedOff(lines: readonly string[], from: number): number {
  const end = opensComment(lines[from] ?? '') ? endOfComment(lines, from) : from;
  const inside = lines.slice(from + 1, end - 1);
  return inside.some(beginsCode) && !inside.some(isJava) ? end - from : 0;
}

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
    .flatMap((place) => (lasting.has(place.pattern) || !runsOnce(source, place.at) ? [place] : used(place)))
    .sort((a, b) => a.at - b.at);
}

/** A line as pasted without the mark of the diff. */
function lineOf({ raw, places }: Source, line: number): string {
  const text = raw[line] ?? '';
  return ((places[line]?.side ?? null) === null ? text : text.slice(1)).trim();
}

/** The statement as pasted, on one line: from the line of the place to where its line or its brackets end. */
function quoted(source: Source, line: number): string {
  let text = lineOf(source, line);
  for (let next = line + 1; next < line + 4 && /[,(=]$/.test(text) && text.length < maxText; next++) {
    if (source.places[next]?.side === source.places[line]?.side) text = `${text} ${lineOf(source, next)}`;
  }
  return text.slice(0, maxText);
}

function patternsOf(source: Source): readonly SourcePattern[] {
  const seen = new Set<string>();
  return placesIn(source).flatMap(({ pattern, at }) => {
    const line = lineAt(source, at);
    const key = `${line} ${pattern}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const place = source.places[line];
    const { file = null, line: fileLine = null, side = null } = place ?? {};
    const where = { ...(fileLine === null ? {} : { fileLine }), ...(side === null ? {} : { side }) };
    return [{ pattern, line: line + 1, text: quoted(source, line), file, ...where }];
  });
}

/** Signs of a pattern that does no harm: what is kept, or only used. Taking them away mends nothing. */
const harmless = /-(?:cached|used|unclear)$/;

/** What the change takes away: patterns of the code before it that the code after it does not have in that place, nor anew. */
function removedBy(lines: readonly string[], after: readonly SourcePattern[]): readonly SourcePattern[] {
  const isAddedAnew = ({ pattern, file }: SourcePattern): boolean =>
    after.some((each) => each.side === 'added' && each.pattern === pattern && each.file === file);
  const isThere = ({ pattern, line }: SourcePattern): boolean => after.some((each) => each.pattern === pattern && each.line === line);
  return patternsOf(sourceOf(lines, 'before'))
    .filter((each) => !harmless.test(each.pattern) && !isAddedAnew(each) && !isThere(each))
    .map((each) => ({ ...each, pattern: `${removedPattern}${each.pattern}`, side: 'removed' }));
}

function parse(lines: readonly string[]): Parsed {
  const diff = isDiff(lines);
  const after = patternsOf(sourceOf(lines));
  const removed = diff ? removedBy(lines, after) : [];
  const patterns = [...after, ...removed].sort((a, b) => a.line - b.line);
  const notes = [
    ...(diff ? ['Of the diff both sides were read: what the change adds or leaves, and what it takes away.'] : []),
    ...(patterns.length > maxPatterns ? [`Of ${patterns.length} places the first ${maxPatterns} were kept.`] : []),
  ];
  const kept = patterns.slice(0, maxPatterns);
  return {
    ok: true,
    readings: [{ kind: 'source', life: unknownLife, takenAt: null, language: 'csharp', patterns: kept, lines: lines.length }],
    notes,
  };
}

/** C# and diffs of it: known leaking patterns by line. */
export const csharpSource: TextParser = {
  id: 'csharp-source',
  title: 'C# source or diff',
  hints: ['@@ -', 'using ', 'namespace ', 'public ', 'private ', 'static ', 'var ', 'new ', 'internal ', 'protected ', '.cs', 'class '],
  span,
  parse,
};
