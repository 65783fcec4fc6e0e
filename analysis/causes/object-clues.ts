/** Signs in a heap statistic that need more than one of its rows: who is queued, who has subscribed, who made the dynamic methods. */
import type { CaseFile } from '../case-file.ts';
import { finding } from '../findings/types.ts';
import { latestFirst } from '../order-of-evidence.ts';
import { isFrameworkType } from '../suspect-types.ts';
import type { Finding, TypeCount } from '../types.ts';
import { countText, shortText } from '../wording.ts';
import type { Clue } from './types.ts';

type Look = (types: readonly TypeCount[]) => { readonly says: string; readonly about: string; readonly count: number } | null;

/** So many of them are no accident of the moment. */
const very = 20_000;

function inStatistics(weight: number, rule: string, look: Look, only: string | null = null): Clue {
  return {
    weight,
    find: ({ file }): readonly Finding[] => {
      // What handles hold is a part of the heap that was chosen for another reason.
      const lists = file.of('heapStatistic').filter(({ part }) => (only === null ? part !== 'handles' : part === only));
      for (const { id, types } of latestFirst(lists)) {
        const seen = look(types);
        if (seen === null) continue;
        const { says, about, count } = seen;
        return [finding({ rule, about, says, strength: count >= very ? 'strong' : 'weak', evidence: [id], measured: { count } })];
      }
      return [];
    },
  };
}

