import { describe, expect, it } from '@jest/globals';
import { createHintFinder } from '../../analysis/hints.ts';
import { read, readBytes } from '../../analysis/index.ts';
import { textParsers } from '../../analysis/parsers/index.ts';
import { readText, readingsOf } from '../support/check-parser.ts';
import { processorMs } from '../support/processor-time.ts';

const status = 'Name:\tdemo\nPid:\t42\nVmSize:\t  2000 kB\nVmRSS:\t  1000 kB\nRssAnon:\t   900 kB\nVmSwap:\t     0 kB\n';
const problemOf = (text: string | Uint8Array, name = 'pasted text'): string => {
  const result = typeof text === 'string' ? readText(text, name) : readBytes(name, text);
  expect(result.blocks).toEqual([]);
  expect(result.unread).toHaveLength(1);
  return result.unread[0]?.problem ?? '';
};
const binary = (start: string, length = 4096): Uint8Array => {
  const bytes = new Uint8Array(length);
  bytes.set(new Uint8Array(Buffer.from(start, 'latin1')));
  return bytes;
};

describe('what cannot be read gets a sentence that says what to do', () => {
  it.each([
    ['an empty paste', '', 'no text in it'],
    ['blanks only', ' \n\u00a0\n', 'no text in it'],
    ['prose', 'the site is slow since Tuesday', 'Nothing in this text'],
    ['an HTML page with scripts', '<!DOCTYPE html><html><script>alert(1)</script></html>', 'HTML page'],
    ['a tool that is not there', "'handle' is not recognized as an internal or external command", 'was not found on that machine'],
    ['a refusal', 'Access is denied.', 'as administrator'],
    ['missing counters', 'Error: No valid counters.', 'counters were not found'],
    ['foreign JSON', '{"a": 1}', 'JSON of a kind'],
    ['a foreign table', 'time,a,b\n1,2,3', 'table of values'],
  ])('%s', (_, text, says) => expect(problemOf(text)).toContain(says));

  it.each([
    ['a program', 'MZ\x90\0', 'app.exe', 'Windows program'],
    ['a dump', 'MDMP\x93\xa7', 'w3wp.dmp', 'DebugDiag'],
    ['a Linux program', '\x7fELF\x02\x01\x01', 'demo', 'Linux program'],
    ['a picture', '\x89PNG\r\n', 'chart.png', 'picture'],
    ['a packed file', 'PK\x03\x04', 'logs.zip', 'packed'],
    ['a binary counter log', '\x07\0\0\0', 'run.blg', 'relog'],
    ['a trace', '\x00\x10\0\0', 'run.etl', 'Performance Analyzer'],
    ['anything else with zero bytes', 'abc\0\0', 'x', 'binary file'],
  ])('%s', (_, start, name, says) => expect(problemOf(binary(start), name)).toContain(says));

  it('a core dump is told from a program', () => {
    const core = binary('\x7fELF\x02\x01\x01');
    core[16] = 4;
    expect(problemOf(core)).toContain('core dump');
  });
});

describe('a text with several outputs', () => {
  it('is split into its blocks, with the lines where they are', () => {
    const result = readText(`Hello,\nthis is the status:\n\n${status}\nand again later:\n${status.replace('1000', '1500')}\nBye`);
    expect(result.blocks.map((block) => [block.parser, block.fromLine, block.lines])).toEqual([
      ['proc-status', 4, 6],
      ['proc-status', 12, 6],
    ]);
    expect(result.unread).toEqual([]);
  });

  it('keeps the line numbers of the paste behind fences and quote marks', () => {
    const quoted = `\`\`\`\n${status}\`\`\``;
    expect(readText(quoted).blocks[0]?.fromLine).toBe(2);
    expect(readText(status.replaceAll(/^/gm, '> ')).blocks[0]?.parser).toBe('proc-status');
  });

  it('are read behind prompts that stand on their own first lines', () => {
    const result = readText(
      'PS C:\\> Handle type summary:\n  Event : 3\nTotal handles: 3\n0:000> Type           \tCount\nKey            \t7\n',
    );
    expect(result.blocks.map((block) => [block.parser, block.fromLine])).toEqual([
      ['handle-summary', 1],
      ['handle-debugger', 4],
    ]);
    expect(readText('PS C:\\> echo hello\n').blocks).toEqual([]);
  });

  it('are read where all of the text is indented', () => {
    const indented = '    Handle type summary:\n      Event : 3\n    Total handles: 3';
    expect(readingsOf(readText(indented))).toEqual(readingsOf(readText('Handle type summary:\n  Event : 3\nTotal handles: 3')));
  });

  it('names the line of a block that is recognised and broken', () => {
    const result = readText(`one\ntwo\nState:\tZ (zombie)\nPid:\t42\nTracerPid:\t0\n`);
    expect(result.unread).toEqual([expect.objectContaining({ parser: 'proc-status', fromLine: 3 })]);
  });
});

