/**
 * The rule of PAL (Performance Analysis of Logs, Clint Huffman): the mean difference between the averages of neighbouring analysis
 * intervals, per hour, above a fixed number of megabytes. PalGenerateCounterStats.ps1: CalculateTrend, CalculateHourlyTrend; the
 * automatic analysis interval is a thirtieth of the log.
 */
import { means, type Peer } from './types.ts';

const intervals = 30;
const MB = 2 ** 20;

export function createPal(megabytesPerHour: number): Peer {
  return {
    name: `PAL’s rule, ${megabytesPerHour} MB/h`,
    learn: () => (samples) => {
      const averages = means(samples, intervals);
      const hours = (averages.at(-1)?.h ?? 0) - (averages[0]?.h ?? 0);
      return [hours <= 0 ? 0 : ((averages.at(-1)?.v ?? 0) - (averages[0]?.v ?? 0)) / hours];
    },
    thresholds: [[megabytesPerHour * MB]],
  };
}
