/** Pasted C# (or a unified diff of it) made ready for the patterns: masked, with the place of each `new` and call. */
import { isDiff, type LinePlace, placesOf, sideOf } from './diff.ts';
import { sideBySide } from './side-by-side.ts';
import { maskCode, withoutSwitchedOff } from './mask.ts';
import { isOtherFile } from './other-languages.ts';

export interface Source {
  /** As pasted. */
  readonly raw: readonly string[];
  /** Masked, lines joined with `\n`; removed lines of a diff are empty. */
  readonly code: string;
  readonly lineStarts: readonly number[];
  /** Of each line: its file and its number there, as far as the text tells. */
  readonly places: readonly LinePlace[];
  /** Declarations of methods and constructors, in order. */
  readonly methods: readonly { readonly name: string; readonly at: number; readonly isConstructor: boolean }[];
  /** Where the bodies of static constructors begin: `static Shop() {`. */
  readonly staticConstructors: readonly number[];
  /** Names of static fields and properties that are declared in the text. */
  readonly statics: ReadonlySet<string>;
  /** Names of all fields and properties that are declared with a modifier. */
  readonly members: ReadonlySet<string>;
  /** Another library than System.Drawing has its `Bitmap` and `Image` here. */
  readonly otherGraphics: boolean;
  /** Style sheets may hold scripts: `XsltSettings.TrustedXslt`, `EnableScript = true`, `new XsltSettings(…, true)`. */
  readonly xsltScripts: boolean;
  readonly windowsForms: boolean;
}

/** Places that are looked at; a class has some ten, generated code has more and says the same again. */
const maxSites = 2000;

const staticMember = /\bstatic\s{1,8}(?:readonly\s{1,8}|volatile\s{1,8})?[\w.<>,[\]? ]{1,120}?\s(\w{1,80})\s{0,8}(?:=|;|\{)/g;

/** From the first modifier on: what follows them may be a modifier, too. */
const member =
  /(?<!\b(?:public|private|protected|internal|readonly)\s{1,8})\b(?:public|private|protected|internal|readonly)\s{1,8}(?:(?:static|readonly|volatile|virtual|override|required|new)\s{1,8}){0,3}[A-Za-z_][\w.<>,[\]? ]{0,120}?\s(\w{1,80})\s{0,8}(?:=|;|\{)/g;

const otherGraphics = /\b(?:SixLabors|SkiaSharp|Avalonia|System\.Windows\.Media|Microsoft\.Maui|Windows\.UI)\b/;
const xsltScripts = /\bTrustedXslt\b|\bEnableScript\s{0,8}=\s{0,8}true|\bnew\s{1,8}XsltSettings\s{0,8}\([^()]{0,60}\btrue\s{0,8}\)/;

/** `private static XmlSerializer Make(string root) =>`, `… Make(string root) {`: a type, a name, its parameters, its body. */
const method =
  /(?:\b(?:[A-Z]\w{0,60}|void|string|object|int|bool)|[>\]?])\s{1,8}([A-Za-z_]\w{0,60})\s{0,4}(?:<[\w, ]{1,40}>)?\s{0,4}\([^()]{0,200}\)\s{0,40}(?:where\s[^{};=]{1,160})?(?:=>|\{)/g;

/** `public Orders(IFeed feed) : base(feed) {`: a name alone behind its modifier. */
const constructor =
  /\b(?:public|private|protected|internal)\s{1,8}([A-Z]\w{0,80})\s{0,4}\([^()]{0,800}\)\s{0,40}(?::\s{0,8}(?:base|this)\s{0,4}\([^;{}]{0,200}\)\s{0,40})?(?:=>|\{)/g;

const staticConstructor = /\bstatic\s{1,8}\w{1,80}\s{0,4}\(\s{0,8}\)\s{0,40}\{/g;

function methodsIn(code: string): Source['methods'] {
  const methods: { readonly name: string; readonly at: number; readonly isConstructor: boolean }[] = [];
  for (const [shape, isConstructor] of [[method, false] as const, [constructor, true] as const]) {
    let found = 0;
    for (const each of code.matchAll(shape)) {
      methods.push({ name: each[1] ?? '', at: each.index, isConstructor });
      if (++found >= maxSites) break;
    }
  }
  return methods.sort((a, b) => a.at - b.at);
}

/** The method in which `at` stands: the last one that is declared in front of it. */
export function methodAround({ methods }: Source, at: number): Source['methods'][number] | null {
  return methods.findLast((each) => each.at < at) ?? null;
}

/** Of a diff one side is read: the code as it is after the change, or as it was before. */
export function sourceOf(lines: readonly string[], side: 'before' | 'after' = 'after'): Source {
  const places = placesOf(lines);
  const diffed = isDiff(lines);
  const ofSide = diffed ? sideOf(lines, side) : lines;
  const masked = withoutSwitchedOff(
    maskCode(diffed ? ofSide.map((line, at) => (isOtherFile(places[at]?.file ?? null) ? '' : line)) : ofSide),
  );
  const lineStarts: number[] = [];
  let at = 0;
  for (const line of masked) {
    lineStarts.push(at);
    at += line.length + 1;
  }
  const code = masked.join('\n');
  const statics = new Set([...code.matchAll(staticMember)].map((found) => found[1] ?? ''));
  return {
    raw: sideBySide(lines)?.[side].map((line) => ` ${line}`) ?? lines,
    code,
    lineStarts,
    places,
    methods: methodsIn(code),
    staticConstructors: [...code.matchAll(staticConstructor)].map((found) => found.index + found[0].length),
    statics,
    members: new Set([...code.matchAll(member)].map((found) => found[1] ?? '')),
    otherGraphics: otherGraphics.test(code),
    xsltScripts: xsltScripts.test(code),
    windowsForms: code.includes('System.Windows.Forms'),
  };
}

/** The line (from 0) in which an offset of the code lies. */
export function lineAt({ lineStarts }: Source, offset: number): number {
  let [low, high] = [0, lineStarts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
