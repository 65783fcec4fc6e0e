/**
 * Memory that grew in a straight line and stopped at once, or rose outside the GC heap: no warm-up of a managed cache, which bends
 * as it fills. The work may have ended and the leak still be there.
 */
import type { CaseFile } from '../case-file.ts';
import { counterWords, type NamedTrend } from '../counter-trends.ts';
import { ownMemory } from '../own-memory.ts';
import { changePoints, type ChangePoint } from '../trend/change-points.ts';
import { median } from '../trend/robust-statistics.ts';
import { bytesText, capital, countText, durationText, shareText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const hourMs = 3_600_000;
const MB = 1024 * 1024;
/** What rose by less, or by less than this share of itself, breathes. */
const leastRise = 50 * MB;
const leastShare = 0.1;
/** After the stop it grows by less than this share of its rate before. */
const stillShare = 0.1;
/** Both the line and the rest were watched for as long. */
const leastMs = 30 * 60_000;
/** Requests that fell below this share ended; above the other they went on. */
const endedShare = 0.5;
const goesOnShare = 0.8;
/** Of the rise, the GC heap has less than this: something else filled. */
const gcPart = 0.4;

interface Stop {
  readonly at: number;
  readonly perHour: number;
  readonly rise: number;
  readonly forMs: number;
  readonly sinceMs: number;
}

/** The one bend of a curve that was a line before it and is level after it; a curve that bends more than once warms up. */
function stopOf({ taken }: NamedTrend): Stop | null {
  const changes: readonly ChangePoint[] = changePoints(taken);
  const [bend] = changes;
  const [first, last] = [taken[0], taken.at(-1)];
  if (changes.length !== 1 || bend?.kind !== 'slope' || first === undefined || last === undefined || bend.before <= 0) return null;
  const [forMs, sinceMs] = [bend.at - first.at, last.at - bend.at];
  const rise = (bend.before * forMs) / hourMs;
  const isMuch = rise >= Math.max(leastRise, leastShare * first.value);
  const isStill = Math.abs(bend.after) <= stillShare * bend.before;
  return isMuch && isStill && forMs >= leastMs && sinceMs >= leastMs ? { at: bend.at, perHour: bend.before, rise, forMs, sinceMs } : null;
}

/** The requests a second before and after; null where nobody counted them on both sides. */
function requestsAbout(file: CaseFile, at: number): { readonly before: number; readonly after: number } | null {
  const taken = file.trend('requestsPerSecond')?.taken ?? [];
  const [before, after] = [taken.filter((each) => each.at < at), taken.filter((each) => each.at >= at)];
  if (before.length < 3 || after.length < 3) return null;
  return { before: median(before.map(({ value }) => value)), after: median(after.map(({ value }) => value)) };
}

function workText(requests: ReturnType<typeof requestsAbout>): { readonly ended: boolean; readonly says: string } {
  const open = 'A pool or a cache that is full does that, and so does a leak whose work has ended or that was mended: what changed then?';
  if (requests === null || requests.before <= 0) return { ended: false, says: open };
  const share = requests.after / requests.before;
  const rates = `${countText(Math.round(requests.before))} to ${countText(Math.round(requests.after))} a second`;
  if (share <= endedShare)
    return { ended: true, says: `Requests fell from ${rates} meanwhile: the work has ended, and whatever grew with it may still leak.` };
  return share >= goesOnShare
    ? { ended: false, says: `Requests went on (${rates}): it is full, or it was mended.` }
    : { ended: false, says: open };
}

function stopped(file: CaseFile, memory: NamedTrend): ReturnType<Question['ask']> {
  const stop = memory.motion === 'grows' ? null : stopOf(memory);
  if (stop === null) return [];
  const { ended, says } = workText(requestsAbout(file, stop.at));
  const { name } = counterWords[memory.counter];
  return [
    finding({
      rule: ended ? 'work-ended' : 'growth-stopped',
      says: `${capital(name)} grew by ${bytesText(stop.perHour)} an hour in a straight line for ${durationText(stop.forMs)} (${bytesText(stop.rise)}), stopped at once and stayed level for ${durationText(stop.sinceMs)}. ${says}`,
      strength: 'strong',
      evidence: memory.evidence,
      measured: { at: stop.at, bytesPerHour: stop.perHour, bytes: stop.rise, ms: stop.sinceMs },
    }),
  ];
}

/** What rose to its level lies elsewhere than on the GC heap. */
function outside(file: CaseFile, memory: NamedTrend): ReturnType<Question['ask']> {
  const gc = file.trend('gcHeap');
  const rise = memory.last - memory.first;
  if (memory.motion !== 'plateau' || gc === null || gc.motion === 'too-early' || rise < leastRise) return [];
  const share = Math.max(0, gc.motion === 'sawtooth' ? 0 : gc.last - gc.first) / rise;
  if (share >= gcPart) return [];
  return [
    finding({
      rule: 'rose-outside-gc-heap',
      says: `Of the ${bytesText(rise)} that ${counterWords[memory.counter].name} rose by, ${share < 0.05 ? 'none' : shareText(share)} is on the .NET heap: what filled is outside it.`,
      strength: 'strong',
      evidence: [...memory.evidence, ...gc.evidence],
      measured: { rise, share },
    }),
  ];
}

export const growthStopped: Question = {
  id: 'growth-stopped',
  ask: ({ file }) => {
    const memory = ownMemory(file);
    return memory === null ? [] : [...stopped(file, memory), ...outside(file, memory)];
  },
};
