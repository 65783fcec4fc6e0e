/** "Does it grow?": the life in question counter by counter, beside it what the other lives of the process say. */
import type { CounterId, Judgement, Trend } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { utcOffsetOf } from './case-context.ts';
import { lifeKey } from './chart-series.ts';
import { citedNumbers } from './citations.ts';
import { counterWords, isOfBytes } from './counter-words.ts';
import { bytes, count, dayAndTime, rate, sentence, threeDigits, when, zone } from './format.ts';
import { cited, paragraph, tableBlock, type Block } from './report-document.ts';

/** In the order in which one looks at them; what only tells of the load comes last. */
const inOrder = [
  'privateBytes',
  'virtualBytes',
  'workingSet',
  'gcHeap',
  'gcCommitted',
  'loaderHeap',
  'handles',
  'handleSlots',
  'assemblies',
  'threads',
  'timers',
  'poolThreads',
  'gen2Collections',
  'allocationRate',
  'requestsPerSecond',
] as const satisfies readonly CounterId[];
/** Motions that the table's figures tell by themselves. */
const plain: readonly Trend['motion'][] = ['grows', 'flat'];

function levelOf({ counter }: Trend, value: number): string {
  return isOfBytes(counter) ? bytes(value) : count(value, Math.abs(value) < 9.995 && !Number.isInteger(value) ? 1 : 0);
}

function slopeOf({ counter }: Trend, perHour: number): string {
  if (perHour === 0) return '0';
  return isOfBytes(counter) ? rate(perHour) : `${threeDigits(perHour)}/h`;
}

/** `1.01 to 1.13 GB/h` is what one reads; both ends carry their own unit where they differ. */
function intervalOf(trend: Trend): string {
  return trend.ci95 === null ? '' : `${slopeOf(trend, trend.ci95[0])} to ${slopeOf(trend, trend.ci95[1])}`;
}

function figures(trend: Trend): readonly string[] {
  const slope = trend.slopePerHour === null ? '' : slopeOf(trend, trend.slopePerHour);
  return [trend.motion, levelOf(trend, trend.first), levelOf(trend, trend.last), slope, intervalOf(trend)];
}

/** The trends by process life; the life in question first, as the judge has them. */
export function lifeTrends({ trends }: Judgement): readonly (readonly Trend[])[] {
  const lives = [...Map.groupBy(trends, (each) => lifeKey(each.life)).values()];
  return lives.map((life) => life.toSorted((a, b) => inOrder.indexOf(a.counter) - inOrder.indexOf(b.counter)));
}

/** `w3wp, pid 7412, 2015-03-10 10:55 to 13:15 UTC, 311 samples` */
function lifeSays(investigation: Investigation, life: readonly Trend[]): string {
  const [first] = life;
  if (first === undefined) return '';
  const offset = utcOffsetOf(investigation);
  const [from, to] = [Math.min(...life.map((each) => each.from)), Math.max(...life.map((each) => each.to))];
  const who = [first.life.process, first.life.pid === null ? null : `pid ${first.life.pid}`].filter((each) => each !== null);
  const samples = `${count(Math.max(...life.map((each) => each.samples)))} samples`;
  return [...who, `${dayAndTime(from, offset)} to ${when(to, from, offset)} ${zone(offset)}`, samples].join(', ');
}

const header = ['Counter', 'Motion', 'First', 'Last', 'Slope', '95 % interval'];

/** One life, counter by counter. */
export function lifeTable(investigation: Investigation, life: readonly Trend[]): readonly Block[] {
  const numbers = citedNumbers(
    investigation,
    life.flatMap((each) => each.evidence),
  );
  const rows = life.map((each) => [counterWords[each.counter], ...figures(each)]);
  const odd = life.filter((each) => !plain.includes(each.motion));
  return [
    cited(sentence(lifeSays(investigation, life)), numbers, 'soft'),
    ...tableBlock(header, rows),
    ...odd.map((each) => paragraph(sentence(each.says), 'soft')),
  ];
}

/** What grows first of all, in each life in which it does. */
export function growingTrends({ trends }: Judgement): readonly Trend[] {
  const growing = trends.filter((each) => each.motion === 'grows');
  const counter = inOrder.find((each) => growing.some((trend) => trend.counter === each));
  return growing.filter((each) => each.counter === counter);
}

/** The counter on which the verdict rests, in the other lives: values are not compared, whether it grows is. */
export function otherLives(investigation: Investigation, judgement: Judgement): readonly Block[] {
  const [main, ...others] = lifeTrends(judgement);
  const counter = main?.find((each) => each.motion === 'grows')?.counter ?? main?.[0]?.counter;
  const rows = others.flatMap((life) =>
    life.filter((each) => each.counter === counter).map((each) => [lifeSays(investigation, life), ...figures(each)]),
  );
  if (counter === undefined || rows.length === 0) return [];
  return [
    paragraph(`${counterWords[counter]} in the other lives of the process, whose values are not compared with it:`, 'soft'),
    ...tableBlock(['Life', ...header.slice(1)], rows),
  ];
}
