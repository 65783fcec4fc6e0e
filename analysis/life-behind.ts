/** Whose outputs a verdict rests on, where several processes were read. */
import type { Found } from './causes/types.ts';
import { livesIn, mayBeSameLife, toldApart } from './lives.ts';
import type { LeakClass, ProcessLife } from './types.ts';

/** The one life that all outputs behind the class are of; null where they are of several, or tell none. */
export function lifeBehind(found: Found, leakClass: LeakClass): ProcessLife | null {
  const ids = new Set(found.findings.filter(({ points }) => points === leakClass).flatMap(({ evidence }) => evidence));
  const behind = found.file.evidence.filter(({ id, kind }) => ids.has(id) && kind !== 'source' && kind !== 'host').flatMap(livesIn);
  const [first] = behind;
  if (first === undefined || !behind.every((each) => toldApart(each) && mayBeSameLife(first, each))) return null;
  return found.file.lives.find(({ life }) => mayBeSameLife(life, first))?.life ?? first;
}