const outer = (type: string): string => /^[^<[]{0,300}/.exec(type)?.[0] ?? '';
const byCount = (a: TypeCount, b: TypeCount): number => b.count - a.count || (a.type < b.type ? -1 : 1);

/** Thousands of controls and bindings have their handlers in any user interface. */
const manyHandlers = 5000;
/** As many subscribers as handlers, give or take: an object that subscribes to two events counts twice. */
const [fewest, most] = [0.4, 1.2];

/** Handlers for each subscriber, by the bounds above 0.8 to 2.5. */
function timesText(each: number): string {
  return each < 1.35 ? 'about as many as' : each < 1.7 ? 'one or two for each of the' : 'about two for each of the';
}

const subscribers: Look = (types) => {
  const [handler] = types.filter(({ type, count }) => count >= manyHandlers && /EventHandler(?:`\d)?$/.test(outer(type))).sort(byCount);
  if (handler === undefined) return null;
  const [own] = types
    .filter(({ type }) => !isFrameworkType(type) && !type.includes('[]') && !/(?:EventHandler|EventArgs)\b/.test(type.slice(0, 300)))
    .filter(({ count }) => count >= fewest * handler.count && count <= most * handler.count)
    .sort(byCount);
  if (own === undefined) return null;
  const handlers = `${countText(handler.count)} ${shortText(handler.type, 80)} are on the heap`;
  const says = `${handlers}, ${timesText(handler.count / own.count)} ${shortText(own.type, 80)} (${countText(own.count)}): each of these seems to subscribe to an event of something that keeps it.`;
  return { says, about: own.type, count: handler.count };
};

/** Delegates of events in number, and about as many objects of one own type beside them. */
export function subscribedObjects(weight: number): Clue {
  return inStatistics(weight, 'subscribers', subscribers);
}

const queue =
  /^System\.(?:Collections\.Concurrent\.(?:ConcurrentQueue|SingleProducerSingleConsumerQueue|BlockingCollection)|Threading\.Channels\.|Threading\.Tasks\.(?:Dataflow\.|SingleProducerSingleConsumerQueue))/;
/** The one type argument of `Queue<Shop.Line>+Slot[]`, `Queue`1+Segment[[Shop.Line, Shop]]`. */
const argument = /(?:<|\[\[)([\w.+`]{1,300})/;
const manyQueued = 20_000;
/** A place in a queue takes a reference and a number at most; segments of .NET Framework and of pipelines hold 32 and more. */
const bytesOfPlace = 16;
const placesOfSegment = 32;
const held = 0.5;

/** How many places there are in the queues of this type. */
function placesOf(type: string, rows: readonly TypeCount[]): number {
  return rows
    .filter((row) => queue.test(row.type.slice(0, 120)) && argument.exec(row.type.slice(0, 600))?.[1] === type)
    .reduce((sum, row) => {
      if (row.type.includes('[]')) return sum + (row.bytes ?? 0) / bytesOfPlace;
      return /Segment\b/.test(row.type.slice(0, 300)) ? sum + row.count * placesOfSegment : sum;
    }, 0);
}

const queued: Look = (types) => {
  const named = new Set(
    types.flatMap(({ type }) => (queue.test(type.slice(0, 120)) ? [argument.exec(type.slice(0, 600))?.[1] ?? ''] : [])),
  );
  const [top] = types
    .filter(({ type, count }) => count >= manyQueued && named.has(type) && placesOf(type, types) >= held * count)
    .sort(byCount);
  if (top === undefined) return null;
  const says = `${countText(top.count)} objects of ${shortText(top.type, 80)} are on the heap, and queues of them have room for ${countText(Math.round(placesOf(top.type, types)))}: they wait for a consumer.`;
  return { says, about: top.type, count: top.count };
};

/** What waits in queues, by the last heap statistic that shows it. */
export function queuedType(file: CaseFile): string | null {
  const lists = file.of('heapStatistic').filter(({ part }) => part !== 'handles');
  return latestFirst(lists).flatMap(({ types }) => queued(types)?.about ?? [])[0] ?? null;
}

/** Objects in number of a type that has a queue, and queues that are long enough for them. */
export function queuedObjects(weight: number): Clue {
  return inStatistics(weight, 'queued-objects', queued);
}

const dynamicMethod = /^System\.Reflection\.Emit\.Dynamic(?:Method|Resolver|ILGenerator|Scope)\b/;
/** What stays of an expression or of its compiling: the closure of each delegate, nodes of the tree. */
const ofExpressions = /^System\.(?:Linq\.Expressions\.|Runtime\.CompilerServices\.Closure\b)/;
/** Others that emit dynamic methods themselves: their accessors, readers and constructors. */
const otherEmitters =
  /^(?:System\.Text\.Json\.|System\.Text\.RegularExpressions\.|System\.Xml\.(?:Serialization|Xsl)\.|System\.Runtime\.Serialization\.|Newtonsoft\.Json\.Serialization\.|Dapper\.|ProtoBuf\.|Castle\.|Microsoft\.Extensions\.DependencyInjection\.ServiceLookup\.)/;
/** Of the dynamic methods: fewer objects of an emitter than a tenth of them did not make them. */
const share = 0.1;

const madeByOthers: Look = (types) => {
  const methods = types.filter(({ type }) => dynamicMethod.test(type.slice(0, 120))).reduce((sum, { count }) => Math.max(sum, count), 0);
  const expressions = types.some(({ type, count }) => ofExpressions.test(type.slice(0, 120)) && count >= share * methods);
  if (methods === 0 || expressions) return null;
  const [emitter] = types.filter(({ type, count }) => otherEmitters.test(type.slice(0, 120)) && count >= share * methods).sort(byCount);
  if (emitter === undefined) return null;
  const says = `${countText(methods)} dynamic methods stand beside ${countText(emitter.count)} objects of ${shortText(emitter.type, 80)}, which emits them, and no compiled expression is there.`;
  return { says, about: emitter.type, count: methods };
};

/** Dynamic methods beside the types of another emitter in number, and nothing of expressions. */
export function methodsOfOthers(weight: number): Clue {
  return inStatistics(weight, 'methods-of-others', madeByOthers);
}

/** Requests in flight and idle connections wait as well: thousands of them, of one method. */
const manyWaiting = 20_000;

const waiting: Look = (types) => {
  const [top] = types.filter(({ count }) => count >= manyWaiting).sort(byCount);
  if (top === undefined) return null;
  const says = `${countText(top.count)} calls of ${shortText(top.type, 80)} wait: what they wait for does not come, or comes too slowly.`;
  return { says, about: top.type, count: top.count };
};

/** One async method that waits in number, as dumpasync counts them. */
export function waitingMethods(weight: number): Clue {
  return inStatistics(weight, 'waiting-methods', waiting, 'async methods');
}
