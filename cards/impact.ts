/** What a command does to production, in one sentence and one colour. */
import type { CollectorHow } from '../flows/types.ts';
import { bytes, duration, midSentence } from './format.ts';
import { text, type Element } from './parts.ts';

function withoutStop(says: string): string {
  return says.trim().replace(/(?<![.;])[.;]+$/, '');
}

/** The figures that its own sentence leaves out: seconds, GB, and what is free. */
function figures({ impact }: CollectorHow, says: string, freeBytes: number | null): readonly string[] {
  const seconds =
    impact.seconds === null || /\d ?(?:s|seconds?|min|minutes?|h)\b/.test(says) ? null : `takes about ${duration(impact.seconds * 1000)}`;
  const written = impact.bytes === null || /\d ?[KMGT]B\b/.test(says) ? null : `writes about ${bytes(impact.bytes)}`;
  const free = impact.bytes === null || freeBytes === null || says.includes('free') ? null : `${bytes(freeBytes)} free`;
  return [seconds, written, free].filter((each) => each !== null);
}

/** `No effect on the process; takes about 3 s; needs administrator rights.` */
export function impactSentence(how: CollectorHow, freeBytes: number | null): string {
  const own = withoutStop(how.impact.says);
  const says = how.impact.kind === 'none' && !/^no effect/i.test(own) ? ['No effect on the process', midSentence(own)] : [own];
  const rights = withoutStop(how.rights).replace(/^administrator$/i, 'administrator rights');
  const needs =
    rights === '' || /^none$/i.test(rights) ? [] : [/^needs /i.test(rights) ? midSentence(rights) : `needs ${midSentence(rights)}`];
  return `${[...says.filter((each) => each !== ''), ...figures(how, own, freeBytes), ...needs].join('; ')}.`;
}

export function impactLine(how: CollectorHow, freeBytes: number | null): Element {
  return text(impactSentence(how, freeBytes), { tone: how.impact.kind === 'none' ? 'Good' : 'Warning' }, { spacing: 'Small' });
}
