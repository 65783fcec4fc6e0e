/** The places where objects are made and methods are called: with their arguments and what stands before them. */
import type { Source } from './source.ts';

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

/** Places that are looked at; generated code has more and says the same again. */
const maxSites = 2000;

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
  return (
    /([A-Za-z_]\w{0,80})\s{0,60}(?:\?\?)?=\s{0,80}(?:await\s{1,8})?(?:\([\w.<>]{1,80}\)\s{0,8})?$/.exec(before.slice(-300))?.[1] ?? null
  );
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

const called = /(?:(?<!\w)([A-Za-z_]\w{0,80})|\))\s{0,80}[?!]?\.([A-Za-z]\w{0,80})(?:<[\w<>,.?[\] ]{1,80}>)?\s{0,8}\(/g;
/** What a receiver is reached by: `System.Reflection.`, `this.`. */
const reachedBy = /(?:[A-Za-z_]\w{0,80}\.){1,6}$/;

/** Every call `Type.Method(…)` whose name is asked for; `*.Method` asks for it whatever it is called on. */
export function calls(source: Source, names: ReadonlySet<string>): readonly Site[] {
  const sites: Site[] = [];
  for (const found of source.code.matchAll(called)) {
    const name = [`${found[1] ?? ''}.${found[2] ?? ''}`, `*.${found[2] ?? ''}`].find((each) => names.has(each));
    if (name === undefined) continue;
    const open = found.index + found[0].length - 1;
    const behind = source.code.slice(Math.max(0, found.index - 300), found.index);
    sites.push(siteAt(source, found.index - (reachedBy.exec(behind)?.[0].length ?? 0), name, open));
    if (sites.length >= maxSites) break;
  }
  return sites;
}
