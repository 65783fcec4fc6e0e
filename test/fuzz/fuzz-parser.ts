/** Mutants of a parser's examples, and whether it stands them: an answer of the three kinds, plain data, no long thought. */
import { readBytes } from '../../analysis/index.ts';
import { drive } from '../../analysis/drive.ts';
import { normalisedLines } from '../../analysis/lines.ts';
import { decodeText } from '../../analysis/text.ts';
import type { ByteParser, Parsed, ReadResult, TextParser } from '../../analysis/types.ts';
import { createRandom } from '../../bench/random.ts';
import { leastProcessorMs, processorMs } from '../support/processor-time.ts';
import { caseCard, reportHtml, verdictText } from '../../cards/index.ts';
import { takeIn } from '../../flows/index.ts';
import { at, opened, start } from '../flows/support/a-case.ts';
import { examplesOf, registered } from './examples.ts';
import type { Example, Registered } from './examples.ts';
import { mutateBytes, mutateText } from './mutate.ts';

/** G15: of one input, on this thread's processor. */
export const boundMs = 50;
/** All parsers together see every so many mutants, a whole case fewer: they cost five and fifty times as much. */
const wholeEvery = 10;
const caseEvery = 100;
/** An output of 64 KB that became more than this holds something without bound. */
const mostJson = 8 * 2 ** 20;

export interface Plan {
  readonly seed: number;
  readonly count: number;
  /** Only this mutant: what failed is run again alone. */
  readonly only?: number;
}
export interface Fuzzed {
  readonly parser: string;
  readonly inputs: number;
  /** Mutants in which the parser still recognised something. */
  readonly read: number;
  readonly worstMs: number;
  readonly worstAt: number;
  /** One line each: which mutant, what happened. */
  readonly failures: readonly string[];
}

const seedOf = (seed: number, parser: string, index: number): number =>
  Array.from(parser).reduce((sum, character) => Math.imul(sum, 31) + character.charCodeAt(0), seed * 7919 + index * 104_729);

const textOf = ({ bytes }: Example): string => new TextDecoder().decode(bytes);
const others: readonly string[] = registered.filter(({ id }) => id !== 'minidump').flatMap(({ id }) => examplesOf(id).map(textOf));

/** The mutant of this number, the same on every machine. */
export function mutantOf({ label, id }: Registered, plan: Plan, index: number): Uint8Array {
  const random = createRandom(seedOf(plan.seed, label, index));
  const examples = examplesOf(id);
  const example = examples[index % examples.length];
  if (example === undefined) return new Uint8Array();
  return id === 'minidump' ? mutateBytes(example.bytes, random) : new TextEncoder().encode(mutateText(textOf(example), others, random));
}

