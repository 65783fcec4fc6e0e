/** What is made to be taken down again, or for one piece of work only: domains, load contexts, database contexts. */
import { isHandedOn, isKept, uses } from './kept.ts';
import { firstMatches } from './places.ts';
import type { Place } from './places.ts';
import { calls, constructions } from './sites.ts';
import type { Site } from './sites.ts';
import type { Source } from './source.ts';

/** Neither kept nor returned nor handed to somebody who may take it down. */
const isLeftHere = (source: Source, site: Site): boolean =>
  !isKept(source, site) && !/\breturn\s{1,8}$|=>\s{0,8}$/.test(site.before) && !isHandedOn(source, site);

/** `AppDomain.CreateDomain(…)` and no Unload in the text. https://learn.microsoft.com/dotnet/api/system.appdomain.unload */
export function domains(source: Source): readonly Place[] {
  if (!source.code.includes('CreateDomain') || /\bUnload\s{0,4}\(/.test(source.code)) return [];
  return calls(source, new Set(['AppDomain.CreateDomain']))
    .filter((site) => isLeftHere(source, site))
    .map(({ at }) => ({ pattern: 'app-domain-not-unloaded', at }));
}

const loadContext = /\bclass\s{1,8}(\w{1,80})\s{0,8}(?:\([^()]{0,200}\)\s{0,8})?:\s{0,8}(?:[\w.]{1,60}\.)?AssemblyLoadContext\b/g;
const collectible = /\bisCollectible\s{0,4}:\s{0,4}true\b/;

/** A collectible load context that is made and never told to unload. https://learn.microsoft.com/dotnet/standard/assembly/unloadability */
export function loadContexts(source: Source): readonly Place[] {
  const { code } = source;
  if (!collectible.test(code) || /\.\s{0,8}Unload\s{0,4}\(/.test(code)) return [];
  const own = new Set(firstMatches(code, loadContext).map((found) => found[1] ?? ''));
  return constructions(source, (name) => own.has(name) || name === 'AssemblyLoadContext')
    .filter((site) => isLeftHere(source, site))
    .map(({ at }) => ({ pattern: 'collectible-context-not-unloaded', at }));
}

const staticContext =
  /\bstatic\s{1,8}(?:readonly\s{1,8}|volatile\s{1,8})?([A-Za-z][\w.]{0,80})\??\s{1,8}\w{1,80}\s{0,8}(?:=(?!>)|;|\{\s{0,20}get\s{0,8};)/g;
const singleContext =
  /\bAddSingleton\s{0,4}<\s{0,8}(?:\w{1,80}\s{0,8},\s{0,8})?\w{0,80}DbContext\s{0,8}>|\bAddDbContext(?:Pool)?\s{0,4}<[^;]{0,400}?\bServiceLifetime\.Singleton\b/g;
const untracked = /\bQueryTrackingBehavior\.NoTracking\b|\bAutoDetectChangesEnabled\s{0,8}=\s{0,8}false\b/;

/** Whether a type of the text is a database context: by its name, its base, or what it must be. */
function isDatabaseContext({ code }: Source, type: string): boolean {
  const name = type.slice(type.lastIndexOf('.') + 1);
  if (/DbContext$|^ObjectContext$/.test(name)) return true;
  return uses(code, name, 0, code.length).some((at) =>
    /^\s{0,8}:\s{0,8}(?:[\w.]{1,80}\.)?(?:\w{0,40}DbContext|ObjectContext|DataContext)\b/.test(
      code.slice(at + name.length, at + name.length + 160),
    ),
  );
}

/** One context for the whole program tracks all that it ever read. https://learn.microsoft.com/ef/core/dbcontext-configuration */
export function longLivedContexts(source: Source): readonly Place[] {
  const { code } = source;
  if (!/DbContext|ObjectContext|DataContext/.test(code) || untracked.test(code)) return [];
  const kept = firstMatches(code, staticContext).filter((found) => isDatabaseContext(source, found[1] ?? ''));
  return [...kept, ...firstMatches(code, singleContext)].map(({ index }) => ({ pattern: 'change-tracker-kept', at: index }));
}

const contextType = '([A-Z]\\w{0,80}Context)\\??';
/** `private readonly ShopContext _db`, with or without its value. */
const contextField = new RegExp(
  `\\b(?:private|protected|internal|public|readonly)\\s{1,8}(?:readonly\\s{1,8})?${contextType}\\s{1,8}(\\w{1,80})\\s{0,8}(?:;|=(?!>))`,
  'g',
);
const contextParameter = new RegExp(`\\b${contextType}\\s{1,8}(\\w{1,80})\\s{0,8}(?:,|$)`);
/** The services of a host live as long as the program: `class Worker(ShopContext db) : BackgroundService`. */
const service =
  /\bclass\s{1,8}\w{1,80}\s{0,8}(?:\(([^()]{0,400})\)\s{0,8})?:[^{};]{0,200}\b(?:BackgroundService|IHostedService|IHostedLifecycleService)\b/g;
const saves = /^\s{0,4}[?!]?\.\s{0,4}SaveChanges(?:Async)?\s{0,4}\(/;
const endsWork = /^\s{0,4}[?!]?\.\s{0,4}(?:Dispose(?:Async)?|ChangeTracker\s{0,4}\.\s{0,4}Clear)\s{0,4}\(|^\s{0,4}=\s{0,4}(?!null\b)/;

/** A context that a service of the host keeps in a field, or is given once for all: it tracks all that the loop ever read. */
export function contextsOfServices(source: Source): readonly Place[] {
  const { code } = source;
  if (!code.includes('HostedService') && !code.includes('BackgroundService')) return [];
  if (untracked.test(code)) return [];
  const heads = firstMatches(code, service);
  const given = heads.flatMap((head) => {
    const [, type = '', name = ''] = contextParameter.exec(head[1] ?? '') ?? [];
    return type === '' ? [] : [{ type, name, at: head.index, end: head.index + head[0].length }];
  });
  const fields = firstMatches(code, contextField).map((found) => ({
    type: found[1] ?? '',
    name: found[2] ?? '',
    at: found.index,
    end: found.index + found[0].length,
  }));
  return [...given, ...fields.filter(({ at }) => heads.some(({ index }) => index < at))].flatMap(({ type, name, at, end }) => {
    const behind = uses(code, name, end, code.length).map((each) => code.slice(each + name.length, each + name.length + 80));
    const isContext = isDatabaseContext(source, type) || behind.some((text) => saves.test(text));
    const isInjected = /^\s{0,4}=\s{0,4}\w{1,80}\s{0,4};/;
    const renewed = behind.some((text) => endsWork.test(text) && !isInjected.test(text));
    return isContext && !renewed ? [{ pattern: 'change-tracker-kept', at }] : [];
  });
}
