/** What people said was deployed, and when: `deployed v2.3 at 14:05`, in a word of its own or inside a note. */
import type { Deployment } from '../analysis/types.ts';
import type { Investigation } from './types.ts';
import { clock, shortened } from './figures.ts';
import { readMoment } from './moment.ts';

/** A case has a handful of them. */
const mostDeployments = 20;
const longestWhat = 80;

const happened = /\b(?:deployed|deployment|deploy|rolled out|rollout|released|release|went live)\b/i;
/** Somebody who says that nothing was deployed, or that it will be, tells of no deployment. */
const didNot = /\b(?:not|nothing|never|no|will|would|planned|tomorrow|before|since|after)\b/i;
const moment = /(?:\d{4}-\d\d-\d\d[ T])?\d{1,2}:\d\d(?::\d\d)?(?: ?(?:UTC\b|Z\b|[+-]\d\d:?\d\d\b))?(?![\d:])/i;

const filler =
  /\b(?:deployed|deployment|deploy|rolled out|rollout|released|release|went live|we|i|at|on|was|were|has|have|been|of|just)\b/gi;

/** What is left of the text without the deployment's word and its time: the version, the change. */
function whatOf(text: string, time: string): string | null {
  const rest = text.replace(time, ' ').replaceAll(filler, ' ');
  const words = rest
    .split(/\s+/)
    .filter((word) => !/^[^\p{L}\p{N}]*$/u.test(word))
    .join(' ')
    .replace(/[\s:,.;-]{1,8}$/, '');
  return words === '' ? null : shortened(words, longestWhat);
}

/** Null: the text tells of no deployment, or not when. `now`: epoch ms. */
export function deploymentIn(text: string, now: number, offsetMinutes: number): Deployment | null {
  const line = text.slice(0, 400);
  if (!happened.test(line) || didNot.test(line)) return null;
  const time = moment.exec(line)?.[0];
  const at = time === undefined ? null : readMoment(time, now, offsetMinutes);
  return time === undefined || at === null ? null : { at, what: whatOf(line, time) };
}

/** A note that opens with the word and tells no time: it is asked for. */
export function lacksTime(text: string): boolean {
  return /^deployed\b/i.test(text) && !moment.test(text.slice(0, 400));
}
export const whenDeployed = 'When was it deployed? Say: deployed at 14:05, or: deployed v2.3 at 2026-01-15 14:05.';

/** A deployment that is told again is the same one. */
export function withDeployment(investigation: Investigation, text: string, now: number): Investigation {
  const told = deploymentIn(text, now, investigation.settings.utcOffsetMinutes ?? 0);
  if (told === null) return investigation;
  const others = (investigation.deployments ?? []).filter((each) => each.at !== told.at);
  return { ...investigation, deployments: [...others, told].slice(-mostDeployments) };
}

/** On whose clock its time was taken. */
export function deploymentSays({ at }: Deployment): string {
  return `(${new Date(at).toISOString().slice(0, 10)} ${clock(at)})`;
}
