/** Whether what the code makes is kept and used again (then it is no leak per call), or given back. */
import { methodAround, statementBefore } from './source.ts';
import type { Site, Source } from './source.ts';

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
function isMadeOnce(source: Source, { at }: Site): boolean {
  const factory = methodAround(source, at);
  if (factory === null || factory.name.length < 2) return false;
  const declaredAt = source.code.indexOf(factory.name, factory.at);
  const places = uses(source.code, factory.name, 0, source.code.length).filter((each) => each !== declaredAt);
  return places.length > 0 && places.length <= fewUses && places.every((each) => makesOnce.test(statementBefore(source.code, each)));
}

/** Made once and used again: a static field, an entry of a cache, a lazy value, a singleton. */
export function isKept(source: Source, site: Site): boolean {
  const { before, target } = site;
  const wide = source.code.slice(Math.max(0, site.at - 200), site.at);
  const property = before.trim() === '=' && /\bstatic\b[^;()]{0,150}\{[^{}]{0,40}\}\s{0,8}=\s{0,8}$/.test(wide);
  if (property || makesOnce.test(before) || staticInitialiser.test(before)) return true;
  if (/\bstatic\b[^()=;{}]{0,200}=\s{0,20}new\s{1,8}(?:Lazy|ThreadLocal)\b/.test(before)) return true;
  if (/\?\?=\s{0,20}$/.test(before) || /\]\s{0,8}=\s{0,20}(?:\w{1,80}\s{0,8}=\s{0,20})?$/.test(before)) return true;
  const checked = nullCheck.exec(wide)?.[1];
  if (checked !== undefined && (/^[_A-Z]/.test(checked) || source.statics.has(checked))) return true;
  return (target !== null && source.statics.has(target)) || isStoredLater(source, site) || isMadeOnce(source, site);
}

/** A field of an object: made once an instance, not once a call. */
export function isField({ before, target }: Site): boolean {
  if (/\b(?:private|protected|internal|public|readonly)\b[^()=;{}]{0,200}=\s{0,20}$/.test(before)) return true;
  return target !== null && /^_/.test(target);
}

const givesBack = /^(?:\?|!)?\s{0,8}\.\s{0,8}(?:Dispose|DisposeAsync|Close|CloseAsync|Abort|Stop)\s{0,8}\(/;
const usingIt = /\busing\s{0,8}\(?\s{0,8}(?:await\s{1,8})?(?:(?:var|[A-Z][\w.<>,[\]? ]{0,100})\s{1,8}\w{1,80}\s{0,8}=\s{0,20})?$/;

/** `bool TryMake(out Bitmap picture)`: the caller owns it. */
function isHandedOut(source: Source, made: number, target: string): boolean {
  const from = methodAround(source, made)?.at ?? made;
  const places = uses(source.code, target, from, Math.min(made, from + longestHeader));
  return places.some((at) => /\bout\s{1,8}[\w.<>,[\]?]{1,80}\s{1,8}$/.test(source.code.slice(Math.max(0, at - 120), at)));
}

/** In a `using`, disposed of by name, or handed on to somebody else: returned, passed, stored in a list. */
export function isGivenBack(source: Source, { at: made, before, target, end }: Site): boolean {
  const { code } = source;
  if (usingIt.test(before) || /(?:\breturn|=>|[(,[])\s{0,20}$/.test(before)) return true;
  if (target === null) return /^\s{0,8}\.(?:Dispose|Close)\(/.test(code.slice(end, end + 40));
  if (isHandedOut(source, made, target)) return true;
  for (const at of uses(code, target, Math.max(0, made - disposedWithin), end + disposedWithin)) {
    const behind = code.slice(at + target.length, at + target.length + 40);
    const ahead = code.slice(Math.max(0, at - 40), at);
    if (givesBack.test(behind) || /\busing\s{0,8}\(\s{0,8}$/.test(ahead)) return true;
    if (at > end && /\breturn\s{1,8}$/.test(ahead) && /^\s{0,8};/.test(behind)) return true;
  }
  return false;
}
