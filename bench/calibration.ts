/**
 * SPEC §3: of what is said with 90 %, nine in ten are right. Whole counter logs and the real cases are judged as the program judges
 * them; what it says, and how sure it is, stands beside the truth. Made-up logs say nothing of how often real ones are right.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultScope, judge } from '../analysis/index.ts';
import type { Evidence, LeakClass } from '../analysis/types.ts';
import { evidenceFrom, evidenceInText, filesIn } from '../test/support/evidence.ts';
import { madeUpProcesses, seenFor } from './made-up-processes.ts';
import type { BenchOptions, Figure, Goal, Table } from './measure.ts';

interface Said {
  readonly truth: LeakClass;
  readonly said: LeakClass;
  readonly confidence: number;
  readonly group: string;
  /** The shape of its curve, or the case. */
  readonly kind: string;
}

/** Judgements are the slow part: of the series of each kind that `--each` asks for, a tenth. */
const share = 1 / 10;
/** Kinds of wrong answers that one line names. */
const mostShown = 3;
const bounds = [0, 0.6, 0.7, 0.8, 0.9, 1.01];

function saidOf(evidence: readonly Evidence[], about: Pick<Said, 'truth' | 'group' | 'kind'>): Said {
  const { verdict } = judge(evidence, defaultScope);
  return { ...about, said: verdict.class, confidence: verdict.confidence };
}

const heapSeen = (log: string): string => (log.slice(0, 2000).includes('Bytes in all Heaps') ? '' : ', heap not seen');

function madeUp(seed: number, each: number): readonly Said[] {
  return Array.from(madeUpProcesses(seed, each), ({ kind, truth, log }, index) =>
    saidOf(evidenceInText(`made up ${index}.csv`, Buffer.from(log)), { truth, kind, group: `${truth}${heapSeen(log)}` }),
  );
}

/** As somebody on call sees it: hours of a record, whose GC heap stays flat. */
const shortHours = [2, 4, 8, 12, 16, 24, 30];

function seenShortly(seed: number, each: number, hours: number): readonly Said[] {
  return Array.from(seenFor(hours, seed, each), ({ kind, truth, log }, index) =>
    saidOf(evidenceInText(`window ${index}.csv`, Buffer.from(log)), { truth, kind, group: truth }),
  );
}

const casesFolder = resolve(import.meta.dirname, '../../shared/cases');

/** Empty where the real cases are not here. */
function realCases(): readonly Said[] {
  if (!existsSync(casesFolder)) return [];
  return readdirSync(casesFolder).map((slug) => {
    const known = JSON.parse(readFileSync(join(casesFolder, slug, 'case.json'), 'utf8')) as { class: LeakClass };
    const files = filesIn(join(casesFolder, slug)).filter((file) => !file.endsWith('case.json'));
    return saidOf(evidenceFrom(files), { truth: known.class, group: 'real case', kind: slug });
  });
}

const isDecided = ({ said }: Said): boolean => said !== 'not-enough-data';
const isRight = ({ said, truth }: Said): boolean => said === truth;
const shareOf = (all: readonly Said[]): number => (all.length === 0 ? Number.NaN : all.filter(isRight).length / all.length);
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

/** 0 is a prophet; whoever says 50 % to everything has 0.25. */
const brier = (decided: readonly Said[]): number => mean(decided.map((each) => (each.confidence - (isRight(each) ? 1 : 0)) ** 2));

function confidenceTable(title: string, all: readonly Said[]): Table {
  const decided = all.filter(isDecided);
  const rows = bounds.slice(0, -1).flatMap((low, index) => {
    const high = bounds[index + 1] ?? 1;
    const within = decided.filter(({ confidence }) => confidence >= low && confidence < high);
    if (within.length === 0) return [];
    const sure = mean(within.map(({ confidence }) => confidence));
    return [[`${low.toFixed(1)} to ${Math.min(1, high).toFixed(1)}`, String(within.length), sure.toFixed(2), shareOf(within).toFixed(2)]];
  });
  const undecided = ['not enough data', String(all.length - decided.length), '-', '-'];
  return { title, head: ['said with', 'times', 'mean', 'right'], rows: [...rows, undecided] };
}

function groupTable(all: readonly Said[]): Table {
  const rows = [...Map.groupBy(all, ({ group }) => group)].map(([group, said]) => {
    const wrong = said.filter((each) => isDecided(each) && !isRight(each));
    const instead = [...Map.groupBy(wrong, (each) => `${each.said} for ${each.kind}`)].map(([name, { length }]) => `${name} ${length}`);
    const shown = instead.length > mostShown ? [...instead.slice(0, mostShown), '…'] : instead;
    return [group, ...[said, said.filter(isRight), wrong].map(({ length }) => String(length)), shown.join(', ') || '-'];
  });
  return { title: 'By what it was (the rest: not enough data)', head: ['truth', 'logs', 'right', 'wrong', 'said instead'], rows };
}

export function calibrationFigure({ seed, each }: BenchOptions): Figure {
  const count = Math.max(1, Math.round(each * share));
  const [logs, cases] = [madeUp(seed, count), realCases()];
  const decided = logs.filter(isDecided);
  const sure = decided.filter(({ confidence }) => confidence >= 0.9);
  const goals: readonly Goal[] = [
    { id: 'SPEC §3', says: 'of what is said with 90 % or more is right', measured: shareOf(sure), limit: 0.9, kind: 'at least' },
  ];
  const title = `Calibration: ${logs.length} made-up counter logs, Brier score ${brier(decided).toFixed(3)} of the ${decided.length} that were decided`;
  const real =
    cases.length === 0
      ? 'Real cases: ../shared/cases is not here'
      : `${cases.length} real cases, Brier score ${brier(cases.filter(isDecided)).toFixed(3)}`;
  const windows = shortHours.map((hours) => confidenceTable(`${hours} hours of them`, seenShortly(seed, count, hours)));
  return {
    title,
    rows: [],
    tables: [confidenceTable('Made-up logs', logs), groupTable(logs), ...windows, confidenceTable(real, cases)],
    goals,
  };
}
