/** Known leaking patterns in pasted source: by file and line, and of a diff what it adds, leaves and takes away. */
import { causeOfPattern } from '../causes/patterns.ts';
import { isRemoved, removedPattern } from '../removed-pattern.ts';
import type { SourcePattern } from '../types.ts';
import { shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const mostNamed = 3;

interface Placed extends SourcePattern {
  readonly evidence: string;
}

function whereText({ file, line, fileLine }: Placed): string {
  return file === null ? `line ${line}` : `${shortText(file, 60)}:${fileLine ?? line}`;
}

/** What stands in the place of a pattern that was taken away: the same thing, kept. */
function replacement(pattern: string, all: readonly Placed[]): string {
  const stem = pattern.slice(removedPattern.length).replace(/-(?:constructor|per-call|undisposed)$/, '');
  const found = all.find((each) => each.side === 'added' && each.pattern.startsWith(stem) && /-(?:cached|used)$/.test(each.pattern));
  return found === undefined
    ? ''
    : ` What stands there instead does no such harm (${whereText(found)}): ${shortText(found.text.trim(), 100)}`;
}

function saysOf(pattern: string, some: readonly Placed[], all: readonly Placed[]): string {
  const where = some.slice(0, mostNamed).map(whereText).join(', ');
  const quoted = shortText((some[0]?.text ?? '').trim(), 100);
  if (isRemoved(pattern)) return `The change takes a known leaking pattern away (${where}): ${quoted}${replacement(pattern, all)}`;
  if (pattern.endsWith('-cached')) return `The code keeps what it makes (${where}), as it should: ${quoted}`;
  if (some.some(({ side }) => side === 'added')) return `The change adds a known leaking pattern (${where}): ${quoted}`;
  if (some.every(({ side }) => side === 'kept')) return `The change leaves a known leaking pattern in place (${where}): ${quoted}`;
  return `The code has a known leaking pattern (${where}): ${quoted}`;
}

export const sourcePatterns: Question = {
  id: 'source-pattern',
  ask: ({ file }) => {
    const all = file.of('source').flatMap(({ id, patterns }) => patterns.map((each): Placed => ({ ...each, evidence: id })));
    return [...Map.groupBy(all, ({ pattern }) => pattern)].map(([pattern, some]) =>
      finding({
        rule: 'source-pattern',
        about: pattern,
        says: saysOf(pattern, some, all),
        points: causeOfPattern(pattern)?.points ?? null,
        strength: 'weak',
        evidence: some.map(({ evidence }) => evidence),
        measured: { count: some.length },
      }),
    );
  },
};
