/**
 * Handlers that a publisher keeps because it lives longer than their owner: events of static classes and of services that
 * the container injects, and change tokens whose registration nobody keeps.
 * https://learn.microsoft.com/dotnet/csharp/programming-guide/events/how-to-subscribe-to-and-unsubscribe-from-events
 */
import { isInStaticConstructor, uses } from './kept.ts';
import { firstMatches } from './places.ts';
import type { Place } from './places.ts';
import { statementBefore } from './sites.ts';
import type { Source } from './source.ts';

/** What stands behind `+=` where it is a handler and no sum. */
const handler =
  '(?=(?:new\\s{1,8}\\w{1,80}(?:EventHandler|Handler|Callback)\\b|delegate\\b|async\\b|\\(|[A-Za-z_]\\w{0,80}\\s{0,8}(?:=>|;)|this\\.|(?:[A-Za-z_]\\w{0,80}\\.){1,4}[A-Za-z_]\\w{0,80}\\s{0,8};))';
const onStatic = new RegExp(`(?<![\\w.])([A-Z]\\w{0,80}(?:\\.[A-Z]\\w{0,80}){1,4})\\s{0,8}\\+=\\s{0,20}${handler}`, 'g');
const onInstance = new RegExp(`(?<![\\w.])((?:this\\.)?([a-z_]\\w{0,80})\\.[A-Z]\\w{0,80})\\s{0,8}\\+=\\s{0,20}${handler}`, 'g');
const takesHandler = new RegExp(`^\\s{0,8}\\+=\\s{0,20}(?!value\\b)${handler}`);
const namedLikeHandler = /^(?:On[A-Z]|Handle[A-Z]|[A-Z]\w{0,60}ed\b|\w{0,60}(?:Handler|Changed|Event)\b|\w{0,60}_[A-Z])/;

/** `bus.Changed += session.OnChanged;`: of another object only a name that is a handler's beyond doubt. */
const othersHandler = /^(?:On[A-Z]|Handle[A-Z]|\w{1,60}Handler$|\w{1,60}_[A-Z])/;

const amount = /(?:Total|Count|Sum|Amount|Size|Length|Bytes|Price|Quantity|Value|Balance|Stock)$/;

/** `total += count;`, `total += order.Count;` add a number. */
function isSum(code: string, found: RegExpExecArray): boolean {
  const behind = code.slice(found.index + found[0].length, found.index + found[0].length + 360);
  const other = /^(?!this\.)(?:[A-Za-z_]\w{0,80}\.){1,4}([A-Za-z_]\w{0,80})\s{0,8};/.exec(behind)?.[1];
  if (other !== undefined) return !othersHandler.test(other) || amount.test(found[1] ?? '');
  return /^(?:[A-Za-z_]\w{0,80}\s{0,8};)/.test(behind) && !namedLikeHandler.test(behind);
}

const isTakenAway = (code: string, event: string): boolean =>
  uses(code, event, 0, code.length).some((at) => /^\s{0,8}-=/.test(code.slice(at + event.length, at + event.length + 12)));

/** `Toolbar.Clicked` where the text declares a property or field of that name is an event of an object of its own. */
function isOwnMember({ code, statics }: Source, event: string): boolean {
  const name = event.slice(0, event.indexOf('.'));
  const isDeclared = (at: number): boolean =>
    /[\w>\]?]\s{1,8}$/.test(code.slice(Math.max(0, at - 60), at)) &&
    !/\b(?:class|struct|record|enum|namespace|using|new|return|static)\s{1,8}$/.test(code.slice(Math.max(0, at - 60), at)) &&
    /^\s{0,20}(?:\{|=>|;|=[^=])/.test(code.slice(at + name.length, at + name.length + 30));
  return !statics.has(name) && uses(code, name, 0, code.length).some(isDeclared);
}

