/** The proof, in the order in which one would doubt it: does it grow, what kind is it, who holds it, who asks for it, why. */
import type { Attribution, Cause, HandleGrowth, Judgement } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { chartsOf } from './chart.ts';
import { citations, citedNumbers } from './citations.ts';
import { bytes, confidence, count, sentence } from './format.ts';
import { columnLabels, columnValues, growthSentence, inUnit, restName, shareOf, sizeUnit, wholeName } from './growth-rows.ts';
import { isTelling, readingNames, shownOf } from './handle-readings.ts';
import { testInWords } from './next-test.ts';
import { cited, list, paragraph, section, tableBlock, type Block, type Section } from './report-document.ts';
import { lifeTable, lifeTrends, otherLives } from './report-growth.ts';
import type { ChartModel } from './types.ts';
import { findingsBehind } from './why-card.ts';
import { doubt, wouldBeWrongIf } from './wrong-if.ts';

const mostRows = 12;
const mostFindings = 40;
/** Behind a cause; all of them stand in the list of findings. */
const mostReasons = 6;

function chart(model: ChartModel): Block {
  return { kind: 'chart', model };
}

function growth(investigation: Investigation, judgement: Judgement, charts: readonly ChartModel[]): readonly Block[] {
  const [main] = lifeTrends(judgement);
  const table = main === undefined ? [] : lifeTable(investigation, main);
  return [...charts.map(chart), ...table, ...otherLives(investigation, judgement)];
}

function attributionTable(attribution: Attribution): readonly Block[] {
  const unit = sizeUnit(attribution);
  const isMore = attribution.isDifference === true;
  const values = (row: readonly (number | null)[]): readonly string[] => (isMore ? [] : shownOf(row).map((each) => inUnit(each, unit)));
  const signed = (value: number | null): string =>
    value === null ? '' : `${inUnit(value, unit) !== '0.00' && value > 0 ? '+' : ''}${inUnit(value, unit)}`;
  const rows = attribution.rows
    .slice(0, mostRows)
    .map((row) => [row.level === 'remainder' ? restName : row.name, ...values(row.bytes), signed(row.growth), shareOf(row)]);
  const total = [wholeName, ...values(attribution.total), signed(attribution.totalGrowth), ''];
  const heading = isMore ? [`${unit.name} not freed`] : [`${unit.name} held, tracked for`, ...shownOf(attribution.labels)];
  return tableBlock([...heading, 'Growth', 'Share'], [total, ...rows], { code: true });
}

/** How many allocations stand behind the bytes: a constant mean size is one kind of object. */
function allocationTable(attribution: Attribution): readonly Block[] {
  const rows = attribution.rows.filter((row) => row.level === 'function' && row.allocations.some((each) => each !== null)).slice(0, 3);
  const mean = (held: number | null, amount: number | null): string =>
    held === null || amount === null || amount === 0 ? '?' : `${count(amount)} × ${bytes(held / amount)}`;
  const columns = (values: readonly string[]): readonly string[] => columnValues(attribution, values);
  return tableBlock(
    ['Allocations × mean size', ...shownOf(columnLabels(attribution))],
    rows.map((row) => [row.name, ...shownOf(columns(row.allocations.map((each, index) => mean(row.bytes[index] ?? null, each))))]),
    { code: true },
  );
}

function holders(investigation: Investigation, attribution: Attribution | null, charts: readonly ChartModel[]): readonly Block[] {
  if (attribution === null) return [];
  return [
    cited(growthSentence(attribution), citedNumbers(investigation, attribution.evidence)),
    ...attributionTable(attribution),
    ...allocationTable(attribution),
    ...charts.map(chart),
  ];
}

function handles(investigation: Investigation, judgement: Judgement, charts: readonly ChartModel[]): readonly Block[] {
  const { handleGrowth } = judgement;
  if (handleGrowth === null || handleGrowth.rows.length === 0) return charts.map(chart);
  return [...charts.map(chart), ...handleRows(investigation, handleGrowth)];
}

