/** Whether what the code makes is kept and used again (then it is no leak per call), or given back. */
import { methodAround } from './source.ts';
import { argumentsAt, statementBefore } from './sites.ts';
import type { Source } from './source.ts';
import type { Site } from './sites.ts';

/** Handed to something that makes it once: a cache, a lazy value, a singleton of the container. */
const makesOnce =
  /\b(?:GetOrAdd|GetOrCreate|GetOrCreateAsync|GetOrAddAsync|AddOrUpdate|TryAdd|AddSingleton|TryAddSingleton|AddKeyedSingleton|RegisterInstance|RegisterSingleton|SingleInstance|Singleton|Lazy|ThreadLocal|AsyncLazy|EnsureInitialized|CreateSingleton)\s{0,8}(?:<[^()]{0,200}>)?\s{0,8}\(/;
const staticInitialiser = /\bstatic\b[^()=;{}]{0,200}=\s{0,20}(?:new\s{1,8})?$/;
const nullCheck = /(?<!\w)([A-Za-z_]\w{0,80})\s{0,8}(?:==|is)\s{0,8}null\s{0,8}\)\s{0,40}\{?\s{0,80}(?:this\.)?\1\s{0,8}=\s{0,8}$/;
const storedInto = /(?:\]\s{0,8}=\s{0,8}|\b(?:Add|TryAdd|Set|Insert|AddOrUpdate)\s{0,8}\([^;()]{0,80},\s{0,8})$/;
/** A factory is handed on in a few places; a name that stands everywhere is none. */
const fewUses = 20;
/** A method's name with its parameters. */
const longestHeader = 400;
/** How far behind a variable its way into a cache is looked for. */
const storedWithin = 800;
/** How far around a variable its Dispose is looked for: a long class file. */
const disposedWithin = 40_000;

/** Uses of one name that are looked at. */
const maxUses = 2000;

/** Places where `name` stands as a whole word between `from` and `to`. */
export function uses(code: string, name: string, from: number, to: number): readonly number[] {
  const places: number[] = [];
  for (let at = code.indexOf(name, from); at !== -1 && at < to && places.length < maxUses; at = code.indexOf(name, at + name.length)) {
    if (!/\w/.test(code[at - 1] ?? ' ') && !/\w/.test(code[at + name.length] ?? ' ')) places.push(at);
  }
  return places;
}

function isStoredLater({ code }: Source, { target, end }: Site): boolean {
  if (target === null) return false;
  for (const at of uses(code, target, end, end + storedWithin)) if (storedInto.test(code.slice(Math.max(0, at - 120), at))) return true;
  return false;
}

/** A factory that is only ever handed to a cache, a lazy value or the container makes each thing once. */
export function isMadeOnce(source: Source, { at }: Pick<Site, 'at'>): boolean {
  const factory = methodAround(source, at);
  if (factory === null || factory.name.length < 2) return false;
  const declaredAt = source.code.indexOf(factory.name, factory.at);
  const places = uses(source.code, factory.name, 0, source.code.length).filter((each) => each !== declaredAt);
  return places.length > 0 && places.length <= fewUses && places.every((each) => makesOnce.test(statementBefore(source.code, each)));
}

/** `static … = new Lazy<T>(() => `, `static readonly Lazy<T> Shared = new(() => `. */
const lazily =
  /\bstatic\b[^()=;{}]{0,200}=\s{0,20}new\s{1,8}(?:Lazy|ThreadLocal|AsyncLazy)\b|\bstatic\b[^()=;{}]{0,120}\b(?:Lazy|ThreadLocal|AsyncLazy)\s{0,4}<[^()=;{}]{0,160}=\s{0,20}new\s{0,4}\(/;

/** How far out and how far back a lambda is looked for. */
const outermost = 3;
const longestLambda = 4000;

/** What stands before each block of a lambda in which `at` lies, the innermost first: `All.GetOrAdd(name, static n => `. */
export function lambdasAround(code: string, at: number): readonly string[] {
  const found: string[] = [];
  if (code.lastIndexOf('=>', at) < at - longestLambda || !code.includes('=>')) return found;
  for (let [next, depth] = [at - 1, 0]; next >= Math.max(0, at - longestLambda) && found.length < outermost; next--) {
    const character = code[next];
    if (character === '}') depth++;
    else if (character === '{' && depth > 0) depth--;
    else if (
      character === '{' &&
      code
        .slice(Math.max(0, next - 80), next)
        .trimEnd()
        .endsWith('=>')
    )
      found.push(statementBefore(code, next));
  }
  return found;
}

/** A type's static constructor runs once; nothing else is declared between its head and this place. */
export function isInStaticConstructor({ staticConstructors, methods }: Source, at: number): boolean {
  const head = staticConstructors.findLast((each) => each < at);
  return head !== undefined && !methods.some((each) => each.at > head && each.at < at);
}

/** Made once and used again: a static field, an entry of a cache, a lazy value, a singleton. */
export function isKept(source: Source, site: Site): boolean {
  const { before, target } = site;
  if (isInStaticConstructor(source, site.at)) return true;
  const wide = source.code.slice(Math.max(0, site.at - 200), site.at);
  const property = before.trim() === '=' && /\bstatic\b[^;()]{0,150}\{[^{}]{0,40}\}\s{0,8}=\s{0,8}$/.test(wide);
  if (property || makesOnce.test(before) || staticInitialiser.test(before)) return true;
  if (lazily.test(before) || lambdasAround(source.code, site.at).some((call) => makesOnce.test(call) || lazily.test(call))) return true;
  if (/\?\?=\s{0,20}$/.test(before) || /\]\s{0,8}=\s{0,20}(?:\w{1,80}\s{0,8}=\s{0,20})?$/.test(before)) return true;
  const checked = nullCheck.exec(wide)?.[1];
  if (checked !== undefined && (/^[_A-Z]/.test(checked) || source.statics.has(checked))) return true;
  return (target !== null && source.statics.has(target)) || isStoredLater(source, site) || isMadeOnce(source, site);
}

/** Of the type and not of an object: there is one. */
export const isOfType = (source: Source, { before, target }: Site): boolean =>
  /\bstatic\b/.test(before) || (target !== null && source.statics.has(target)) || lazily.test(before);

/** `public Cache Cache { get; } = new Cache()`. */
const propertyValue = /\{\s{0,20}get\b[^{}]{0,60}\}\s{0,8}=\s{0,80}$/;

/** A field of an object: made once an instance, not once a call. */
export function isField({ code, members }: Source, { at, before, target }: Site): boolean {
  if (before.trim() === '=' && propertyValue.test(code.slice(Math.max(0, at - 120), at))) return true;
  if (/\b(?:private|protected|internal|public|readonly)\b[^()=;{}]{0,200}=\s{0,20}$/.test(before)) return true;
  return target !== null && (/^_/.test(target) || members.has(target));
}

const givesBack = /^(?:\?|!)?\s{0,8}\.\s{0,8}(?:Dispose|DisposeAsync|Close|CloseAsync|Abort|Stop)\s{0,8}\(/;
/** `name.Dispose()`, `name?.Close()` within these bounds. */
export function isClosedByName(code: string, name: string, [from, to]: readonly [number, number]): boolean {
  return uses(code, name, from, to).some((at) => givesBack.test(code.slice(at + name.length, at + name.length + 40)));
}

/** Handed to what disposes of it (`new GZipStream(file, …)`), or kept by others (`all.Add(file)`, `_file = file;`). */
const handsOn =
  /(?:\bnew\s{1,8}(?!\w{0,80}(?:Command|DataAdapter|DirectorySearcher|ObjectSearcher|BulkCopy|Span|IntPtr)\s{0,4}[(<])[\w.<>,[\] ]{1,120}\s{0,4}\((?:[^();]{0,120},)?\s{0,20}|\.(?:Add|AddRange|TryAdd|Enqueue|Push|Insert|Register\w{0,20}|TryWrite|WriteAsync|SetResult|TrySetResult)\s{0,4}\((?:[^();]{0,120},)?\s{0,20})$/;
const assignsOn = /(?:[\w\])]\s{0,8}=\s{0,8}|\byield\s{1,8}return\s{1,8}|\?\?\s{0,8})$/;
/** `return isRoot ? key : key.OpenSubKey(path);` */
const returnsOneOf = /\breturn\b[^;{}]{0,200}[?:]\s{0,80}$/;
/** The reader closes its connection. */
const closedByReader = 'CommandBehavior.CloseConnection';
const usingIt =
  /\busing\s{0,8}\(?\s{0,8}(?:await\s{1,8})?(?:(?:(?:var|[A-Z][\w.<>,[\]? ]{0,100})\s{1,8})?(?:this\.)?\w{1,80}\s{0,8}=\s{0,20})?$/;

/** `bool TryMake(out Bitmap picture)`: the caller owns it. */
function isHandedOut(source: Source, made: number, target: string): boolean {
  const from = methodAround(source, made)?.at ?? made;
  const places = uses(source.code, target, from, Math.min(made, from + longestHeader));
  return places.some((at) => /\bout\s{1,8}[\w.<>,[\]?]{1,80}\s{1,8}$/.test(source.code.slice(Math.max(0, at - 120), at)));
}

/** The frameworks' results that send a stream and dispose of it. */
const sendsOn = /\breturn\s{1,8}(?:\w{1,40}\.)?(?:File|Stream|FileStream|PhysicalFile|Ok|Content)\s{0,4}\(\s{0,8}$/;

/** `new Bitmap(picture, 64, 64)` is a picture of its own, and leaves the other to its owner. */
const copies = /\bnew\s{1,8}(?:[\w.]{1,60}\.)?(?:Bitmap|TextureBrush)\s{0,4}\(\s{0,8}$/;

/** `var file = `, `FileStream? file = `, and the same without a value of its own: `connection = `. */
const declaresLocal =
  /(?:^|[;{}(]|=>)\s{0,200}(?:var|[A-Za-z_][\w.]{0,80}(?:<[\w<>,.[\]? ]{1,120}>)?(?:\[\])?\??)\s{1,8}\w{1,80}\s{0,20}=\s{0,20}(?:await\s{1,8})?$/;

/** Where the name of a variable means it: within its method where it is declared there, else in all of the type. */
function scopeOf(
  { methods }: Source,
  { made, end, before }: { readonly made: number; readonly end: number; readonly before: string },
): readonly [number, number] {
  const next = methods.find((each) => each.at > end)?.at;
  if (next !== undefined && declaresLocal.test(before)) return [made, next];
  return [Math.max(0, made - disposedWithin), end + disposedWithin];
}

const wrapper =
  /\bnew\s{1,8}(?:StreamReader|StreamWriter|BinaryReader|BinaryWriter|BufferedStream|GZipStream|DeflateStream|CryptoStream)\s{0,4}\(\s{0,8}$/;

/** `var reader = new StreamReader(file);` that is not disposed of disposes of nothing; nor does `new StreamReader(file).ReadLine()`. */
function isInDroppedWrapper({ code }: Source, at: number, to: number): boolean {
  const found = wrapper.exec(code.slice(Math.max(0, at - 80), at));
  if (found === null) return false;
  const made = at - found[0].length;
  const before = statementBefore(code, made);
  if (/\busing\b/.test(before)) return false;
  const { end } = argumentsAt(code, made + found[0].trimEnd().length - 1);
  if (/^\s{0,80}\.(?!\s{0,8}(?:Dispose|Close)\b)/.test(code.slice(end, end + 100))) return true;
  const name = /([A-Za-z_]\w{0,80})\s{0,60}=\s{0,80}$/.exec(before.slice(-200))?.[1];
  if (name === undefined) return false;
  return !uses(code, name, end, to).some((use) => {
    const [ahead, behind] = [code.slice(Math.max(0, use - 260), use), code.slice(use + name.length, use + name.length + 40)];
    const isPassed = /^\s{0,8}[;,)]/.test(behind) && (handsOn.test(ahead) || /(?:\breturn|\busing\s{0,8}\(|=)\s{0,8}$/.test(ahead));
    return isPassed || givesBack.test(behind);
  });
}

/** Handed on to somebody else behind the place where it was made: returned, passed to its new owner, stored in a list or a field. */
export function isHandedOn(source: Source, { at: made, before, target, end }: Pick<Site, 'at' | 'before' | 'target' | 'end'>): boolean {
  const { code } = source;
  if (target === null) return false;
  if (isHandedOut(source, made, target)) return true;
  const [, to] = scopeOf(source, { made, end, before });
  for (const at of uses(code, target, end, to)) {
    const behind = code.slice(at + target.length, at + target.length + 40);
    const ahead = code.slice(Math.max(0, at - 40), at);
    const wide = code.slice(Math.max(0, at - 260), at);
    if (/\breturn\s{1,8}(?:\(\s{0,8})?$/.test(ahead) && /^\s{0,8}[;,]/.test(behind)) return true;
    if (returnsOneOf.test(wide) && /^\s{0,80}[;:]/.test(behind)) return true;
    if (copies.test(ahead) && /^\s{0,8},/.test(behind)) continue;
    if ((handsOn.test(wide) || sendsOn.test(wide)) && /^\s{0,8}[,)]/.test(behind) && !isInDroppedWrapper(source, at, to)) return true;
    if (assignsOn.test(ahead) && /^\s{0,8};/.test(behind)) return true;
  }
  return false;
}

/** In a `using`, disposed of by name, or handed on to somebody else. */
export function isGivenBack(source: Source, site: Site): boolean {
  const { at: made, before, target, end } = site;
  const { code } = source;
  if (usingIt.test(before) || /(?:\breturn|=>|[(,[])\s{0,20}$/.test(before) || returnsOneOf.test(before)) return true;
  if (target === null) return /^\s{0,8}\.(?:Dispose|Close)\(/.test(code.slice(end, end + 40));
  const [from, to] = scopeOf(source, { made, end, before });
  const isDisposed = uses(code, target, from, to).some(
    (at) =>
      givesBack.test(code.slice(at + target.length, at + target.length + 40)) ||
      /\busing\s{0,8}\(\s{0,8}$/.test(code.slice(Math.max(0, at - 40), at)),
  );
  return isDisposed || (site.name.endsWith('Connection') && code.slice(end, to).includes(closedByReader)) || isHandedOn(source, site);
}
