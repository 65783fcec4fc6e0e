import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import { normalisedLines } from '../../../analysis/lines.ts';
import { clrstackLog } from '../../../analysis/parsers/clrstack-log.ts';
import { clrstack } from '../../../analysis/parsers/clrstack.ts';
import { bytesOf, columns, frameOf, header } from '../../support/stack-log.ts';

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** Threads in nine kinds of stacks; some are native, and some frames are printed in the odd ways of SOS. */
function thread(index: number, width = 16): string {
  const head = `OS Thread Id: 0x${(index * 4 + 0x400).toString(16)} (${index})`;
  if (index % 10 === 9)
    return `${head}\nUnable to walk the managed stack. The current thread is likely not a \nmanaged thread. You can run !threads to get a list of managed threads in\nthe process\nFailed to start stack walk: 80070057`;
  const kind = index % 9;
  const frames = Array.from({ length: 10 + kind }, (_, at) => {
    const pointer = hex(0x0d0ff2c8 + index * 0x4000 + at * 0x40, width);
    const site = `Shop.Space${at < 3 ? 0 : kind}.Worker${at}.Run(System.String, Int32) [/src/worker${at}.cs @ ${at + kind}]`;
    const pseudo = at === 0 ? `[HelperMethodFrame_1OBJ: ${pointer}] System.Threading.Monitor.ObjWait(Int32, System.Object)` : site;
    return `${pointer} ${hex(0x11112222 + at, width)} ${at === 5 ? `[DebuggerU2MCatchHandlerFrame: ${pointer}] ` : pseudo}`;
  });
  return [head, '        Child SP               IP Call Site', ...frames].join('\n');
}
const threads = (count: number, width?: number) => Array.from({ length: count }, (_, at) => thread(at, width)).join('\n');
const large = `0:000> ~*e!clrstack\n${threads(1400)}\n`;

function asPasted(text: string): unknown {
  const lines = normalisedLines(text);
  const first = lines.findIndex((line, at) => line !== '' && clrstack.span(lines, at) > 0);
  const parsed = clrstack.parse(lines.slice(first, first + clrstack.span(lines, first)));
  return parsed.ok ? { readings: parsed.readings, notes: parsed.notes } : parsed;
}
function read(text: string): unknown {
  const [block] = readBytes('stacks.log', bytesOf(text)).blocks;
  // A banner tells when the process was looked at.
  return { readings: block?.readings.map((reading) => ({ ...reading, takenAt: null })), notes: block?.notes };
}

describe('a log of the managed stacks of thousands of threads', () => {
  it.each([
    ['as it is', large],
    ['with CRLF', large.replaceAll('\n', '\r\n')],
    ['with an empty line behind each line', large.replaceAll('\n', '\n\n')],
    ['without a prompt', threads(1400)],
    [
      'with a banner above it',
      `Opened log file 'C:\\logs\\w3wp.log'\n0:000> .time\nDebug session time: Fri Jul  3 10:12:11.000 2026 (UTC + 2:00)\n${large}`,
    ],
    ['of 32 bits', `0:000> ~*e!clrstack\n${threads(1800, 8)}\n`],
    ['in upper case', large.replace(/^[0-9a-f]{16} [0-9a-f]{16}/gm, (addresses) => addresses.toUpperCase())],
    ['shortened by a person', large.replace(thread(700), '...')],
    ['cut within a line', large.slice(0, -33)],
    ['with a method beyond ASCII', large.replace('Space5.Worker7', 'Späce5.Worker7')],
    [
      'with symbol noise in a line',
      large.replace(
        'Space5.Worker7',
        '*** ERROR: Symbol file could not be found.  Defaulted to export symbols for w3dt.dll - \nSpace5.Worker7',
      ),
    ],
  ])('says what the same text would say as a paste, %s', (_, text) => {
    expect(text.length).toBeGreaterThan(2 ** 20);
    expect(read(text)).toEqual(asPasted(text));
  });

  it('is read by its bytes, and a log of native stacks is not', () => {
    const head = bytesOf(large).subarray(0, 4096);
    expect(clrstackLog.recognises(head, 2 ** 20)).toBe(true);
    expect(clrstackLog.recognises(head, 2 ** 20 - 1)).toBe(false);
    const native = `0:000> ~*k\n${header(0)}\n${columns}\n${Array.from({ length: 60 }, (_, at) => frameOf(0, at, 'Shop!Wait+0x1')).join('\n')}\n`;
    expect(clrstackLog.recognises(bytesOf(native), 2 ** 21)).toBe(false);
  });

  it('leaves what follows the next prompt to its own reader, a log of native stacks to the one that reads bytes', () => {
    const natives = Array.from({ length: 1500 }, (_, at) =>
      [header(at), columns, ...Array.from({ length: 12 }, (_unused, frame) => frameOf(at, frame, `Module${frame}!Wait${at % 3}+0x1`))].join(
        '\n',
      ),
    );
    const { blocks, unread } = readBytes('stacks.log', bytesOf(`${large}0:000> ~*k\n${natives.join('\n\n')}\n`));
    expect(unread).toEqual([]);
    expect(blocks.map(({ parser, readings }) => [parser, readings.map((each) => (each.kind === 'stacks' ? each.threads : 0))])).toEqual([
      ['clrstack', [1260]],
      ['cdb-stacks', [1500]],
    ]);
  });
});
