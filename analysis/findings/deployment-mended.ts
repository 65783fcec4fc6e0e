/** A deployment between a life that grew and one that does not: what leaked may have been mended with it. */
import { amountText, counterWords } from '../counter-trends.ts';
import type { NamedTrend } from '../counter-trends.ts';
import { lifeTextAmong, mayBeSameLife, onOneMachine, toldApart } from '../lives.ts';
import { deploymentsOf, nameOf, type Told } from '../told-deployments.ts';
import type { CounterId, Finding } from '../types.ts';
import { capital } from '../wording.ts';
import { finding, type Exhibits, type Question } from './types.ts';

/** The process is started anew within this of a deployment, or the deployment had nothing to do with it. */
const nearMs = 15 * 60_000;
const speak: readonly CounterId[] = ['privateBytes', 'workingSet', 'gcHeap', 'handles'];

/** The life before, if it grew and ended about when it was deployed. */
function grewBefore({ file }: Exhibits, now: NamedTrend, told: Told): NamedTrend | null {
  const before = file.trends.filter(
    ({ counter, life, taken }) =>
      counter === now.counter &&
      toldApart(life) &&
      !mayBeSameLife(life, now.life) &&
      onOneMachine(life, now.life) &&
      (taken.at(-1)?.at ?? Infinity) <= told.at + nearMs,
  );
  const last = before.reduce<NamedTrend | null>((newest, each) => (newest === null || each.to > newest.to ? each : newest), null);
  return last !== null && last.motion === 'grows' && told.at - (last.taken.at(-1)?.at ?? 0) <= nearMs ? last : null;
}

function mended(exhibits: Exhibits, told: Told): readonly Finding[] {
  const { file } = exhibits;
  for (const counter of speak) {
    const now = file.trend(counter);
    if (now === null || now.motion === 'grows' || now.motion === 'too-early') continue;
    const beganAt = now.life.startedAt ?? now.taken[0]?.at ?? 0;
    const before = Math.abs(beganAt - told.at) <= nearMs ? grewBefore(exhibits, now, told) : null;
    if (before === null || before.slopePerHour === null) continue;
    const lives = file.lives.map(({ life }) => life);
    const { name, verb } = counterWords[counter];
    const still = verb[0] === 'grow' ? 'they do not' : 'it does not';
    return [
      finding({
        rule: 'deployment-mended',
        about: new Date(told.at).toISOString(),
        says: `${capital(name)} grew by ${amountText(counter, before.slopePerHour)} an hour in ${lifeTextAmong(before.life, lives)}, until ${nameOf(told)}; in ${lifeTextAmong(now.life, lives)}, which began with it, ${still}: it may have been mended there.`,
        strength: 'strong',
        evidence: [...new Set([...told.evidence, ...before.evidence, ...now.evidence])],
        measured: { deployedAt: told.at, slopePerHour: before.slopePerHour },
      }),
    ];
  }
  return [];
}

export const deploymentMended: Question = {
  id: 'deployment-mended',
  ask: (exhibits) =>
    deploymentsOf(exhibits.file)
      .flatMap((told) => mended(exhibits, told))
      .slice(0, 1),
};
