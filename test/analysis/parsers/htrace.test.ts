import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'handleTrace' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'htrace')[0] as Wanted;

const event = (handle: string, kind: string, caller: string) =>
  `--------------------------------------\nHandle = ${handle} - ${kind}\nThread ID = 0x000017ec, Process ID = 0x000017e8\n\n0x77ca2e3c: ntdll!ZwCreateFile+0x0000000c\n0x00ab158f: MyApp!${caller}+0x0000016f\n`;
const diff = (...events: readonly string[]) =>
  `0:000> !htrace -diff\nHandle tracing information snapshot successfully taken.\n0xd9 new stack traces since the previous snapshot.\nIgnoring handles that were already closed...\nOutstanding handles opened since the previous snapshot:\n${events.join('')}--------------------------------------\nDisplayed 0x${events.length.toString(16)} stack traces for outstanding handles opened since the previous snapshot.\n`;

describe('!htrace', () => {
  checkParser('a difference', { parser: 'htrace', text: diff(event('0x0000003c', 'OPEN', 'Leak'), event('0x00000040', 'OPEN', 'Leak')) });

  it('groups the handles that stayed open by who opened them', () => {
    const reading = read(
      readText(diff(event('0x0000003c', 'OPEN', 'Leak'), event('0x00000040', 'OPEN', 'Leak'), event('0x00000044', 'OPEN', 'Other'))),
    );
    expect(reading).toMatchObject({ diff: true, life: { pid: 0x17e8, bitness: 32 } });
    expect(reading.open.map(({ count, frames }) => [count, frames[1]?.function])).toEqual([
      [2, 'Leak'],
      [1, 'Other'],
    ]);
  });

  it('takes the newest event of a handle in a full trace', () => {
    const result = readText(
      `0:000> !htrace\n${event('0x00000034', 'CLOSE', 'Use')}${event('0x00000034', 'OPEN', 'Use')}${event('0x00000038', 'OPEN', 'Keep')}--------------------------------------\nParsed 0x3 stack traces.\nDumped 0x3 stack traces.\n`,
    );
    expect(read(result).open.map(({ frames }) => frames[1]?.function)).toEqual(['Keep']);
    expect(result.blocks[0]?.notes.join(' ')).toContain('not yet a leak');
  });

  it('says that nothing stayed open', () => {
    const result = readText(
      '0:000> !htrace -diff\nHandle tracing information snapshot successfully taken.\n0x0 new stack traces since the previous snapshot.\nNo outstanding handles opened since the previous snapshot were detected.\n',
    );
    expect(read(result)).toMatchObject({ diff: true, open: [] });
  });

  it('keeps the debugger’s own count where the text was shortened', () => {
    const text = diff(event('0x0000003c', 'OPEN', 'Leak')).replace('Displayed 0x1 ', 'Displayed 0x4c ');
    expect(read(readText(text))).toMatchObject({ outstanding: 76, open: [{ count: 1 }] });
    expect(read(readText(diff(event('0x0000003c', 'OPEN', 'Leak'))))).not.toHaveProperty('outstanding');
  });

  it('reads the rules of a quoted page, where each dash and star carries a backslash', () => {
    const text = diff(event('0x0000003c', 'OPEN', 'Leak'), event('0x00000040', 'OPEN', 'Leak'))
      .replaceAll(/^-{38}$/gm, '\\--------------------------------------')
      .replace('Handle = ', '\\*\\*\\*\\*\\*\nHandle = ')
      .replaceAll(/^/gm, '> ');
    expect(read(readText(text))).toMatchObject({ diff: true, open: [{ count: 2 }] });
  });

  it('counts handles whose stacks were cut out', () => {
    const bare =
      '--------------------------------------\nHandle = 0x00000024 - OPEN\nThread ID = 0x000017ec, Process ID = 0x000017e8\n...\n';
    expect(readText(diff(event('0x0000003c', 'OPEN', 'Leak'), bare)).blocks[0]?.notes[0]).toBe(
      '1 open handles are listed without the stack that opened them.',
    );
  });

  it('says what to do next where only a snapshot was taken, or tracing is off', () => {
    expect(readText('0:000> !htrace -snapshot\nHandle tracing information snapshot successfully taken.\n').unread[0]?.problem).toContain(
      '!htrace -diff',
    );
    expect(
      readText('0:000> !htrace\nHandle tracing is not enabled for this process. Use "!htrace -enable" to enable it.\n').unread[0]?.problem,
    ).toContain('!htrace -enable');
  });
});

describeWithShared('samples of !htrace', () => {
  for (const path of [
    'samples/cdb/htrace_open_key_stack_x64.txt',
    'cases/cppresourceleaks-file-handle/htrace-diff.txt',
    'cases/cppresourceleaks-file-handle/htrace.txt',
  ])
    checkParser(path, { parser: 'htrace', text: sharedText(path) });
});