describe('the search for hints', () => {
  it('finds what looking for each literal would find', () => {
    const parsers = textParsers;
    const finder = createHintFinder(parsers);
    const hints = parsers.flatMap((parser) => parser.hints);
    for (const [index, hint] of hints.entries()) {
      const text = `${'lorem ipsum '.repeat(index % 7)}${hint}${index % 2 === 0 ? '' : ' dolor'}${hints[(index * 31) % hints.length] ?? ''}`;
      const expected = parsers.filter((parser) => parser.hints.some((each) => text.includes(each)));
      expect(finder(text)).toEqual(expected);
    }
    expect(finder('')).toEqual([]);
  });

  it('has only lower-case hints to look for', () => {
    for (const hint of textParsers.flatMap((parser) => parser.hints)) expect(hint).toBe(hint.toLowerCase());
  });
});

describe('large inputs', () => {
  it('reads a block that a window’s end cuts as one', () => {
    const filler = `${'x'.repeat(99)}\n`;
    const before = filler.repeat(Math.floor((8 * 2 ** 20) / 100) - 0);
    const text = before.slice(0, 8 * 2 ** 20 - 60) + `\n${status}` + filler.repeat(10);
    const result = readText(text);
    expect(result.blocks).toHaveLength(1);
    expect(readingsOf(result)[0]).toMatchObject({ kind: 'snapshot', values: { privateBytes: 900 * 1024, virtualBytes: 2000 * 1024 } });
    const at = text.slice(0, text.indexOf('Name:')).split('\n').length;
    expect(result.blocks[0]?.fromLine).toBe(at);
  });

  it('refuses more text than one thread should read, without asking for it', () => {
    const reader = read('huge.txt', 300 * 2 ** 20);
    reader.next();
    const answer = reader.next(new TextEncoder().encode('plain text\n'.repeat(300)));
    expect(answer).toMatchObject({ done: true, value: { unread: [{ problem: expect.stringContaining('larger than 256 MB') }] } });
  });

  it.each([
    ['noise', (index: number): number => (index % 97 === 0 ? 10 : 32 + ((index * 7919) % 95))],
    ['one line without an end', (index: number): number => 97 + (index % 26)],
    [
      'words of the trade',
      (index: number): number =>
        'total handle process gc heap size stack module private bytes [rollup] socket:[ vmrss: \n'.charCodeAt(index % 87),
    ],
  ])('answers 50 MB of %s within seconds', (_, byteAt) => {
    const bytes = Uint8Array.from({ length: 1_000_000 }, (_each, index) => byteAt(index));
    const whole = new Uint8Array(50_000_000);
    for (let at = 0; at < whole.length; at += bytes.length) whole.set(bytes, at);
    // It takes 3 s on a quiet machine and 9 s on a busy one; what is not linear takes minutes.
    const ms = processorMs(() => {
      const result = readBytes('noise.txt', whole);
      expect(result.blocks.length + result.unread.length).toBeGreaterThan(0);
    });
    expect(ms).toBeLessThan(30_000);
  });
});
