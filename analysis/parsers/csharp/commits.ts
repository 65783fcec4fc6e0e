/**
 * `git log -p`: several changes in one paste, the newest first. What an older one adds and a newer one takes away again is not
 * there any more, and the other way round. https://git-scm.com/docs/git-log
 */
import { isRemoved, removedPattern } from '../../removed-pattern.ts';
import type { SourcePattern } from '../../types.ts';

const commit = /^commit [0-9a-f]{7,40}\b/;
const heading = /^(?:commit [0-9a-f]{7,40}\b|(?:Author|AuthorDate|Commit|CommitDate|Date|Merge): )/;

/** `commit 6a7e064c…`: with it a commit begins. */
export function isCommit(line: string): boolean {
  return commit.test(line);
}

/** A line of the heading of a commit. */
export function isCommitHeading(line: string): boolean {
  return heading.test(line);
}

export interface Commit {
  /** The line of the paste in which it begins. */
  readonly from: number;
  readonly lines: readonly string[];
}

/** When it was made: epoch ms, or NaN where it is not told. */
function madeAt({ lines }: Commit): number {
  const date = lines.find((line) => /^(?:Commit)?Date: /.test(line));
  return date === undefined ? NaN : Date.parse(date.slice(date.indexOf(':') + 1).trim());
}

/** Its message, and all that is printed before its diff, is no code. */
function withoutMessage(lines: readonly string[]): readonly string[] {
  const at = commit.test(lines[0] ?? '') ? lines.findIndex((line) => /^(?:diff |--- |Index: )/.test(line)) : 0;
  return lines.map((line, index) => (at === -1 || index < at ? '' : line));
}

/** The changes of a paste, the newest first; all of it where it is one. */
export function commitsIn(lines: readonly string[]): readonly Commit[] {
  const starts = [0, ...lines.flatMap((line, at) => (at > 0 && commit.test(line) ? [at] : []))];
  const commits = starts.map((from, index) => ({ from, lines: lines.slice(from, starts[index + 1]) }));
  const times = commits.map(madeAt).filter((at) => !Number.isNaN(at));
  const isOldestFirst = times.length > 1 && (times[0] ?? 0) < (times.at(-1) ?? 0);
  const plain = commits.map(({ from, lines: own }) => ({ from, lines: withoutMessage(own) }));
  return isOldestFirst ? plain.toReversed() : plain;
}

const stemOf = ({ pattern, file }: SourcePattern): string => `${file ?? ''} ${pattern.replace(removedPattern, '')}`;

/** What holds of the patterns of all commits, the newest first, after the last one. */
export function afterAll(commits: readonly (readonly SourcePattern[])[]): readonly SourcePattern[] {
  const there = new Map<string, boolean>();
  return commits.flatMap((patterns) => {
    const valid = patterns.filter((each) => (there.get(stemOf(each)) ?? !isRemoved(each.pattern)) === !isRemoved(each.pattern));
    const now = Map.groupBy(patterns, stemOf);
    for (const [stem, some] of now)
      if (!there.has(stem))
        there.set(
          stem,
          some.some(({ pattern }) => !isRemoved(pattern)),
        );
    return valid;
  });
}
