/** Patterns of a diff that stand in lines it keeps, and begin with what it adds: the first `Add` to a static list that was there. */
import type { SourcePattern } from '../../types.ts';
import type { Source } from './source.ts';

const declaredName = /\b(\w{1,80})\s{0,8}(?:=(?!=)|;|\{)/;

/** The added line of that file which uses what the kept line declares; null where none does. */
function addedUse({ places, raw }: Source, { line, file }: SourcePattern): number | null {
  const name = declaredName.exec((raw[line - 1] ?? '').slice(0, 400))?.[1];
  if (name === undefined) return null;
  const uses = (text: string): boolean => text.split(/\W/).includes(name);
  const at = raw.findIndex((text, i) => places[i]?.side === 'added' && places[i].file === file && uses(text.slice(0, 2000)));
  return at < 0 ? null : at;
}

/** Words that stand in any line. */
const common = /^(?:var|new|static|readonly|private|public|internal|protected|return|await|async|void|this|string|using|null|true|false)$/;
const wordsOf = (text: string): readonly string[] => text.split(/\W/).filter((word) => word.length > 2 && !common.test(word));

/** The change takes a line of that file away which names what the pattern does: its `-=`, the line that emptied the list. */
function isUndone({ places, raw }: Source, { text, file }: SourcePattern): boolean {
  const words = new Set(wordsOf(text));
  return raw.some(
    (line, i) => places[i]?.side === 'removed' && places[i].file === file && wordsOf(line.slice(0, 2000)).some((word) => words.has(word)),
  );
}

/** Signs of a pattern that does no harm: what is kept, or only used. Taking them away mends nothing, and adding them harms nothing. */
export const harmless = /-(?:cached|used|unclear)$/;

/** `before`: the patterns of the code as it was. What is kept and was none there was made one by the change. */
export function begunBy(
  source: Source,
  after: readonly SourcePattern[],
  before: readonly SourcePattern[],
  lineOf: (line: number) => string,
): readonly SourcePattern[] {
  const was = new Set(before.map(({ line, pattern }) => `${line} ${pattern}`));
  return after.map((each) => {
    if (each.side !== 'kept' || harmless.test(each.pattern) || was.has(`${each.line} ${each.pattern}`)) return each;
    const at = addedUse(source, each);
    if (at === null) return isUndone(source, each) ? { ...each, side: 'added' } : each;
    const fileLine = source.places[at]?.line ?? null;
    return { ...each, side: 'added', line: at + 1, text: lineOf(at), ...(fileLine === null ? {} : { fileLine }) };
  });
}
