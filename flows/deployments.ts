/** What people said was deployed, and when: `deployed v2.3 at 14:05`, in a word of its own or inside a note, in their own words. */
import type { Deployment } from '../analysis/types.ts';
import type { Investigation } from './types.ts';
import { clock, shortened } from './figures.ts';
import { everyHappened, filler, happened, ownTime } from './deployment-words.ts';
import { type TellersClock, type ToldTime, toldTimes } from './told-times.ts';

/** A case has a handful of them. */
const mostDeployments = 20;
const longestWhat = 80;
/** A note is a few sentences. */
const longestNote = 2000;
/** A clock may go before ours. */
const aheadMs = 5 * 60_000;

/** Somebody who says that nothing was deployed, or that it will be, tells of no deployment. */
const didNot =
  /(?<!\p{L})(?:will|would|planned|scheduled|tomorrow|going to|to be|next|wird|geplant|morgen|завтра|будет|planifié|demain|roll(?:ed)? ?back)(?!\p{L})|(?<!\p{L})(?:not|never|nothing|no|kein\p{L}{0,2}|nichts|nicht|не|ничего)(?= (?:\p{L}{1,12} ){0,2}(?:deploy|release|roll|ship|went live|aus|ein|выкат|депло|релиз|раскат))|(?:n['’]t|(?<!\p{L})(?:not|nicht)) (?:yet )?(?:been )?(?:deploy|release|rolled|shipped|ausgerollt|eingespielt)/iu;
/** What is told of is what came of it. */
const since = /(?<!\p{L})(?:before|since|after|until|seit|nach|vor|bis|после|до|перед|с)(?!\p{L})/iu;
/** The end of one thing that is told. */
const boundary = /[;\n]|[.!?](?=\s)|, (?=then|dann|потом)| (?:and )?then /giu;
/** Another event than the one before it in the same sentence. */
const another =
  /(?<!\p{L})(?:restart\p{L}{0,3}|recycl\p{L}{0,3}|alert\p{L}{0,3}|crash\p{L}{0,3}|noticed|started to|began|grow\p{L}{0,3}|rose|roll(?:ed)? ?back|neustart|neu gestartet|упал\p{L}?|перезапу\p{L}{1,8})(?!\p{L})/iu;
const finished = /(?<!\p{L})(?:finished|completed?|done|ended|fertig|beendet|abgeschlossen|законч\p{L}{1,6}|заверш\p{L}{1,6})(?!\p{L})/iu;
const began = /(?<!\p{L})(?:start(?:ed)?|begann|gestartet|начал\p{L}{0,3})(?!\p{L})/iu;

/** What is left of a clause without the deployment's word and its time: the version, the change. */
function whatOf(text: string): string | null {
  const rest = text.replaceAll(filler, ' ').replace(/\([^()]{0,80}\)/g, ' ');
  const left = rest
    .split(/\s+/)
    .filter((word) => !/^[^\p{L}\p{N}]*$/u.test(word))
    .join(' ')
    .replace(/^[\s:,.;-]{1,8}|[\s:,.;-]{1,8}$/g, '');
  return left === '' || /^(?:[Tt]he|an?|[Dd]er|[Dd]ie|[Dd]as|[Ll]e|la)$/.test(left) ? null : shortened(left, longestWhat);
}

/** What of the words before a time tells of the deployment itself: `grown since the deployment of 2.4`. */
function ownWords(before: string): string {
  const at = since.test(before) ? (before.match(everyHappened)?.at(-1) ?? '') : '';
  return at === '' ? before : before.slice(before.lastIndexOf(at));
}

/** The sentences and parts of them; the full stop of a date ends none. */
function clausesOf(text: string, times: readonly ToldTime[]): readonly (readonly [number, number])[] {
  const ends = [...text.matchAll(boundary)]
    .map((found) => found.index + found[0].length)
    .filter((end) => !times.some(({ from, to }) => from < end && end < to));
  return [...ends, text.length].map((end, index) => [ends[index - 1] ?? 0, end] as const);
}

const version = /^[\s:,(–-]{0,4}(?:version |build )?v?\d/i;

/** Of the words behind a time: those of a deployment that is named there; where it was named before, a version only. */
const named = (before: string, tail: string): string =>
  happened.test(before) && !version.test(tail) ? '' : (tail.replace(/^[\s:,(–-]{1,4}/, '').split(/[,)]/, 1)[0] ?? '');

interface Told extends Deployment {
  readonly isEnd: boolean;
}

/** The deployments of one clause: each time belongs to the words before it, and the last one's tail to it as well. */
function toldIn(clause: string, offset: number, times: readonly ToldTime[]): readonly Told[] {
  const own = times.map(({ at, from, to }) => ({ at, from: from - offset, to: to - offset }));
  let isTold = false;
  return own.flatMap(({ at, from, to }, index) => {
    const before = clause.slice(own[index - 1]?.to ?? 0, from);
    const tail = clause.slice(to, own[index + 1]?.from ?? clause.length);
    const around = index === own.length - 1 ? `${before} ${tail}` : before;
    // The second time of a range is its end.
    if (/^\s{0,2}(?:-|–|to|bis|и|and)\s{0,2}$/u.test(before) && isTold) return [];
    if (/\?\s{0,4}$/.test(clause)) return [];
    const says = happened.test(around);
    isTold = !didNot.test(around) && (ownTime.test(before) || (says && !since.test(around)) || (isTold && !says && !another.test(before)));
    return isTold
      ? [{ at, what: whatOf(ownWords(before)) ?? whatOf(named(before, tail)), isEnd: finished.test(around) && !began.test(around) }]
      : [];
  });
}

/** Every deployment that a text tells of, with its time. `now`: epoch ms; what lies ahead of it has not happened. */
export function deploymentsIn(text: string, now: number, offsetMinutes: number): readonly Deployment[] {
  const line = text.slice(0, longestNote);
  if (!happened.test(line)) return [];
  const clockOf: TellersClock = { now, offsetMinutes };
  const times = toldTimes(line, clockOf).filter(({ at }) => at <= now + aheadMs);
  const told = clausesOf(line, times).flatMap(([from, to]) =>
    toldIn(
      line.slice(from, to),
      from,
      times.filter((each) => each.from >= from && each.to <= to),
    ),
  );
  // Begun and finished is one deployment: the code runs at the latest when it is finished.
  const kept = told.filter((each, index) => !(told[index + 1]?.isEnd === true && !each.isEnd && told[index + 1]?.what === null));
  return kept.map((each) => ({ at: each.at, what: each.what ?? whatBefore(told, each) }));
}

const whatBefore = (told: readonly Told[], each: Told): string | null => (each.isEnd ? (told[told.indexOf(each) - 1]?.what ?? null) : null);

/** A note that opens with the word and tells no time: it is asked for. */
export function lacksTime(text: string): boolean {
  return /^deployed\b/i.test(text) && toldTimes(text.slice(0, longestNote), { now: 0, offsetMinutes: 0 }).length === 0;
}
export const whenDeployed = 'When was it deployed? Say: deployed at 14:05, or: deployed v2.3 at 2026-01-15 14:05.';

/** A deployment that is told again is the same one. */
export function withDeployment(investigation: Investigation, text: string, now: number): Investigation {
  const told = deploymentsIn(text, now, investigation.settings.utcOffsetMinutes ?? 0);
  if (told.length === 0) return investigation;
  const others = (investigation.deployments ?? []).filter((each) => told.every(({ at }) => at !== each.at));
  return { ...investigation, deployments: [...others, ...told].slice(-mostDeployments) };
}

/** On whose clock its time was taken. */
export function deploymentSays(told: readonly Deployment[]): string {
  return `(${told.map(({ at }) => `${new Date(at).toISOString().slice(0, 10)} ${clock(at)}`).join('; ')})`;
}
