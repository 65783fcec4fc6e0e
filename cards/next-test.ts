/** A test that would tell more, in words: by its title, never by its id. */
import type { NextTest } from '../analysis/types.ts';
import { collectorById } from '../flows/index.ts';
import { midSentence, sentence } from './format.ts';

export function testTitle({ collector }: NextTest): string {
  return collectorById(collector)?.title ?? collector;
}

/** `Counters over time: loaded assemblies that rise with memory would make it a loader-heap leak.` */
export function testInWords(test: NextTest): string {
  return `${testTitle(test)}: ${sentence(midSentence(test.why))}`;
}
