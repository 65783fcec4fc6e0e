/** A printed frame of a call stack taken apart: module, function, offset. */
import type { StackFrame } from './types.ts';

/** As much of a printed frame as is kept (types.ts). */
const maxPrinted = 300;
/** Longer symbols are cut before they are taken apart: the longest templates have about this many characters. */
const maxSymbol = 4096;

/** The index of the `(` that the last `)` of `text` closes; -1 where there is none. */
function openingOfLast(text: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i -= 1) {
    const c = text[i];
    if (c === ')') depth += 1;
    else if (c === '(' && --depth === 0) return i;
  }
  return -1;
}

/** The index of the first `(` that is never closed: a line that was cut off; -1 where all are. */
function unclosed(text: string): number {
  const open: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '(') open.push(i);
    else if (text[i] === ')') open.pop();
  }
  return open[0] ?? -1;
}

/** `List`1[[System.__Canon, mscorlib]].Add` → `List`1.Add`: type arguments that the runtime shares tell nothing apart. */
function withoutTypeArguments(text: string): string {
  if (!text.includes('[[')) return text;
  let [kept, depth] = ['', 0];
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charAt(i);
    if (depth === 0 && !text.startsWith('[[', i)) kept += c;
    else if (c === '[') depth += 1;
    else if (c === ']') depth -= 1;
  }
  return kept;
}

function withoutArguments(name: string): string {
  const trimmed = name.endsWith(' const') ? name.slice(0, -6) : name;
  const cut = unclosed(trimmed);
  if (cut > 0) return trimmed.slice(0, cut);
  if (!trimmed.endsWith(')')) return trimmed;
  const at = openingOfLast(trimmed);
  if (at <= 0 || trimmed.endsWith('operator()') || trimmed.slice(at).startsWith('(anonymous')) return trimmed;
  return trimmed.slice(0, at);
}

/** Function names as two builds of the same symbol print them: no arguments, no shared type arguments, no `$##6000056`. */
function functionName(text: string): string | null {
  const bare = withoutArguments(withoutTypeArguments(text.trim().replace(/\$##[0-9A-Fa-f]+$/, ''))).trim();
  return bare === '' ? null : bare;
}

/** Source positions and calling conventions that stand behind a symbol: `[f:\x.cpp @ 12]`, `(heap.c, 1872)`, `(FPO: [3,0,0])`. */
const behindSymbol = /\s{1,8}(?:\[[^[\]]*@ ?\d+\]|\([^()]*,\s*\d+\)|\((?:FPO|CONV):[^()]*\)|\(No matching line numbers found\))\s*$/;

function bareSymbol(printed: string): string {
  let text = printed.trim();
  for (let cut = behindSymbol.exec(text); cut !== null; cut = behindSymbol.exec(text)) text = text.slice(0, cut.index);
  return text;
}

const hexEnd = /\+(?:0x)?([0-9a-fA-F`]{1,17})$/;
const bareAddress = /^\+?(?:0x)?[0-9a-fA-F]{2,8}`?[0-9a-fA-F]{0,16}$/;
const moduleName = /^[\w.\-~$#@[\]+]{1,128}$/;

/** What most frames are, `ntdll!NtWaitForSingleObject+0x14`: nothing in them has a meaning beyond its place. */
const plainFrame = /^([\w.\-~$#@]{1,128})!([\w:.~@?<>`]{1,300})\+0x([0-9a-fA-F]{1,13})$/;

/** A plain frame taken apart; null for any other. */
function plainParts(printed: string): StackFrame | null {
  const [, module = '', name = '', offset = ''] = printed.length > maxPrinted ? [] : (plainFrame.exec(printed) ?? []);
  if (module === '' || /\.(?:dll|exe)$/i.test(module)) return null;
  return { module, function: name, offset: Number.parseInt(offset, 16), printed };
}

/**
 * Takes a printed frame apart: `MyApp!Ns.Type.Method(Int32)+0x2da [a.cs @ 7]` → module `MyApp`,
 * function `Ns.Type.Method`, offset 730. Offsets are hexadecimal with and without `0x` (cdb prints it, UMDH does not).
 */
export function splitFrame(line: string): StackFrame {
  return plainParts(line) ?? anyParts(line);
}

function anyParts(line: string): StackFrame {
  const printed = line.trim().slice(0, maxPrinted);
  const symbol = bareSymbol(line.trim().slice(0, maxSymbol));
  if (bareAddress.test(symbol)) return { module: null, function: null, offset: null, printed };
  const bang = symbol.indexOf('!');
  const module = bang > 0 && moduleName.test(symbol.slice(0, bang)) ? symbol.slice(0, bang).replace(/\.(?:dll|exe)$/i, '') : null;
  const rest = module === null ? symbol : symbol.slice(bang + 1);
  const end = hexEnd.exec(rest);
  const name = end === null ? rest : rest.slice(0, end.index);
  const offset = end === null ? null : Number.parseInt((end[1] ?? '').replace('`', ''), 16);
  const isModuleOnly = module === null && end !== null && moduleName.test(name) && !name.includes('(');
  if (isModuleOnly) return { module: name, function: null, offset, printed };
  return { module, function: functionName(name), offset, printed };
}
