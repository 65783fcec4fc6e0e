/** Pasted C# (or a unified diff of it) made ready for the patterns: masked, with the place of each `new` and call. */
import { isDiff, type LinePlace, placesOf, sideOf } from './diff.ts';
import { sideBySide } from './side-by-side.ts';
import { maskCode, withoutSwitchedOff } from './mask.ts';

export interface Source {
  /** As pasted. */
  readonly raw: readonly string[];
  /** Masked, lines joined with `\n`; removed lines of a diff are empty. */
  readonly code: string;
  readonly lineStarts: readonly number[];
  /** Of each line: its file and its number there, as far as the text tells. */
  readonly places: readonly LinePlace[];
  /** Declarations of methods, in order. */
  readonly methods: readonly { readonly name: string; readonly at: number }[];
  /** Where the bodies of static constructors begin: `static Shop() {`. */
  readonly staticConstructors: readonly number[];
  /** Names of static fields and properties that are declared in the text. */
  readonly statics: ReadonlySet<string>;
  /** Another library than System.Drawing has its `Bitmap` and `Image` here. */
  readonly otherGraphics: boolean;
  /** Style sheets may hold scripts: `XsltSettings.TrustedXslt`, `EnableScript = true`, `new XsltSettings(…, true)`. */
  readonly xsltScripts: boolean;
  readonly windowsForms: boolean;
}

/** One `new Type(…)`, `new Type { … }` or `Type.Method(…)`. */
export interface Site {
  /** The type without its namespace; for a call `Type.Method`. */
  readonly name: string;
  readonly at: number;
  /** Where its arguments end. */
  readonly end: number;
  readonly args: readonly string[];
  /** The statement up to here, bounded. */
  readonly before: string;
  /** What it is assigned to: a variable's, field's or property's name. */
  readonly target: string | null;
}

/** Places that are looked at; a class has some ten, generated code has more and says the same again. */
const maxSites = 2000;

