/** Every parser stands what is damaged: an answer of the three kinds, plain data, no long thought. G15, F12; 10,000 mutants each in test/system. */
import { describe, expect, it } from '@jest/globals';
import { unknownLife } from '../../analysis/life.ts';
import type { Parsed, TextParser } from '../../analysis/types.ts';
import { examplesOf, registered, strayExamples } from './examples.ts';
import type { Registered } from './examples.ts';
import { askParser, fuzzParser, mutantOf } from './fuzz-parser.ts';

const count = Number(process.env.MUTANTS ?? '200');
const seed = Number(process.env.FUZZ_SEED ?? '1');
const named = registered.map((each) => [each.label, each] as const);

describe('each parser', () => {
  it.each(named)('%s has an example that it reads: a file of its id in test/fuzz/examples', (_, { id, parser }) => {
    expect(
      examplesOf(id)
        .filter((each) => askParser(parser, each.bytes).read)
        .map((each) => each.name),
    ).not.toEqual([]);
  });

  it('no example is left of a parser that is gone', () => {
    expect(strayExamples).toEqual([]);
  });

  it.each(named)('%s answers each of its mutants', (_, each) => {
    const fuzzed = fuzzParser(each, { seed, count });
    expect(fuzzed.failures).toEqual([]);
    expect(fuzzed.inputs).toBe(count);
  });
});

describe('a mutant', () => {
  it('is the same for the same seed, and another for another', () => {
    const [one] = registered;
    const mutants = [1, 1, 2].map((each) => Buffer.from(mutantOf(one!, { seed: each, count: 1 }, 7)).toString('latin1'));
    expect(mutants[0]).toBe(mutants[1]);
    expect(mutants[0]).not.toBe(mutants[2]);
  });

  const reading = (value: number): Parsed => ({
    ok: true,
    notes: [],
    readings: [{ kind: 'snapshot', life: unknownLife, takenAt: null, values: { handles: value } }],
  });
  const broken = (parse: () => Parsed, span = 1): Registered => {
    const parser: TextParser = { id: 'ps', title: 'broken', hints: [], span: () => span, parse };
    return { label: 'broken', id: 'ps', parser };
  };
  const busy = (): Parsed => {
    for (let until = process.threadCpuUsage().user + 60_000; process.threadCpuUsage().user < until;);
    return reading(1);
  };
  it.each([
    ['throws', broken(() => JSON.parse('{') as Parsed), 'threw SyntaxError'],
    ['gives what cannot be stored', broken(() => reading(Number.NaN)), 'values.handles is NaN'],
    ['refuses without a word', broken(() => ({ ok: false, problem: 'No.', line: null })), 'says too little'],
    ['claims half a line', broken(() => reading(1), 0.5), 'a span of 0.5'],
    ['thinks too long', broken(busy), 'took'],
  ])('finds a parser that %s', (_, each, says) => {
    expect(fuzzParser(each, { seed: 1, count: 1 }).failures.join('\n')).toContain(says);
  });
});
