/** What grew between readings of one kind, as a whole: the parts with their shares, and what they do not explain. */
import { lifeText, toldApart } from '../lives.ts';
import { readingWords } from '../reading-words.ts';
import { riseOf } from '../rise.ts';
import type { Difference, DifferenceRow } from '../types.ts';
import { bytesText, countText, durationText, listText, seriesText, shareText, shortText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

/** Less than this, or than a tenth of what there was, is the process breathing. */
const leastCount = 20;
const leastBytes = 1024 * 1024;
const leastShare = 0.1;
const mostNamed = 3;
/** A part below this share of the growth is not worth its name. */
const worthNaming = 0.05;

function textOf({ unit }: Difference): (value: number) => string {
  return unit === 'bytes' ? bytesText : countText;
}

function isMaterial({ unit, totals, growth, rows }: Difference): boolean {
  const least = unit === 'bytes' ? leastBytes : leastCount;
  const known = totals.filter((each) => each !== null);
  if (growth === null) return rows.some((row) => row.growth >= least);
  return growth >= Math.max(least, leastShare * (known[0] ?? 0)) && !riseOf(totals).swings;
}

function rowText(row: DifferenceRow, text: (value: number) => string): string {
  const remarks = [...(row.share === null ? [] : [shareText(row.share)]), ...(row.steady ? ['higher each time'] : [])];
  return `${shortText(row.name, 80)} +${text(row.growth)}${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`;
}

function spanText({ takenAt }: Difference): string {
  const [from, to] = [takenAt[0] ?? null, takenAt.at(-1) ?? null];
  return from === null || to === null || to <= from ? '' : ` (${durationText(to - from)})`;
}

/** What the named parts leave over, said in plain words; nothing where they explain all, or more than all. */
function restText(difference: Difference, named: readonly DifferenceRow[]): string {
  const { growth } = difference;
  if (growth === null || growth <= 0) return '';
  const rest = growth - named.reduce((sum, row) => sum + row.growth, 0);
  if (rest <= 0) return '; that explains all of it';
  return `; ${textOf(difference)(rest)} (${shareText(rest / growth)}) is not explained by these`;
}

function saysOf(difference: Difference, { file }: Exhibits): string {
  const text = textOf(difference);
  const words = readingWords[difference.kind];
  const named = difference.rows.filter(({ share }) => share === null || share >= worthNaming).slice(0, mostNamed);
  const totals = difference.totals.filter((each) => each !== null);
  const name = words?.whole ?? 'it';
  const whole = difference.growth === null ? name : `${name} grow ${seriesText(totals, text)} (+${text(difference.growth)})`;
  const reading = file.evidence.find(({ id }) => id === difference.evidence[0]);
  const whose = file.lives.length > 1 && reading !== undefined && toldApart(reading.life) ? ` of ${lifeText(reading.life)}` : '';
  const parts = named.length === 0 ? '' : `: ${listText(named.map((row) => rowText(row, text)))}${restText(difference, named)}`;
  return `Over ${difference.evidence.length} ${words?.many ?? 'readings'}${whose}${spanText(difference)} ${whole}${parts}.`;
}

export const differences: Question = {
  id: 'difference',
  ask: (exhibits) =>
    exhibits.differences.filter(isMaterial).map((difference) =>
      finding({
        rule: 'difference',
        about: difference.kind,
        says: saysOf(difference, exhibits),
        strength: 'weak',
        evidence: difference.evidence,
        measured: {
          readings: difference.evidence.length,
          ...(difference.growth === null ? {} : { growth: difference.growth }),
          ...(difference.unexplained === null ? {} : { unexplained: difference.unexplained }),
        },
      }),
    ),
};
