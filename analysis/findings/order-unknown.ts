/** Readings that could be compared if their order were known: asked of the person, never guessed from the order of arrival. */
import { allocationLogs } from '../allocation-growth.ts';
import { comparableStatistics } from '../heap-parts.ts';
import { inOrder } from '../order-of-evidence.ts';
import { readingWords } from '../reading-words.ts';
import type { Evidence, ReadingKind } from '../types.ts';
import { countText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

/** Leak reports have an order of their own (how long they tracked), and a UMDH difference has its two ends in it. */
const asked: readonly ReadingKind[] = ['handles', 'heapStatistic', 'assemblies', 'nativeHeaps', 'addressSpace', 'allocations'];

function comparable({ file }: Exhibits, kind: ReadingKind): readonly Evidence[] {
  if (kind === 'heapStatistic') return comparableStatistics(file);
  return kind === 'allocations' ? allocationLogs(file) : file.of(kind);
}

function ask(exhibits: Exhibits, kind: ReadingKind): ReturnType<Question['ask']> {
  const words = readingWords[kind];
  const all = comparable(exhibits, kind);
  if (words === undefined || all.length < 2) return [];
  const { ordered, unplaced } = inOrder(all);
  if (ordered.length < 2) {
    const says = `Which of these ${words.many} was taken first is not known, so no growth is claimed. Say when each was taken.`;
    return [finding({ rule: 'order-unknown', about: kind, says, evidence: all.map(({ id }) => id) })];
  }
  const untimed = unplaced.filter(({ takenAt }) => takenAt === null);
  if (untimed.length === 0) return [];
  const [one] = [untimed.length === 1];
  const says = `${countText(untimed.length)} more ${one ? words.one : words.many} ${one ? 'does' : 'do'} not tell when ${one ? 'it was' : 'they were'} taken and ${one ? 'is' : 'are'} not compared. Say when ${one ? 'it was' : 'each was'} taken.`;
  return [finding({ rule: 'time-unknown', about: kind, says, evidence: untimed.map(({ id }) => id) })];
}

export const orderUnknown: Question = { id: 'order-unknown', ask: (exhibits) => asked.flatMap((kind) => ask(exhibits, kind)) };
