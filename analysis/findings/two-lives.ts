/** Readings of one kind that are of different lives or machines: their values are not compared, and that is said. */
import { lifeText, livesIn, mayBeOf, mayBeSameLife } from '../lives.ts';
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

/** What tells the lives apart: the pid, else the machine, else the start. */
function named(lives: readonly ProcessLife[]): readonly string[] {
  const several = (values: readonly (string | number | null)[]): boolean => new Set(values.filter((each) => each !== null)).size > 1;
  const [machines, pids] = [several(lives.map(({ machine }) => machine)), several(lives.map(({ pid }) => pid))];
  const names = lives.map((life) => {
    const where = machines && life.machine !== null ? ` on ${life.machine}` : '';
    const when = !machines && !pids && life.startedAt !== null ? `, started ${new Date(life.startedAt).toISOString().slice(0, 16)}Z` : '';
    return `${lifeText(life)}${where}${when}`;
  });
  return [...new Set(names)].sort();
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
