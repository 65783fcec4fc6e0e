/** Blocks of one size in a native heap: those that grow from one statistic to the next, and those that crowd it. */
import { riseOf } from '../rise.ts';
import type { Reading } from '../types.ts';
import { bytesText, countText, seriesText, shareText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

const MB = 1024 * 1024;
const leastGrowth = 4 * MB;
const leastShare = 0.2;
/** What rises from each of three or more statistics to the next tells by less. */
const steadyShare = 0.1;
/** One large block, or a handful, is a buffer that somebody works with. */
const aHandful = 10;

/** Blocks of one size that are this share of all busy bytes, and this many. */
const crowds = 0.3;
const manyBlocks = 5000;
const leastBytes = MB;
const muchInBlocks = 20 * MB;
/** Larger ones are fewer: these fill most of the heap, and are too many to be worked with at once. */
const fills = 0.5;
const someBlocks = 100;
const muchInLarge = 100 * MB;
const hugeInLarge = 500 * MB;

function growing(exhibits: Exhibits): ReturnType<Question['ask']> {
  const { differences } = exhibits;
  const found = differences.find(({ kind }) => kind === 'heapBlocks');
  if (found === undefined) return [];
  return found.rows
    .filter(({ name, values, growth, steady }) => {
      const first = values[0] ?? 0;
      const blocks = growth / Math.max(1, Number(name));
      const isMaterial = growth >= Math.max(leastGrowth, (steady ? steadyShare : leastShare) * first);
      return isMaterial && blocks >= aHandful && !riseOf(values).swings;
    })
    .slice(0, 2)
    .map(({ name, values, growth, steady }) => {
      const known = values.filter((each) => each !== null);
      return finding({
        rule: 'block-size-growth',
        about: name,
        says: `Blocks of ${name} bytes grow ${seriesText(known, bytesText)} in their native heap${steady ? ', higher each time' : ''}: ${countText(Math.round(growth / Number(name)))} more of them.${holdsText(holdsIn(exhibits, Number(name)))}`,
        points: 'native',
        strength: growth >= (values[0] ?? 0) || steady ? 'strong' : 'weak',
        evidence: found.evidence,
        measured: { before: values[0] ?? 0, bytes: known.at(-1) ?? 0, growth },
      });
    });
}

/** What blocks of this size hold, where somebody looked at some of them (`!heap -flt s`). */
export function holdsIn({ file }: Pick<Exhibits, 'file'>, size: number): string | null {
  const known = file
    .of('heapBlocks')
    .flatMap(({ sizes }) => sizes.filter((each) => each.size === size).flatMap(({ holds }) => holds ?? []));
  return known[0] ?? null;
}
const holdsText = (holds: string | null): string => (holds === null ? '' : ` Those that were looked at are objects of ${holds}.`);

type BlockSize = Extract<Reading, { readonly kind: 'heapBlocks' }>['sizes'][number];

function isCrowding({ blocks, bytes }: BlockSize, share: number): boolean {
  const many = blocks >= manyBlocks && bytes >= leastBytes && share >= crowds;
  return many || (blocks >= someBlocks && bytes >= muchInLarge && share >= fills);
}

function crowded({ file }: Exhibits): ReturnType<Question['ask']> {
  return file.of('heapBlocks').flatMap(({ id, heap, sizes }) => {
    const listed = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    const shareOf = (each: BlockSize): number => (each.percent ?? (100 * each.bytes) / Math.max(1, listed)) / 100;
    const top = sizes.find((each) => isCrowding(each, shareOf(each)));
    if (top === undefined) return [];
    return [
      finding({
        rule: 'one-block-size',
        about: `0x${top.size.toString(16)}`,
        says: `${countText(top.blocks)} blocks of one size, 0x${top.size.toString(16)} bytes, are ${shareText(shareOf(top))} of native heap ${heap ?? ''}: as a rule one place allocates them and keeps them.${holdsText(holdsIn({ file }, top.size))}`,
        points: 'native',
        strength: top.bytes >= (top.blocks >= manyBlocks ? muchInBlocks : hugeInLarge) ? 'strong' : 'weak',
        evidence: [id],
        measured: { size: top.size, blocks: top.blocks, bytes: top.bytes },
      }),
    ];
  });
}

export const blockSizes: Question = {
  id: 'block-sizes',
  ask: (exhibits) => [...growing(exhibits), ...crowded(exhibits)],
};
