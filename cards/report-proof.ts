/** The proof, in the order in which one would doubt it: does it grow, what kind is it, who holds it, who asks for it, why. */
import type { Attribution, HandleGrowth, Judgement, Trend } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { evidenceName } from './case-context.ts';
import { chartsOf } from './chart.ts';
import { counterWords } from './counter-words.ts';
import { bytes, confidence, count, listed, rate, sentence } from './format.ts';
import { growthSentence, inUnit, shareOf, sizeUnit } from './growth-rows.ts';
import { readingNames } from './handle-readings.ts';
import { paragraph, section, tableBlock, type Block, type Section } from './report-document.ts';
import type { ChartModel } from './types.ts';
import { findingsBehind } from './why-card.ts';
import { doubt, wouldBeWrongIf } from './wrong-if.ts';

const mostRows = 12;
const mostFindings = 40;
const byteCounters: readonly Trend['counter'][] = ['privateBytes', 'virtualBytes', 'workingSet', 'gcHeap', 'gcCommitted', 'loaderHeap'];

function chart(model: ChartModel): Block {
  return { kind: 'chart', model };
}

/** The outputs that a section rests on, each once. */
function sourcesOf(investigation: Investigation, ids: readonly string[]): Block {
  return paragraph(`From ${listed([...new Set(ids.map((id) => evidenceName(investigation, id)))])}.`, 'soft');
}

function trendRow(trend: Trend): readonly string[] {
  const isBytes = byteCounters.includes(trend.counter);
  const level = isBytes ? bytes : (value: number) => count(value);
  const slope = isBytes ? rate : (value: number) => `${count(value)}/h`;
  const interval = trend.ci95 === null ? '' : `${slope(trend.ci95[0])} to ${slope(trend.ci95[1])}`;
  return [
    counterWords[trend.counter],
    trend.motion,
    level(trend.first),
    level(trend.last),
    trend.slopePerHour === null ? '' : slope(trend.slopePerHour),
    interval,
    count(trend.samples),
  ];
}

function growth(judgement: Judgement, charts: readonly ChartModel[]): readonly Block[] {
  const table = tableBlock(['Counter', 'Motion', 'First', 'Last', 'Slope', '95 % interval', 'Samples'], judgement.trends.map(trendRow));
  return [...charts.map(chart), ...table, ...judgement.trends.map((each) => paragraph(sentence(each.says), 'soft'))];
}

function attributionTable(attribution: Attribution): readonly Block[] {
  const unit = sizeUnit(attribution);
  const values = (row: readonly (number | null)[]): readonly string[] => row.map((each) => inUnit(each, unit));
  const signed = (value: number | null): string =>
    value === null ? '' : `${inUnit(value, unit) !== '0.00' && value > 0 ? '+' : ''}${inUnit(value, unit)}`;
  const rows = attribution.rows
    .slice(0, mostRows)
    .map((row) => [row.level === 'remainder' ? 'everything else' : row.name, ...values(row.bytes), signed(row.growth), shareOf(row)]);
  const total = ['all', ...values(attribution.total), signed(attribution.totalGrowth), ''];
  return tableBlock([`Held, ${unit.name}, tracked for`, ...attribution.labels, 'Growth', 'Share'], [total, ...rows], { code: true });
}

/** How many allocations stand behind the bytes: a constant mean size is one kind of object. */
function allocationTable(attribution: Attribution): readonly Block[] {
  const rows = attribution.rows.filter((row) => row.level === 'function' && row.allocations.some((each) => each !== null)).slice(0, 3);
  const mean = (held: number | null, amount: number | null): string =>
    held === null || amount === null || amount === 0 ? '?' : `${count(amount)} × ${bytes(held / amount)}`;
  return tableBlock(
    ['Allocations × mean size', ...attribution.labels],
    rows.map((row) => [row.name, ...row.allocations.map((each, index) => mean(row.bytes[index] ?? null, each))]),
    { code: true },
  );
}

function holders(investigation: Investigation, attribution: Attribution | null, charts: readonly ChartModel[]): readonly Block[] {
  if (attribution === null) return [];
  const sources = sourcesOf(investigation, attribution.evidence);
  return [
    paragraph(growthSentence(attribution)),
    ...attributionTable(attribution),
    ...allocationTable(attribution),
    ...charts.map(chart),
    sources,
  ];
}

