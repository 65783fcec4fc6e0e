/**
 * A queue without a bound that the text only fills: nobody else can reach it, so what is put in stays.
 * https://learn.microsoft.com/dotnet/core/extensions/channels#bounding-strategies
 */
import { uses } from './kept.ts';
import { firstMatches } from './places.ts';
import type { Place } from './places.ts';
import type { Source } from './source.ts';

/** A private field of a queue's type; what may be reached from outside may be emptied there. */
const field =
  /(?<!\w)(Channel|ConcurrentQueue|BlockingCollection|BufferBlock|Queue)\s{0,4}<[\w<>,.[\]? ]{1,160}>\s{1,8}(\w{1,80})\s{0,20}=\s{0,20}([^;]{1,300});/g;
const isOpen = /\b(?:public|protected|internal)\s{1,8}(?:(?:static|readonly|required)\s{1,8}){0,3}$/;
const bounded = /\bBoundedCapacity\b|\(\s{0,8}(?:[A-Za-z_]\w{0,60}\s{0,4}:\s{0,4})?\w{1,60}[\s,)]/;
/** `c.Writer.TryWrite(job)`, `q.Enqueue(job)`, `q.Add(job)`, `block.Post(job)`. */
const fills =
  /^\s{0,4}[?!]?\.\s{0,4}(?:Writer\s{0,4}\.\s{0,4}(?:TryWrite|WriteAsync|WaitToWriteAsync)|Enqueue|EnqueueRange|Add|TryAdd|Post|SendAsync)\s{0,4}\(/;
/** How many there are is asked of a queue that nobody empties, too. */
const asks = /^\s{0,4}\.\s{0,4}(?:Count|IsEmpty)\b/;

const count = (code: string, character: string): number => code.split(character).length - 1;

/** Of a diff, an excerpt or a part of a type only parts are there: who empties the queue may stand in the others. */
function isWhole({ code, places }: Source): boolean {
  const opened = count(code, '{');
  return (
    opened > 0 &&
    opened === count(code, '}') &&
    !/\bpartial\s{1,8}(?:class|struct|record)\b/.test(code) &&
    places.every(({ side }) => side === null)
  );
}

/** What its type and its value say of a bound. */
function isBounded(type: string, made: string): boolean {
  if (type === 'Channel') return !made.includes('CreateUnbounded');
  return type === 'BlockingCollection' || type === 'BufferBlock' ? bounded.test(made) : false;
}

export function filledQueues(source: Source): readonly Place[] {
  const { code, members, statics } = source;
  if (!/\b(?:Channel|\w{0,20}Queue|BlockingCollection|BufferBlock)\s{0,4}</.test(code) || !isWhole(source)) return [];
  return firstMatches(code, field).flatMap((found) => {
    const [, type = '', name = '', made = ''] = found;
    const isPrivate = !isOpen.test(code.slice(Math.max(0, found.index - 60), found.index)) && (members.has(name) || name.startsWith('_'));
    // A static one is a collection of the whole program, and found as that.
    if (!isPrivate || statics.has(name) || isBounded(type, made)) return [];
    const from = found.index + found[0].length;
    const others = uses(code, name, 0, code.length)
      .filter((at) => at < found.index || at > from)
      .map((at) => code.slice(at + name.length, at + name.length + 80));
    const isFilled = others.some((behind) => fills.test(behind));
    return isFilled && others.every((behind) => fills.test(behind) || asks.test(behind))
      ? [{ pattern: 'queue-only-filled', at: found.index }]
      : [];
  });
}
