/** The opening sentence where no class is named: what is missing, and what stands out all the same. */
import type { Found } from './causes/types.ts';
import { lowered } from './wording.ts';

/** What always decides, and how long: SPEC §1 (counters, at least 30 minutes; two summaries some minutes apart). */
const collect = 'Collect the counters (private bytes, .NET heap, handles, assemblies) for at least 30 min';

/** Two readings of one kind between which nothing grows. */
const doNotGrow: ReadonlySet<string> = new Set([
  'handles-do-not-grow',
  'heap-does-not-grow',
  'leak-report-flat',
  'assemblies-do-not-grow',
  'loader-heap-does-not-grow',
  'threads-do-not-grow',
  'allocations-do-not-grow',
]);

/** A second reading of the same kind is asked for only where it is not there. */
function collectText({ findings, differences }: Found): string {
  const hasSecond = differences.length > 0 || findings.some(({ rule }) => doNotGrow.has(rule));
  return hasSecond ? `${collect}.` : `${collect}, and take a second reading of the same kind some minutes after the first.`;
}

/** The finding that comes nearest to a verdict, said as what it is. */
function nearestText({ findings }: Found, cause: string | null): string {
  const says =
    findings.find(({ rule }) => rule === 'threads-together')?.says ??
    findings.find(({ points }) => points !== null && points !== 'no-leak')?.says ??
    findings.find(({ rule }) => doNotGrow.has(rule))?.says ??
    findings.find(({ rule }) => rule === 'allocation-stack')?.says;
  if (says !== undefined) return `; what stands out is this: ${lowered(says).replace(/\.$/, '')}`;
  return cause === null ? '' : `; what it would fit: ${cause}`;
}

/** Why nothing leaks there any more, or why nothing can be told from what was read. */
const saysEnough: ReadonlySet<string> = new Set(['work-ended', 'growth-stopped', 'page-heap-on', 'heap-within-memory']);

/** What is missing, or what was read and decides nothing. `cause`: the title of the likeliest; null where none is named. */
export function notEnough(found: Found, cause: string | null): string {
  const ended = found.findings.find(({ rule }) => saysEnough.has(rule));
  if (ended !== undefined) return ended.says;
  const early =
    found.file.trend('privateBytes') ??
    found.file.trend('workingSet') ??
    found.file.trends.find(({ motion }) => motion === 'too-early') ??
    null;
  if (early?.motion === 'too-early') return early.says;
  const zero = found.findings.find(({ rule }) => rule === 'zero-counters');
  if (zero !== undefined) return zero.says;
  const nearest = nearestText(found, cause);
  if (found.file.evidence.length === 0) return 'Nothing has been read yet.';
  const unordered = found.findings.find(({ rule }) => rule === 'order-unknown');
  return unordered?.says ?? `What was read does not tell yet whether anything leaks${nearest}. ${collectText(found)}`;
}
