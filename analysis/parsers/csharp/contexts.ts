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
