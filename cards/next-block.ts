/** The third block of a card: what next and why, the exact command, its impact. */
import type { CollectingStep, Effect } from '../flows/types.ts';
import { imageOf, isWindows } from '../flows/collectors/target-values.ts';
import { wanted } from '../flows/index.ts';
import { commandLine, freeDisk, nameOf, reachedWhen, timeIn, utcOffsetOf, type CaseContext } from './case-context.ts';
import { duration, instant, listed, sentence, threshold, when } from './format.ts';
import { byHandBlock } from './by-hand.ts';
import { impactLine } from './impact.ts';
import { commandBox, shownCommand, text, type Element } from './parts.ts';
import { collectingWords, collectorWords } from './step-words.ts';

/** The collection that is running, or was when the bot stopped. */
export function running({ investigation }: CaseContext): Effect | undefined {
  return investigation.pending.find((each) => each.type === 'collect');
}

/** `Running since 14:02, asked by Robin; usually 3 s.` or what is not known about it after a crash. */
export function runningSays(context: CaseContext): string {
  const effect = running(context);
  if (effect === undefined) return 'Running now.';
  if (effect.status === 'inDoubt') {
    const title = context.offer.collector?.title ?? 'The command';
    return `${title} was started at ${timeIn(context.investigation, effect.askedAt)}, and it is not known whether it finished: look at the host before it is run again.`;
  }
  const seconds = context.offer.how?.impact.seconds ?? null;
  const usual = seconds === null ? '' : `; usually ${duration(seconds * 1000)}`;
  return `Running since ${timeIn(context.investigation, effect.askedAt)}, asked by ${nameOf(effect.askedBy)}${usual}.`;
}

/** A bar of ten for how far a watch is: text, so that every client shows it. */
export function progressBar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * 10);
  return '▰'.repeat(full) + '▱'.repeat(10 - full);
}

/** How far the watch is and when it will be enough. */
function watchSays({ investigation, now }: CaseContext, step: CollectingStep): string {
  const trends = investigation.judgement?.trends ?? [];
  const until = `Watching until ${collectingWords[step].until}.`;
  if (step !== 'counters' || trends.length === 0) return until;
  const watchedMs = Math.max(...trends.map((each) => each.to)) - Math.min(...trends.map((each) => each.from));
  const needed = trends.map((each) => (each.needsMs === null ? 0 : watchedMs + each.needsMs));
  const wantedMs = Math.max(investigation.plan.minimumCountersMs, ...needed);
  if (wantedMs <= watchedMs) return until;
  // A replay runs faster than the clock: there, only how much is left is true.
  const replayed = investigation.target?.connector === 'replay';
  const at = replayed ? '' : `, until about ${timeIn(investigation, now + wantedMs - watchedMs)}`;
  return `${progressBar(watchedMs / wantedMs)} ${duration(wantedMs - watchedMs)} to go${at}.`;
}

/** What is done by itself, and when: nobody has to remember it. */
function dueSays({ investigation, now }: CaseContext): readonly Element[] {
  const [due] = wanted(investigation).due.filter((each) => (instant(each.at) ?? now) > now);
  if (due === undefined) return [];
  return [text(`${sentence(due.says)} It is done by itself at ${when(due.at, now, utcOffsetOf(investigation))}.`)];
}

/** The command that a button runs; folded where it is long and nobody has to copy it. */
export function offered(context: CaseContext): readonly Element[] {
  const command = commandLine(context.offer);
  if (context.offer.how?.argv?.[0] === 'replay') return [text('Practice: the recorded output is played.')];
  if (command !== null) return shownCommand(command);
  if (context.offer.how === null) return [];
  const isSource = context.offer.collector?.id === 'source';
  return [text(isSource ? 'Paste the diff or the changed files here, or drop them.' : '“I’ll run it” shows how it is done.')];
}

/** The same at once shows nothing new: how long to wait, and that something has to happen meanwhile. */
function onceMore({ offer: { nth, planned } }: CaseContext): readonly Element[] {
  const apartMs = planned?.need.apartMs ?? 0;
  if (nth === null || nth < 2 || apartMs === 0) return [];
  return [text(`Once more, ${duration(apartMs)} or more after the first and with work in between: only then does growth show.`)];
}

/** Nobody watches here but the person: which size each dump waits for, and when that is. */
function whenToDump(context: CaseContext, step: CollectingStep): readonly Element[] {
  const { target, plan, snapshot } = context.investigation;
  if (step !== 'leakTracking' || target?.connector !== 'manual') return [];
  const ahead = plan.thresholds.slice(snapshot.facts.dumps);
  const [next, ...later] = ahead;
  if (next === undefined) return [];
  const at = next.reachedAt === null ? '' : `, ${reachedWhen(context, next.reachedAt)}`;
  const then = later.length === 0 ? '' : ` Then at ${listed(later.map((each) => threshold(each.bytes)))}.`;
  return [text(`Dump ${plan.thresholds.length - ahead.length + 1} is for when private bytes reach ${threshold(next.bytes)}${at}.${then}`)];
}

/** Where the number comes from that the command leaves open. */
function whichPid({ investigation: { target }, offer }: CaseContext): readonly Element[] {
  if (target === null || target.pid !== null || !/\bPID\b/.test(offer.how?.byHand ?? '')) return [];
  const name = imageOf(target);
  const windows = name === null ? 'tasklist' : `tasklist /fi "imagename eq ${name}.exe"`;
  const linux = name === null ? 'ps -ef' : `pgrep -a ${name}`;
  return [
    text('PID stands for the number of the process:', {}, { spacing: 'Small' }),
    commandBox(isWindows(target.platform) ? windows : linux),
  ];
}

/** Why this step, in one sentence. */
export function whySays({ offer }: CaseContext, step: CollectingStep): string {
  return (collectorWords(step, offer.collector?.id ?? null) ?? collectingWords[step]).why;
}

/** What next and why, by phase. `says`: the reason, in as many words as there is room for. */
export function nextBlock(context: CaseContext, step: CollectingStep, says: string): readonly Element[] {
  const { investigation, offer } = context;
  const impact = offer.how === null ? [] : [impactLine(offer.how, freeDisk(investigation))];
  const why = text(says, { subtle: true });
  switch (offer.phase) {
    case 'collecting':
      return [text(runningSays(context)), ...offered(context), ...(running(context)?.status === 'inDoubt' ? impact : [])];
    case 'watching':
      return [text(watchSays(context, step)), why];
    case 'awaitingOutput':
      return [...onceMore(context), ...whenToDump(context, step), ...byHandBlock(context), ...whichPid(context), ...impact];
    case 'offering':
    case 'choosing':
    case 'holding':
      return [...dueSays(context), why, ...offered(context), ...impact];
  }
}