/** What is wrong with a value that is to be stored as JSON; null: nothing. */
function notPlain(value: unknown, path: string): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${path} is ${value}`;
  if (typeof value !== 'object') return `${path} is ${typeof value}`;
  for (const [key, each] of Object.entries(value)) {
    const wrong = each === undefined ? null : notPlain(each, `${path}.${key}`);
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongSentence(problem: string): string | null {
  return problem.length > 20 && problem.length < 1000
    ? null
    : `a refusal that says too little or too much: ${JSON.stringify(problem.slice(0, 80))}`;
}

/** What is wrong with an answer of one parser; null: it is one of the three. */
function wrongAnswer(parsed: Parsed): string | null {
  if (!parsed.ok) return wrongSentence(parsed.problem);
  return notPlain(parsed.readings, 'readings') ?? notPlain(parsed.notes, 'notes');
}

function wrongResult(result: ReadResult): string | null {
  const wrong =
    notPlain(result, 'result') ?? result.unread.map(({ problem }) => wrongSentence(problem)).find((each) => each !== null) ?? null;
  if (wrong !== null) return wrong;
  const size = JSON.stringify(result).length;
  if (size > mostJson) return `${size} characters of readings`;
  return result.blocks.length + result.unread.length > 0 ? null : 'no answer at all';
}

export interface Asked {
  /** What is wrong; null: nothing. */
  wrong: string | null;
  read: boolean;
}

/** Some parsers take only large inputs: whether an example is theirs is asked as if it were one. */
const large = 2 ** 30;

function askBytes(parser: ByteParser, bytes: Uint8Array): Asked {
  if (!parser.recognises(bytes.subarray(0, 4096), large)) return { wrong: null, read: false };
  const parsed = drive(parser.read(bytes.length), bytes);
  return { wrong: wrongAnswer(parsed), read: true };
}

function askText(parser: TextParser, bytes: Uint8Array): Asked {
  const lines = normalisedLines(decodeText(bytes).text);
  const asked: Asked = { wrong: null, read: false };
  for (let at = 0; at < lines.length;) {
    const span = lines[at] === '' ? 0 : parser.span(lines, at);
    if (!Number.isInteger(span) || span < 0) return { wrong: `a span of ${span}`, read: false };
    const parsed = span === 0 ? null : parser.parse(lines.slice(at, at + span));
    if (parsed !== null) {
      asked.wrong ??= wrongAnswer(parsed);
      asked.read = true;
    }
    at += Math.max(span, 1);
  }
  return asked;
}

/** The parser alone, over all bytes or all lines. */
export function askParser(parser: ByteParser | TextParser, bytes: Uint8Array): Asked {
  return 'recognises' in parser ? askBytes(parser, bytes) : askText(parser, bytes);
}

function askAll(bytes: Uint8Array): Asked {
  const result = readBytes('pasted text', bytes);
  return { wrong: wrongResult(result), read: result.blocks.length > 0 };
}

const notANumber = /\bNaN|\[object Object\]|\bInfinity\b|\bundefined\b/;

/** The whole of it: the mutant comes into a case that holds a good output already, is judged, shown and reported. */
function askCase(good: Uint8Array, bytes: Uint8Array): Asked {
  const both = [good, bytes].map((each, index) => ({ result: readBytes(`${index}.txt`, each), rawRef: String(index).repeat(64) }));
  const investigation = both.reduce(
    (so, { result, rawRef }) =>
      takeIn(so, { result, rawRef, from: 'pasted text', at, by: null, collectedAt: null, effectId: null, watch: null }).investigation,
    opened(),
  );
  const { judgement, evidence } = investigation;
  const shown = [
    JSON.stringify(caseCard(investigation, start)),
    reportHtml(investigation, []),
    judgement === null ? '' : verdictText(judgement, evidence),
  ];
  // A mutant may bring such words itself, and a sentence may quote it.
  const odd = notANumber.test(new TextDecoder().decode(bytes))
    ? null
    : shown.map((each) => notANumber.exec(each)).find((found) => found !== null);
  const wrong =
    notPlain(investigation, 'case') ?? (odd == null ? null : `shows ${odd.input.slice(Math.max(0, odd.index - 60), odd.index + 20)}`);
  return { wrong, read: evidence.length > 0 };
}

/** Runs an input; what it threw is what is wrong with it. */
function attempt(work: () => Asked): Asked & { readonly ms: number } {
  const box: { asked: Asked } = { asked: { wrong: null, read: false } };
  const ms = processorMs(() => {
    try {
      box.asked = work();
    } catch (error) {
      box.asked = { wrong: `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, read: false };
    }
  });
  return { ...box.asked, ms };
}

/** The least of some more runs, where the first was too long: garbage, the compiler and a cold cache count once. */
const settled = (ms: number, work: () => unknown): number => (ms > boundMs ? Math.min(ms, leastProcessorMs(work, boundMs)) : ms);

/** Asks one parser, and the whole reading, for an answer to each mutant. */
export function fuzzParser(one: Registered, plan: Plan): Fuzzed {
  const parser = one.label;
  const failures: string[] = [];
  const worst = { ms: 0, at: 0 };
  let read = 0;
  const numbers = plan.only === undefined ? Array.from({ length: plan.count }, (_, index) => index) : [plan.only];
  for (const index of numbers) {
    const bytes = mutantOf(one, plan, index);
    const good = examplesOf(one.id)[0]?.bytes ?? bytes;
    const asks = [
      () => askParser(one.parser, bytes),
      ...(index % wholeEvery === 0 || plan.only !== undefined ? [() => askAll(bytes)] : []),
      ...(index % caseEvery === 0 || plan.only !== undefined ? [() => askCase(good, bytes)] : []),
    ];
    for (const [kind, ask] of asks.entries()) {
      const { wrong, read: isRead, ms: first } = attempt(ask);
      const ms = settled(first, ask);
      if (ms > worst.ms) Object.assign(worst, { ms, at: index });
      const says = wrong ?? (ms > boundMs ? `took ${Math.round(ms)} ms` : null);
      if (says !== null) failures.push(`${parser} seed ${plan.seed} mutant ${index}: ${says}`);
      if (isRead && kind === 0) read += 1;
    }
  }
  return { parser, inputs: numbers.length, read, worstMs: worst.ms, worstAt: worst.at, failures };
}