function handleRows(investigation: Investigation, handleGrowth: HandleGrowth): readonly Block[] {
  const readings = Math.max(0, ...handleGrowth.rows.map((row) => row.counts.length));
  const rows = handleGrowth.rows
    .slice(0, mostRows)
    .map((row) => [
      row.type,
      ...shownOf(row.counts).map((each) => (each === null ? '?' : count(each))),
      row.growth === null ? '' : `${row.growth > 0 ? '+' : ''}${count(row.growth)}`,
      isTelling(row, handleGrowth.rows) ? row.usually : '',
    ]);
  const left = handleGrowth.rows.length - rows.length;
  const says = `${left > 0 ? `The ${mostRows} types that tell most, of ${count(handleGrowth.rows.length)}` : 'All types'}.`;
  const header = ['Type', ...shownOf(readingNames(investigation, handleGrowth, readings)), 'Growth', 'Usually'];
  return [
    ...tableBlock(header, rows, { code: true, prose: true }),
    cited(says, citedNumbers(investigation, handleGrowth.evidence), 'soft'),
  ];
}

function callers(investigation: Investigation, { stack }: Judgement): readonly Block[] {
  if (stack === null) return [];
  const says = stack.entry === null ? 'As the stack shows it.' : `It was called for ${stack.entry}.`;
  return [{ kind: 'stack', frames: stack.frames, ownFrame: stack.ownFrame }, cited(says, citedNumbers(investigation, [stack.evidence]))];
}

/** The outputs behind the findings that a cause or a kind of leak rests on. */
function behind(investigation: Investigation, judgement: Judgement, of: Pick<Cause, 'because'>): readonly number[] {
  return citedNumbers(
    investigation,
    findingsBehind(judgement, of).flatMap((each) => each.evidence),
  );
}

function leadingCause(investigation: Investigation, judgement: Judgement): readonly Block[] {
  const [cause] = judgement.verdict.causes;
  if (cause === undefined) return [];
  const refuted = wouldBeWrongIf(cause.refutedBy);
  const reasons = findingsBehind(judgement, cause).map((each) => ({
    text: sentence(each.says),
    cites: citedNumbers(investigation, each.evidence),
  }));
  return [
    paragraph(`${cause.title} (${confidence(cause.confidence)})${reasons.length === 0 ? '.' : ', because:'}`),
    ...list(reasons.slice(0, mostReasons)),
    { kind: 'advice', text: sentence(cause.fix) },
    ...(refuted === null ? [] : [paragraph(refuted, 'soft')]),
    ...(cause.link === null ? [] : [{ kind: 'link' as const, title: 'Documentation', address: cause.link }]),
  ];
}

/** Every other kind of leak and cause, as far as anything speaks for it or somebody would think of it. */
function alternatives(investigation: Investigation, judgement: Judgement): readonly Block[] {
  const { verdict } = judgement;
  const others = verdict.hypotheses.filter((each) => each.id !== verdict.class && each.id !== verdict.causes[0]?.id);
  const rows = others.map((each) => [
    each.title,
    confidence(each.confidence),
    citations(behind(investigation, judgement, each)),
    doubt(each.refutedBy),
  ]);
  return tableBlock(['Instead it could be', 'Confidence', 'Rests on', 'Would be wrong if'], rows, { prose: true });
}

function findings(investigation: Investigation, judgement: Judgement): readonly Block[] {
  const items = judgement.findings.slice(0, mostFindings).map((each) => ({
    text: `${each.strength === 'strong' ? '●' : '○'} ${sentence(each.says)}`,
    cites: citedNumbers(investigation, each.evidence),
  }));
  return items.length === 0 ? [] : [...list(items), paragraph('● strong, ○ weak. Findings that say the same are counted once.', 'soft')];
}

/** The sections of the proof; one that has nothing is absent. */
export function proofSections(investigation: Investigation, judgement: Judgement | null): readonly Section[] {
  if (judgement === null) return [];
  const charts = chartsOf(investigation);
  const ofReports = charts.filter((each) => each.xAxis === 'elapsed');
  const ofHandles = charts.filter((each) => /^handles/i.test(each.title));
  const others = charts.filter((each) => !ofReports.includes(each) && !ofHandles.includes(each));
  return [
    ...section('Does it grow?', growth(investigation, judgement, others)),
    ...section('Who holds it?', holders(investigation, judgement.attribution, ofReports)),
    ...section('Handles', handles(investigation, judgement, ofHandles)),
    ...section('Where is it called from?', callers(investigation, judgement)),
    ...section('Why?', leadingCause(investigation, judgement)),
    ...section('What else could it be?', alternatives(investigation, judgement)),
    ...section('What the evidence says', findings(investigation, judgement)),
    ...section('What would tell more', list(judgement.verdict.next.map((each) => ({ text: testInWords(each) })))),
  ];
}
