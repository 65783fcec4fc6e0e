/** No parser takes long over lines that are made of what it looks for: PERF F17, for a parser as a whole. */
import { describe, expect, it } from '@jest/globals';
import { leastProcessorMs } from '../support/processor-time.ts';
import { examplesOf, registered } from './examples.ts';
import { askParser, boundMs } from './fuzz-parser.ts';

const length = 20_000;
const units = [
  'a',
  ' ',
  '\t',
  ':',
  '9',
  '9,',
  '.',
  '(',
  '<',
  '"',
  "'",
  '/*',
  '\\',
  '+',
  '!',
  '{',
  '[',
  'a ',
  'A.',
  ': 1 ',
  '0x0 ',
  'x\n',
  '\n',
  ' \n',
  '9\n',
  '{"a":',
];

/** Lines of the parser's own example, and what they begin with. */
function ownUnits(text: string): readonly string[] {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 12);
  return lines.flatMap((line) => [line, `${line}\n`, line.slice(0, 12), `${line.slice(0, 12)}\n`]);
}

describe('hostile lines', () => {
  it.each(registered.map((each) => [each.label, each] as const))('%s is done with each within 50 ms', (_, { id, parser }) => {
    const [example] = examplesOf(id);
    const text = new TextDecoder('latin1').decode(example?.bytes);
    // What takes bytes is asked only where the beginning is right.
    const beginning = 'recognises' in parser ? text.slice(0, 700) : '';
    const slow = [...new Set([...units, ...hintsOf(parser), ...ownUnits(text)])].filter((unit) => {
      const bytes = Buffer.from(beginning + unit.repeat(Math.ceil(length / unit.length)).slice(0, length), 'latin1');
      return leastProcessorMs(() => askParser(parser, bytes), boundMs) > boundMs;
    });
    expect(slow).toEqual([]);
  });
});

function hintsOf(parser: (typeof registered)[number]['parser']): readonly string[] {
  return 'hints' in parser ? parser.hints.flatMap((hint) => [hint, `${hint} `, `${hint}\n`]) : [];
}