const staticMember = /\bstatic\s{1,8}(?:readonly\s{1,8}|volatile\s{1,8})?[\w.<>,[\]? ]{1,120}?\s(\w{1,80})\s{0,8}(?:=|;|\{)/g;

const otherGraphics = /\b(?:SixLabors|SkiaSharp|Avalonia|System\.Windows\.Media|Microsoft\.Maui|Windows\.UI)\b/;
const xsltScripts = /\bTrustedXslt\b|\bEnableScript\s{0,8}=\s{0,8}true|\bnew\s{1,8}XsltSettings\s{0,8}\([^()]{0,60}\btrue\s{0,8}\)/;

/** `private static XmlSerializer Make(string root) =>`, `… Make(string root) {`: a type, a name, its parameters, its body. */
const method =
  /(?:\b(?:[A-Z]\w{0,60}|void|string|object|int|bool)|[>\]?])\s{1,8}([A-Za-z_]\w{0,60})\s{0,4}(?:<[\w, ]{1,40}>)?\s{0,4}\([^()]{0,200}\)\s{0,40}(?:=>|\{)/g;

const staticConstructor = /\bstatic\s{1,8}\w{1,80}\s{0,4}\(\s{0,8}\)\s{0,40}\{/g;

function methodsIn(code: string): Source['methods'] {
  const methods: { readonly name: string; readonly at: number }[] = [];
  for (const found of code.matchAll(method)) if (methods.push({ name: found[1] ?? '', at: found.index }) >= maxSites) break;
  return methods;
}

/** The method in which `at` stands: the last one that is declared in front of it. */
export function methodAround({ methods }: Source, at: number): Source['methods'][number] | null {
  return methods.findLast((each) => each.at < at) ?? null;
}

/** Of a diff one side is read: the code as it is after the change, or as it was before. */
export function sourceOf(lines: readonly string[], side: 'before' | 'after' = 'after'): Source {
  const masked = withoutSwitchedOff(maskCode(isDiff(lines) ? sideOf(lines, side) : lines));
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
    places: placesOf(lines),
    methods: methodsIn(code),
    staticConstructors: [...code.matchAll(staticConstructor)].map((found) => found.index + found[0].length),
    statics,
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

/** Arguments and statements are looked at this far; longer ones are generated code. */
const reach = 4000;
const statementReach = 500;

interface Arguments {
  readonly args: readonly string[];
  readonly end: number;
}

/** The arguments in the brackets that open at `open`, cut at the commas between them. */
export function argumentsAt(code: string, open: number): Arguments {
  const args: string[] = [];
  let depth = 0;
  let from = open + 1;
  const limit = Math.min(code.length, open + reach);
  for (let at = open; at < limit; at++) {
    const character = code[at];
    if (character === '(' || character === '[' || character === '{') depth++;
    else if (character === ',' && depth === 1) {
      args.push(code.slice(from, at).trim());
      from = at + 1;
    } else if (character === ')' || character === ']' || character === '}') {
      depth--;
      if (depth > 0) continue;
      const last = code.slice(from, at).trim();
      return { args: last === '' && args.length === 0 ? [] : [...args, last], end: at + 1 };
    }
  }
  return { args: [...args, code.slice(from, limit).trim()], end: limit };
}

/** The statement before `at`; a lambda's block belongs to the call that it is handed to. */
export function statementBefore(code: string, at: number): string {
  const start = Math.max(0, at - statementReach);
  const text = code.slice(start, at);
  let cut = -1;
  for (let next = text.length - 1; next >= 0 && cut === -1; next--) {
    const character = text[next];
    const opensLambda = character === '{' && text.slice(0, next).trimEnd().endsWith('=>');
    if (character === ';' || character === '}' || (character === '{' && !opensLambda)) cut = next;
  }
  return text.slice(cut + 1);
}

/** `var x = `, `Foo x = `, `_x = `, `this.X = `, `x ??= ` at the end of what stands before. */
function targetOf(before: string): string | null {
  return /([A-Za-z_]\w{0,80})\s{0,20}(?:\?\?)?=\s{0,20}(?:await\s{1,8})?$/.exec(before.slice(-200))?.[1] ?? null;
}

const constructed = /\bnew\s{1,20}([A-Za-z_][\w.]{0,150})/g;
const targetTyped =
  /(?<![\w.])([A-Z][\w.]{0,100})(?:<(?:[\w,. ]|<(?:[\w,. ]|<[\w,. ]{0,80}>){0,80}>){0,100}>)?\??\s{1,20}(\w{1,80})\s{0,20}=\s{0,20}new\s{0,20}(?=\()/g;

function siteAt(source: Source, at: number, name: string, open: number): Site {
  const { args, end } = argumentsAt(source.code, open);
  const before = statementBefore(source.code, at);
  return { name, at, end, args, before, target: targetOf(before) };
}

/** Behind a type's name: its type arguments are passed over; the bracket that opens the arguments, or -1. */
function openingAfter(code: string, from: number): number {
  let at = from;
  if (code[at] === '<') {
    let depth = 0;
    const limit = Math.min(code.length, from + 300);
    for (; at < limit; at++) {
      if (code[at] === '<') depth++;
      else if (code[at] === '>' && --depth === 0) break;
    }
    at++;
  }
  while (at < from + 400 && /\s/.test(code[at] ?? 'x')) at++;
  return code[at] === '(' || code[at] === '{' ? at : -1;
}

const lastName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The objects that the text makes of the types that are asked for, in order. */
export function constructions(source: Source, isAskedFor: (name: string) => boolean): readonly Site[] {
  const sites: Site[] = [];
  for (const found of source.code.matchAll(constructed)) {
    const name = lastName(found[1] ?? '');
    const open = isAskedFor(name) ? openingAfter(source.code, found.index + found[0].length) : -1;
    if (open !== -1) sites.push(siteAt(source, found.index, name, open));
    if (sites.length >= maxSites) break;
  }
  for (const found of source.code.matchAll(targetTyped)) {
    const name = lastName(found[1] ?? '');
    if (!isAskedFor(name) || sites.length >= 2 * maxSites) continue;
    const open = source.code.indexOf('(', found.index + found[0].length - 1);
    const site = siteAt(source, found.index, name, open);
    sites.push({ ...site, before: `${site.before}${found[0].slice(0, found[0].lastIndexOf('new'))}`, target: found[2] ?? null });
  }
  return sites.sort((a, b) => a.at - b.at);
}

/** Every call `Type.Method(…)` whose name is asked for. */
export function calls(source: Source, names: ReadonlySet<string>): readonly Site[] {
  const sites: Site[] = [];
  for (const found of source.code.matchAll(/(?<![\w.])([A-Za-z_]\w{0,80})\.([A-Za-z]\w{0,80})\s{0,8}\(/g)) {
    const name = `${found[1] ?? ''}.${found[2] ?? ''}`;
    if (names.has(name)) sites.push(siteAt(source, found.index, name, found.index + found[0].length - 1));
    if (sites.length >= maxSites) break;
  }
  return sites;
}
