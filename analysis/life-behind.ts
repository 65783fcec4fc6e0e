/** Whose outputs a verdict rests on, where several processes were read. */
import type { Found } from './causes/types.ts';
import { livesIn, mayBeSameLife, toldApart } from './lives.ts';
import type { LeakClass, ProcessLife } from './types.ts';

/** The one life that all outputs behind the class are of; null where they are of several, or tell none. */
export function lifeBehind(found: Found, leakClass: LeakClass): ProcessLife | null {
  const ids = new Set(found.findings.filter(({ points }) => points === leakClass).flatMap(({ evidence }) => evidence));
  const behind = found.file.evidence.filter(({ id, kind }) => ids.has(id) && kind !== 'source' && kind !== 'host').flatMap(livesIn);
  // A name alone may be of any of several; what names a pid is not.
  const first = behind.find(({ pid }) => pid !== null) ?? behind[0];
  if (first === undefined || !behind.every((each) => toldApart(each) && mayBeSameLife(first, each))) return null;
  const { life, lives } = found.file;
  return [life, ...lives.map((known) => known.life)].find((each) => mayBeSameLife(each, first)) ?? first;
}
