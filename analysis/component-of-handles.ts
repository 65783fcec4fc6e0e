/** The kind of handle that leaks, or the code that opens it, by its name in the evidence. */
import type { Found } from './causes/types.ts';
import { about, aboutOf } from './finding-subject.ts';
import { firstOwnFrame, frameName } from './stacks.ts';
import type { Finding } from './types.ts';

/** Beside the type that grows most another counts from this part of its growth on; below it breathes. */
const countsBeside = 0.1;

/** The type of handles that grows most, and the next where it has a part in it. */
function grownTypes({ findings }: Found): readonly string[] {
  const grown = findings.filter(({ rule, id }) => rule === 'handle-growth' && !id.endsWith(':tracked'));
  const growthOf = ({ measured }: Finding): number => measured['growth'] ?? 0;
  const most = Math.max(...grown.map(growthOf));
  const matter = grown.filter((each) => growthOf(each) >= countsBeside * most);
  return matter.slice(0, 2).flatMap((each) => aboutOf(each) ?? []);
}

/** A function, the name of an object or the types that grow; null where nothing names any. */
export function handleComponent(found: Found): string | null {
  const traced = found.file.of('handleTrace').flatMap(({ diff, open }) => (diff ? open : []));
  const opener = traced.map(({ frames }) => firstOwnFrame(frames)).find((frame) => frame !== null);
  if (opener !== undefined) return frameName(opener);
  const grown = grownTypes(found);
  return (
    about(found, 'handle-name') ??
    (grown.length > 0 ? grown.join(' and ') : (about(found, 'handle-level')?.replaceAll('+', ' and ') ?? about(found, 'handle-trace')))
  );
}