/** `SystemEvents.TimeChanged += OnTime` on a static or process-wide publisher, and no `-=` of it in the text. */
export function keptHandlers(source: Source): readonly Place[] {
  const { code } = source;
  return firstMatches(code, onStatic)
    .filter((found) => !isSum(code, found) && !isTakenAway(code, found[1] ?? '') && !isOwnMember(source, found[1] ?? ''))
    .map((found) => ({ pattern: 'event-handler-kept', at: found.index }));
}

const staticEvent = /\bstatic\s{1,8}event\s{1,8}[\w.<>,? ]{1,120}\s(\w{1,80})\s{0,8}[;={]/g;

/** `Changed += OnChanged` in the type that declares the static event itself: each object of it is kept. */
export function ownStaticHandlers(source: Source): readonly Place[] {
  const { code } = source;
  return firstMatches(code, staticEvent).flatMap(({ 1: name = '' }) => {
    if (isTakenAway(code, name)) return [];
    const added = uses(code, name, 0, code.length).find(
      (at) =>
        !/[\w.]\s{0,4}$/.test(
          code
            .slice(Math.max(0, at - 5), at)
            .trimEnd()
            .slice(-1),
        ) && takesHandler.test(code.slice(at + name.length, at + name.length + 160)),
    );
    return added === undefined || isInStaticConstructor(source, added) ? [] : [{ pattern: 'event-handler-kept', at: added }];
  });
}

/** What a container makes once and hands to everybody, by the name of its type; a view lives as long as its presenter. */
const longLived =
  /\b(?:I(?![A-Z]?\w{0,60}(?:View|Window|Control|Form|Dialog|Page|Button|Menu|Editor|Element|Panel|Widget|Test|Command)\w{0,60})[A-Z]\w{0,60}|\w{0,60}(?:Service|Bus|Feed|Hub|Monitor|Publisher|Notifier|Broker|Dispatcher|Registry|Aggregator|Lifetime|Tracker|Catalog|Store))(?:<[\w<>,. ?]{1,80}>)?\??\s{1,8}$/;
/** These are made once themselves. */
const madeOnce = /\b(?:BackgroundService|IHostedService|IHostedLifecycleService|UserControl|Form|Window|ComponentBase)\b/;

/** Whether the text declares `name` as something long-lived that it is given, and does not make itself. */
function isInjected({ code }: Source, name: string): boolean {
  const parameter = name.replace(/^_/, '');
  const places = [...uses(code, name, 0, code.length), ...(parameter === name ? [] : uses(code, parameter, 0, code.length))];
  const isMade = uses(code, name, 0, code.length).some((at) =>
    /^\s{0,8}(?:\?\?)?=\s{0,8}new\b/.test(code.slice(at + name.length, at + name.length + 30)),
  );
  // A parameter of a constructor: its type in front, a comma or the closing bracket behind.
  return (
    !isMade &&
    places.some(
      (at) =>
        longLived.test(code.slice(Math.max(0, at - 160), at)) && /^\s{0,8}[,)]/.test(code.slice(at, at + 120).replace(/^\w{1,100}/, '')),
    )
  );
}

/** `_prices.Changed += OnPrice` on an injected service, and no `-=` of it in the text. */
export function injectedHandlers(source: Source): readonly Place[] {
  const { code } = source;
  if (madeOnce.test(code)) return [];
  const kept = firstMatches(code, onInstance).filter(
    (found) => !isSum(code, found) && !isTakenAway(code, (found[1] ?? '').replace(/^this\./, '')) && isInjected(source, found[2] ?? ''),
  );
  // The registration that OnChange returns is the only way out of it.
  const changes = /\bIOptionsMonitor\s{0,4}</.test(code) ? firstMatches(code, /\.OnChange\s{0,4}\(/g) : [];
  const dropped = changes.filter((found) => /^\s{0,200}[\w.?!]{1,200}$/.test(statementBefore(code, found.index)));
  const oneEach = kept.filter((found, at) => kept.findIndex((each) => each[2] === found[2]) === at);
  return [...oneEach, ...dropped].map((found) => ({ pattern: 'event-handler-kept', at: found.index }));
}
