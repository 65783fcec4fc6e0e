/** Patterns that are not one construction: handlers, collections, compiled expressions, the use of a namespace. */
import { uses } from './kept.ts';
import { statementBefore } from './source.ts';
import type { Source } from './source.ts';

/** Places of one pattern that are looked at. */
const maxPlaces = 200;

export interface Place {
  readonly pattern: string;
  readonly at: number;
}

function firstMatches(code: string, pattern: RegExp): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of code.matchAll(pattern)) if (found.push(match) >= maxPlaces) break;
  return found;
}

/** `SystemEvents.TimeChanged += OnTime` on a static or process-wide publisher, and no `-=` of it in the text. */
function keptHandlers({ code }: Source): readonly Place[] {
  const subscribed =
    /(?<![\w.])([A-Z]\w{0,80}(?:\.[A-Z]\w{0,80}){1,4})\s{0,8}\+=\s{0,20}(?=(?:new\s{1,8}\w{1,80}(?:EventHandler|Handler|Callback)\b|delegate\b|async\b|\(|[A-Za-z_]\w{0,80}\s{0,8}(?:=>|;)|this\.))/g;
  return firstMatches(code, subscribed)
    .filter((found) => {
      const name = found[1] ?? '';
      const behind = code.slice(found.index + found[0].length, found.index + found[0].length + 120);
      const isSum =
        /^(?:[A-Za-z_]\w{0,80}\s{0,8};)/.test(behind) &&
        !/^(?:On[A-Z]|Handle[A-Z]|[A-Z]\w{0,60}ed\b|\w{0,60}(?:Handler|Changed|Event)\b|\w{0,60}_[A-Z])/.test(behind);
      return (
        !isSum && !uses(code, name, 0, code.length).some((at) => /^\s{0,8}-=/.test(code.slice(at + name.length, at + name.length + 12)))
      );
    })
    .map((found) => ({ pattern: 'event-handler-kept', at: found.index }));
}

const staticCollection =
  /\bstatic\s{1,8}(?:readonly\s{1,8}|volatile\s{1,8})?(?:[\w.]{1,60}\.)?(?:Concurrent)?(?:Dictionary|Bag|Queue|Stack|List|HashSet|LinkedList|ArrayList|Hashtable|SortedList|SortedDictionary|IDictionary|IList|ICollection|Collection)(<[\w<>,.[\]? ]{1,160}>)?\s{1,8}(\w{1,80})\s{0,8}=/g;
/** Keyed or filled by types and patterns of the program's own: as many as there are in its code. */
const bounded = /\b(?:Type|XmlSerializer|Regex|PropertyInfo|MethodInfo|CultureInfo|Enum)\b/;

const adds =
  /^\s{0,4}(?:\.(?:Add|TryAdd|GetOrAdd|AddOrUpdate|Enqueue|Push|AddLast|AddFirst|AddRange|Insert)\s{0,4}\(|\[[^\]]{1,120}\]\s{0,4}=[^=])/;
const removes =
  /^\s{0,4}(?:\.(?:Remove\w{0,12}|TryRemove|Clear|Dequeue|TryDequeue|Pop|TryPop|TryTake|Take)\s{0,4}\(|=\s{0,4}(?:new|null|\[)\b)/;
/** A static collection to which the text adds, and from which it takes nothing away. */
function growingCollections({ code }: Source): readonly Place[] {
  const declared = firstMatches(code, staticCollection).filter((found) => !bounded.test(found[1] ?? ''));
  return declared
    .filter((found) => {
      const name = found[2] ?? '';
      const own = found.index + found[0].length;
      const behind = uses(code, name, 0, code.length)
        .filter((at) => at < found.index || at > own)
        .map((at) => code.slice(at + name.length, at + name.length + 140));
      return behind.some((text) => adds.test(text)) && !behind.some((text) => removes.test(text));
    })
    .map((found) => ({ pattern: 'static-collection-grows', at: found.index }));
}

/** `.Compile()` of an expression tree, with no field or cache to take the delegate. */
function compiledExpressions(source: Source): readonly Place[] {
  if (!/\bExpression\s{0,4}[.<]|\bLambdaExpression\b/.test(source.code)) return [];
  const places: Place[] = [];
  for (const found of source.code.matchAll(/\.Compile\s{0,4}\(\s{0,4}(?:true|false|preferInterpretation[^()]{0,20})?\s{0,4}\)/g)) {
    const before = statementBefore(source.code, found.index);
    const kept = /\bstatic\b|GetOrAdd|GetOrCreate|Lazy\b|\?\?=|\]\s{0,4}=/.test(before);
    if (!kept) places.push({ pattern: 'expression-compile-per-call', at: found.index });
  }
  return places;
}

function drawingNamespace({ code }: Source): readonly Place[] {
  const found = /\busing\s{1,8}(?:static\s{1,8})?System\.Drawing\b/.exec(code);
  return found === null ? [] : [{ pattern: 'system-drawing-used', at: found.index }];
}

export const textPatterns: readonly ((source: Source) => readonly Place[])[] = [
  keptHandlers,
  growingCollections,
  compiledExpressions,
  drawingNamespace,
];
