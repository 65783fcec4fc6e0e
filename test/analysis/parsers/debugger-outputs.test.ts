import { describe, expect, it } from '@jest/globals';
import { normalisedLines } from '../../../analysis/lines.ts';
import { textParsers } from '../../../analysis/parsers/index.ts';
import type { TextParser } from '../../../analysis/types.ts';
import { readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';
import { leastProcessorMs } from '../../support/processor-time.ts';

const ids = new Set(
  'cdb-stacks finalizequeue dumpheap-stat gcroot umdh heap-s heap-stat heap-block-stack heap-list htrace address-summary eeheap-gc eeheap-loader dumpdomain heapstat handle-debugger clrstack eestack dotnet-stack gdb-backtrace plain-stack lm runaway crt-leak-dump bcc-memleak heaptrack-totals'.split(
    ' ',
  ),
);
const parsers = textParsers.filter(({ id }) => ids.has(id));
const heads = [
  '',
  '0:000> !heap -s\n',
  '00 00000000`0b99a320 000007fe`fbbfcb6b ',
  '#0  0x00 in ',
  '   at A.B.C(',
  'ntdll!',
  '    -> 000000001 ',
  '{1} normal block at ',
];
const units = [' ', '0', 'a.', 'a!', '(', '[[', '0 ', '00000000 ', 'a<', ',', ' - ', '1,', '(a', '"', '::'];
/** PERF F17: 10 ms for 20,000 characters; tests run beside others on two cores, hence more here. */
const limitMs = 40;

function msOf(parser: TextParser, lines: readonly string[]): number {
  const ask = (): void => {
    for (const at of lines.keys()) parser.span(lines, at);
    parser.parse(lines);
  };
  return leastProcessorMs(ask, limitMs);
}

describe('every parser of debugger outputs', () => {
  it.each(parsers.map((parser) => [parser.id, parser] as const))('%s answers at once to 20,000 hostile characters', (_, parser) => {
    let worst = 0;
    for (const head of heads)
      for (const unit of units) {
        const lines = normalisedLines(`${head}${unit.repeat(20_000 / unit.length)}\n${head}${unit.repeat(3)}`);
        worst = Math.max(worst, msOf(parser, lines));
      }
    expect(worst).toBeLessThan(limitMs);
  });

  it('answers to nothing and to lines that are not its own', () => {
    for (const parser of parsers)
      for (const lines of [[], [''], ['hello'], ['0:000> .echo hi', 'hi']])
        expect({ id: parser.id, ok: parser.parse(lines).ok }).toEqual({ id: parser.id, ok: false });
  });
});

describeWithShared('prose', () => {
  it('about debuggers is not taken for their output', () => {
    for (const name of ['SPEC.md', 'HOUSE.md', 'FACE.md', 'FACTS.md', 'PERF.md'])
      expect(
        readText(sharedText(name))
          .blocks.map(({ parser, fromLine }) => `${name}:${fromLine} ${parser}`)
          .filter((each) => ids.has(each.split(' ')[1] ?? '')),
      ).toEqual([]);
  });
});
