/** Readings of one kind that are of different lives or machines: their values are not compared, and that is said. */
import { lifeTextAmong, livesIn, mayBeOf, mayBeSameLife } from '../lives.ts';
import { readingWords } from '../reading-words.ts';
import type { Evidence, ProcessLife, ReadingKind } from '../types.ts';
import { durationText, listText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

const compared: readonly ReadingKind[] = [
  'handles',
  'heapStatistic',
  'assemblies',
  'nativeHeaps',
  'heapBlocks',
  'addressSpace',
  'finalizerQueue',
  'leakReport',
  'allocations',
  'stacks',
];
const mostNamed = 4;

/** Each by what tells it apart from the others. */
function named(lives: readonly ProcessLife[]): readonly string[] {
  return [...new Set(lives.map((life) => lifeTextAmong(life, lives)))].sort();
}

function ask({ file }: Exhibits, kind: ReadingKind): ReturnType<Question['ask']> {
  const words = readingWords[kind];
  const all: readonly Evidence[] = file.evidence.filter((each) => each.kind === kind && !(each.kind === 'allocations' && each.diff));
  const [first] = all;
  // Two of one life have been compared; what else there is belongs to other lives, which `other-lives` says.
  if (words === undefined || first === undefined || all.length < 2 || file.of(kind).length > 1) return [];
  const lives = all.flatMap(livesIn);
  if (lives.every((life) => mayBeSameLife(first.life, life)) && all.every((each) => all.every(({ life }) => mayBeOf(each, life))))
    return [];
  const times = all.map(({ takenAt }) => takenAt).filter((each) => each !== null);
  const apart = times.length < 2 ? '' : `, ${durationText(Math.max(...times) - Math.min(...times))} apart,`;
  return [
    finding({
      rule: 'two-lives',
      about: kind,
      says: `These ${words.many}${apart} are of different process lives: ${listText(named(lives).slice(0, mostNamed))}. What one life holds says nothing of another, so they are not compared. A second ${words.one} of the same life would tell.`,
      evidence: all.map(({ id }) => id),
      measured: { readings: all.length },
    }),
  ];
}

export const twoLives: Question = { id: 'two-lives', ask: (exhibits) => compared.flatMap((kind) => ask(exhibits, kind)) };