function handles(investigation: Investigation, growthByType: HandleGrowth | null, charts: readonly ChartModel[]): readonly Block[] {
  if (growthByType === null || growthByType.rows.length === 0) return charts.map(chart);
  const readings = Math.max(0, ...growthByType.rows.map((row) => row.counts.length));
  const header = ['Type', ...readingNames(investigation, growthByType, readings), 'Growth', 'Usually'];
  const rows = growthByType.rows
    .slice(0, mostRows)
    .map((row) => [
      row.type,
      ...row.counts.map((each) => (each === null ? '?' : count(each))),
      row.growth === null ? '' : `${row.growth > 0 ? '+' : ''}${count(row.growth)}`,
      row.usually,
    ]);
  const sources = sourcesOf(investigation, growthByType.evidence);
  return [...tableBlock(header, rows, { code: true, prose: true }), ...charts.map(chart), sources];
}

function callers(investigation: Investigation, { stack }: Judgement): readonly Block[] {
  if (stack === null) return [];
  const entry = stack.entry === null ? [] : [paragraph(`It was called for ${stack.entry}.`)];
  return [
    { kind: 'stack', frames: stack.frames, ownFrame: stack.ownFrame },
    ...entry,
    paragraph(`From ${evidenceName(investigation, stack.evidence)}.`, 'soft'),
  ];
}

function causes({ verdict }: Judgement): readonly Block[] {
  return verdict.causes.flatMap((cause): readonly Block[] => {
    const refuted = wouldBeWrongIf(cause.refutedBy);
    const documentation = cause.link === null ? [] : [{ kind: 'link' as const, title: 'Documentation', address: cause.link }];
    return [
      paragraph(`${cause.title} (${confidence(cause.confidence)}).`),
      { kind: 'advice', text: sentence(cause.fix) },
      ...(refuted === null ? [] : [paragraph(refuted, 'soft')]),
      ...documentation,
    ];
  });
}

function alternatives(judgement: Judgement): readonly Block[] {
  const rows = judgement.verdict.hypotheses.map((each) => [
    each.title,
    confidence(each.confidence),
    count(findingsBehind(judgement, each).length),
    doubt(each.refutedBy),
  ]);
  return tableBlock(['Hypothesis', 'Confidence', 'Findings', 'Refuted if'], rows, { prose: true });
}

function findings(investigation: Investigation, judgement: Judgement): readonly Block[] {
  const items = judgement.findings.slice(0, mostFindings).map((each) => ({
    text: `${each.strength === 'strong' ? '●' : '○'} ${sentence(each.says)}`,
    sources: listed([...new Set(each.evidence.map((id) => evidenceName(investigation, id)))].slice(0, 4)),
  }));
  return items.length === 0
    ? []
    : [{ kind: 'list', items }, paragraph('● strong, ○ weak. Findings that say the same are counted once.', 'soft')];
}

/** The sections of the proof; one that has nothing is absent. */
export function proofSections(investigation: Investigation, judgement: Judgement | null): readonly Section[] {
  if (judgement === null) return [];
  const charts = chartsOf(investigation);
  const ofReports = charts.filter((each) => each.xAxis === 'elapsed');
  const ofHandles = charts.filter((each) => /^handles/i.test(each.title));
  const others = charts.filter((each) => !ofReports.includes(each) && !ofHandles.includes(each));
  const next = judgement.verdict.next.map((each) => ({ text: `${each.collector}: ${each.why}`, sources: '' }));
  return [
    ...section('Does it grow?', growth(judgement, others)),
    ...section('Who holds it?', holders(investigation, judgement.attribution, ofReports)),
    ...section('Handles', handles(investigation, judgement.handleGrowth, ofHandles)),
    ...section('Where is it called from?', callers(investigation, judgement)),
    ...section('Why?', causes(judgement)),
    ...section('What else could it be?', alternatives(judgement)),
    ...section('What the evidence says', findings(investigation, judgement)),
    ...section('What would tell more', next.length === 0 ? [] : [{ kind: 'list', items: next }]),
  ];
}
