/** `feed.Subscribe(…);` on an observable that is given in, whose result nobody keeps: the only way out of it. */
import { uses } from './kept.ts';
import { firstMatches } from './places.ts';
import type { Place } from './places.ts';
import { argumentsAt, statementBefore } from './sites.ts';
import type { Source } from './source.ts';

/** Made once themselves, as long as the program. */
const madeOnce = /\b(?:BackgroundService|IHostedService|IHostedLifecycleService)\b/;
/** The chain ends by itself, or with somebody else. */
const ends =
  /\.\s{0,4}(?:Take|TakeUntil|TakeWhile|First\w{0,20}|Single\w{0,20}|Last\w{0,20}|ToTask|Timeout|AutoDisconnect)\s{0,4}(?:<[^<>()]{0,80}>)?\s{0,4}\(/;
/** `feed.Where(…).Subscribe`: who is subscribed to stands first in the statement. */
const receiver = /^\s{0,200}(?:this\.)?([A-Za-z_]\w{0,80})\s{0,8}[?!]?(?:$|\.)/;
const observable =
  /\b(?:IObservable|IConnectableObservable|ISubject|I?\w{0,40}Subject|IQbservable)\s{0,4}<[\w<>,.[\]? ()]{1,160}>\??\s{1,8}$/;

const longestHead = 800;
/** A constructor, or the head of a type that has its parameters: what is given there lives longer than a call. */
const constructor = /\b(?:class|record|struct|public|protected|internal|private)\s{1,8}\w{1,80}(?:<[\w, ]{1,60}>)?\s{0,8}$/;

/** Whether the text declares `name` as an observable that an object is given: a parameter of its constructor. */
function isGiven({ code }: Source, name: string): boolean {
  const parameter = name.replace(/^_/, '');
  const places = [...uses(code, name, 0, code.length), ...(parameter === name ? [] : uses(code, parameter, 0, code.length))];
  return places.some((at) => {
    const open = code.lastIndexOf('(', at);
    return (
      open > at - longestHead &&
      observable.test(code.slice(Math.max(0, at - 200), at)) &&
      /^\w{1,100}\s{0,8}[,)]/.test(code.slice(at, at + 120)) &&
      constructor.test(code.slice(Math.max(0, open - 200), open))
    );
  });
}

export function droppedSubscriptions(source: Source): readonly Place[] {
  const { code } = source;
  if (!/\bI?\w{0,40}(?:Observable|Subject)\s{0,4}</.test(code) || madeOnce.test(code)) return [];
  return firstMatches(code, /\.\s{0,4}Subscribe\w{0,20}\s{0,4}\(/g)
    .filter((found) => {
      const before = statementBefore(code, found.index);
      const name = receiver.exec(before)?.[1];
      const { end } = argumentsAt(code, found.index + found[0].length - 1);
      return name !== undefined && !ends.test(before) && /^\s{0,40};/.test(code.slice(end, end + 60)) && isGiven(source, name);
    })
    .map(({ index }) => ({ pattern: 'event-handler-kept', at: index }));
}
