/** Patterns that are not one construction: collections, compiled expressions, the use of a namespace. */
import { contextsOfServices, domains, loadContexts, longLivedContexts } from './contexts.ts';
import { droppedKeys, droppedRegistrations, droppedResponses, droppedScopes, droppedSearches } from './dropped-results.ts';
import { injectedHandlers, keptHandlers, ownStaticHandlers } from './handlers.ts';
import { isInStaticConstructor, isMadeOnce, lambdasAround, uses } from './kept.ts';
import { gcHandles, gdiObjects, tokens, unmanagedMemory } from './native-memory.ts';
import { officePrograms, programsByName } from './office.ts';
import { firstMatches } from './places.ts';
import type { Place } from './places.ts';
import { filledQueues } from './queues.ts';
import { statementBefore } from './sites.ts';
import type { Source } from './source.ts';
import { droppedSubscriptions } from './subscriptions.ts';
import { threadsPerCall } from './threads.ts';

const staticCollection =
  /\bstatic\s{1,8}(?:readonly\s{1,8}|volatile\s{1,8})?(?:[\w.]{1,60}\.)?(?:Concurrent)?(?:Dictionary|Bag|Queue|Stack|List|HashSet|LinkedList|ArrayList|Hashtable|SortedList|SortedDictionary|IDictionary|IList|ICollection|Collection)(<[\w<>,.[\]? ]{1,160}>)?\s{1,8}(\w{1,80})\s{0,80}=/g;
/** Keyed or filled by types and patterns of the program's own: as many as there are in its code. */
const bounded =
  /\b(?:Type|Func|Action|Delegate|Expression|ConstructorInfo|FieldInfo|Assembly|XmlSerializer|Regex|PropertyInfo|MethodInfo|CultureInfo|Enum)\b/;

const adds =
  /^\s{0,4}(?:\.(?:Add|TryAdd|GetOrAdd|AddOrUpdate|Enqueue|Push|AddLast|AddFirst|AddRange|Insert)\s{0,4}\(|\[[^\]]{1,120}\]\s{0,4}=[^=])/;
const removes =
  /^\s{0,4}(?:\.(?:Remove\w{0,12}|TryRemove|Clear|Dequeue|TryDequeue|Pop|TryPop|TryTake|Take)\s{0,4}\(|=\s{0,4}(?:new|null|\[)\b)/;
/** A static collection to which the text adds, and from which it takes nothing away. */
function growingCollections(source: Source): readonly Place[] {
  const { code } = source;
  const declared = firstMatches(code, staticCollection).filter((found) => !bounded.test(found[1] ?? ''));
  return declared
    .filter((found) => {
      const name = found[2] ?? '';
      const own = found.index + found[0].length;
      const behind = uses(code, name, 0, code.length)
        .filter((at) => (at < found.index || at > own) && !isInStaticConstructor(source, at))
        .map((at) => code.slice(at + name.length, at + name.length + 140));
      return behind.some((text) => adds.test(text)) && !behind.some((text) => removes.test(text));
    })
    .map((found) => ({ pattern: 'static-collection-grows', at: found.index }));
}

const keeps = /\bstatic\b(?!\s{1,8}\w{1,40}\s{0,4}=>)|GetOrAdd|GetOrCreate|Lazy\b|\?\?=|\]\s{0,4}=/;
/** `.Compile()` of an expression tree, with no field or cache to take the delegate. */
function compiledExpressions(source: Source): readonly Place[] {
  if (!/\bExpression\s{0,4}[.<]|\bLambdaExpression\b/.test(source.code)) return [];
  const places: Place[] = [];
  for (const found of source.code.matchAll(/\.Compile\s{0,4}\(\s{0,4}(?:true|false|preferInterpretation[^()]{0,20})?\s{0,4}\)/g)) {
    const before = statementBefore(source.code, found.index);
    const kept = keeps.test(before);
    const isCached =
      kept ||
      lambdasAround(source.code, found.index).some((call) => keeps.test(call)) ||
      isInStaticConstructor(source, found.index) ||
      isMadeOnce(source, { at: found.index });
    if (!isCached) places.push({ pattern: 'expression-compile-per-call', at: found.index });
  }
  return places;
}

function drawingNamespace({ code }: Source): readonly Place[] {
  const found = /\busing\s{1,8}(?:static\s{1,8})?System\.Drawing\b/.exec(code);
  return found === null ? [] : [{ pattern: 'system-drawing-used', at: found.index }];
}

export const textPatterns: readonly ((source: Source) => readonly Place[])[] = [
  keptHandlers,
  ownStaticHandlers,
  injectedHandlers,
  droppedResponses,
  droppedScopes,
  droppedRegistrations,
  droppedKeys,
  droppedSearches,
  droppedSubscriptions,
  filledQueues,
  threadsPerCall,
  officePrograms,
  programsByName,
  unmanagedMemory,
  gcHandles,
  gdiObjects,
  tokens,
  domains,
  loadContexts,
  longLivedContexts,
  contextsOfServices,
  growingCollections,
  compiledExpressions,
  drawingNamespace,
];
