/** Outputs that could be compared if it were known when they were made: asked in the answer to the paste, never guessed. */
import type { Investigation } from './types.ts';
import { evidenceNumber } from './evidence-named.ts';

const asking: readonly string[] = ['order-unknown', 'time-unknown'];
const mostAsked = 3;

/** A sentence to follow what the output says; empty where nothing is to be asked of it. */
export function orderAsked(investigation: Investigation, id: string): string {
  const { judgement, evidence } = investigation;
  const open = judgement?.findings.find((each) => asking.includes(each.rule) && each.evidence.includes(id));
  if (open === undefined) return '';
  const untimed = evidence.filter((each) => open.evidence.includes(each.id) && each.takenAt === null);
  const words = untimed.slice(-mostAsked).map((each) => `“time ${evidenceNumber(investigation, each.id)} 14:30”`);
  if (words.length === 0) return '';
  const one = words.length === 1;
  return ` ${one ? 'When was it made?' : 'When was each made?'} It is compared with the others as soon as that is known; say ${words.join(' and ')} with ${one ? 'its' : 'their'} own time (UTC).`;
}
