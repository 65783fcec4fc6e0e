/**
 * Outputs that name no process, while logs watched one life of it after another: each is of the life that was watched when it was
 * taken, and what two lives hold is not compared. Only where the time is beyond doubt, and fits one of them alone.
 */
import { ofDebuggers } from './debugger-session.ts';
import { isProcess, mayBeSameLife, merged } from './lives.ts';
import type { Evidence, ProcessLife } from './types.ts';

interface Watched {
  readonly life: ProcessLife;
  readonly from: number;
  readonly to: number;
}

/** Clocks of two tools on one host, and the moment that a dump takes. */
const slackMs = 60_000;

/** Debuggers print their zone; what the bot collected it timed itself. Other times may be of any zone. */
const isExact = ({ takenAt, timeFrom, parser }: Evidence): boolean =>
  takenAt !== null && (timeFrom === 'collected' || (timeFrom === 'content' && ofDebuggers.has(parser)));

const isOfNoLife = ({ kind, life }: Evidence): boolean =>
  kind !== 'counters' && kind !== 'source' && kind !== 'host' && life.pid === null && life.startedAt === null;

/** From when to when each pid was watched. */
function watchedIn(evidence: readonly Evidence[]): readonly Watched[] {
  const series = evidence.flatMap((each) => (each.kind === 'counters' ? each.series : [])).filter(({ life }) => life.pid !== null);
  const spans: Watched[] = [];
  for (const { life, samples } of series) {
    const [from, to] = [samples[0]?.at, samples.at(-1)?.at];
    if (from === undefined || to === undefined || !isProcess(life)) continue;
    const at = spans.findIndex((each) => each.life.pid === life.pid && mayBeSameLife(each.life, life));
    const known = spans[at];
    if (known === undefined) spans.push({ life, from, to });
    else spans[at] = { life: merged([known.life, life]), from: Math.min(known.from, from), to: Math.max(known.to, to) };
  }
  return spans;
}

/** The evidence with the lives that its times tell. */
export function livesByTime(evidence: readonly Evidence[]): readonly Evidence[] {
  const unnamed = evidence.filter((each) => isOfNoLife(each) && isExact(each));
  const watched = unnamed.length === 0 ? [] : watchedIn(evidence);
  if (watched.length < 2) return evidence;
  return evidence.map((each) => {
    const at = each.takenAt ?? 0;
    if (!unnamed.includes(each)) return each;
    const fits = watched.filter(
      ({ life, from, to }) => at >= from - slackMs && at <= to + slackMs && mayBeSameLife(each.life, { ...life, runtime: null }),
    );
    const [one, ...more] = fits;
    return one === undefined || more.length > 0 ? each : { ...each, life: merged([each.life, one.life]) };
  });
}
