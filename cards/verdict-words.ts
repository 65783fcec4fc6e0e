/** How a verdict is called in a title, on a chip and in a subtle line. */
import type { LeakClass, Verdict } from '../analysis/types.ts';
import { confidence } from './format.ts';

const titles: Readonly<Record<LeakClass, string>> = {
  virtual: 'Address space is reserved and not used',
  native: 'Native memory leaks',
  'loader-heap': 'Loaded assemblies leak',
  managed: 'The .NET heap leaks',
  handle: 'Handles leak',
  'no-leak': 'No leak',
  'not-enough-data': 'Not enough data yet',
};
const chips: Readonly<Record<LeakClass, string>> = {
  virtual: 'address space leak',
  native: 'native leak',
  'loader-heap': 'loader heap leak',
  managed: 'managed leak',
  handle: 'handle leak',
  'no-leak': 'no leak',
  'not-enough-data': 'not enough data',
};
/** A cause below this is one of several possibilities, and no title: the leader is then not even twice as likely as the rest together. */
const leadingCause = 0.67;

/** Whether anything leaks at all, as far as the verdict says. */
export function isLeak(leakClass: LeakClass): boolean {
  return leakClass !== 'no-leak' && leakClass !== 'not-enough-data';
}

/** `GDI+ used in a web service`, or the class where no cause leads. */
export function verdictTitle(verdict: Verdict): string {
  const [cause] = verdict.causes;
  return isLeak(verdict.class) && cause !== undefined && cause.confidence >= leadingCause ? cause.title : titles[verdict.class];
}

/** `native leak, 97 %`; not enough data is no claim and has no percentage. */
export function verdictChip(verdict: Verdict): string {
  return verdict.class === 'not-enough-data' ? chips[verdict.class] : `${chips[verdict.class]}, ${confidence(verdict.confidence)}`;
}
