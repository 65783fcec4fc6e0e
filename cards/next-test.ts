/** A test that would tell more, in words: by its title, never by its id. */
import type { NextTest } from '../analysis/types.ts';
import { collectorById } from '../flows/index.ts';
import { midSentence, sentence } from './format.ts';

/** Tests that nobody collects here: a person runs the tool. */
const otherTitles: Readonly<Record<string, string>> = { 'allocation-trace': 'Allocation trace' };

export function testTitle({ collector }: NextTest): string {
  return collectorById(collector)?.title ?? otherTitles[collector] ?? collector;
}

/** `Counters over time: loaded assemblies that rise with memory would make it a loader-heap leak.` */
export function testInWords(test: NextTest): string {
  return `${testTitle(test)}: ${sentence(midSentence(test.why))}`;
}
