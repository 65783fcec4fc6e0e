import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import { cdbStackLog } from '../../../analysis/parsers/cdb-stack-log.ts';
import { asPasted, bytesOf, columns, frameOf, header, stacksOf } from '../../support/stack-log.ts';
import type { Stacks } from '../../support/stack-log.ts';

/** Threads in eleven kinds of stacks, of which a few frames are printed in the odd ways of the debugger. */
function thread(index: number): string {
  const kind = index % 11;
  const sites = Array.from(
    { length: 12 + kind },
    (_, at) => `Module${at % 5}!Space${kind}.Type.Method${at}(System.Object)+0x${(at + kind).toString(16)}`,
  );
  const frames = sites.map((site, at) => frameOf(index, at, site));
  if (kind === 3) frames[4] = '04 (Inline Function) --------`--------     MyApp!inlined+0x7';
  if (kind === 4) frames[5] = frameOf(index, 5, 'MyApp!Wrapped.Method(System.Object,\n  Int32)+0x12');
  if (kind === 5) frames.splice(6, 0, 'WARNING: Stack unwind information not available. Following frames may be wrong.');
  if (kind === 6 && index < 60) {
    const broken = frames[2] ?? '';
    frames[2] = `${broken.slice(0, 20)}*** ERROR: Symbol file could not be found.  Defaulted to export symbols for w3dt.dll - \n${broken.slice(20)}`;
  }
  return [header(index), columns, ...frames].join('\n');
}
const threads = (count: number) => Array.from({ length: count }, (_, at) => thread(at)).join('\n\n');
const large = `0:000> ~*kL\n\n${threads(1200)}\n\n`;

describe('a debugger log of thousands of threads', () => {
  it('says what the same text would say as a paste, in one reading', () => {
    expect(large.length).toBeGreaterThan(2 ** 20);
    const { blocks, unread } = readBytes('stacks.log', bytesOf(large));
    expect(unread).toEqual([]);
    expect(blocks).toHaveLength(1);
    expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(large));
    expect(stacksOf(large)).toMatchObject({ threads: 1200, life: { pid: 0x1a2c, bitness: 64 } });
    expect(stacksOf(large).stacks).toHaveLength(11);
  });

  it.each([
    ['CRLF', large.replaceAll('\n', '\r\n')],
    ['a byte-order mark', `\ufeff${large}`],
    ['no line end at its end', large.trimEnd()],
    [
      'addresses of 32 bits',
      `0:000> ~*kL\n\n${threads(2000)
        .replace(/0000(?:00d2|7ffe)`/g, '')
        .replaceAll('Child-SP', 'ChildEBP')}\n`,
    ],
  ])('says the same with %s', (_, text) => {
    expect(text.length).toBeGreaterThan(2 ** 20);
    expect(cdbStackLog.recognises(bytesOf(text).subarray(0, 4096), 2 ** 20)).toBe(true);
    const { blocks } = readBytes('stacks.log', bytesOf(text));
    expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
  });

  it('ends where it was cut, in the middle of a line too', () => {
    for (const cut of [large.length - 17, 2 ** 20 + 5, 2 ** 20 + 71, 2 ** 20 + 113]) {
      const text = large.slice(0, cut);
      const { blocks } = readBytes('stacks.log', bytesOf(text));
      expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
    }
  });

  it('leaves what follows the next prompt to its own reader', () => {
    const after = '0:000> !handle\nHandle 4\n  Type         Event\n1 Handles\nType           Count\nEvent          1\n';
    const { blocks } = readBytes('stacks.log', bytesOf(`${large}${after}`));
    expect(blocks.map((each) => each.readings[0]?.kind)).toEqual(['stacks', 'handles']);
    const lineOfPrompt = large.split('\n').length;
    expect(blocks[1]?.fromLine).toBe(lineOfPrompt);
  });

  it('is read as text, whole, where a line is not plain', () => {
    const half = large.indexOf(header(600));
    const text = `${large.slice(0, half)}${large.slice(half).replace('Module1!Space', 'Modulé1!Space')}`;
    const total = readBytes('stacks.log', bytesOf(text)).blocks.flatMap((block) => block.readings as readonly Stacks[]);
    expect(total.reduce((sum, each) => sum + each.threads, 0)).toBe(1200);
    expect(total.some((each) => each.stacks.some(({ frames }) => frames.some(({ printed }) => printed.startsWith('Modulé1!'))))).toBe(true);
  });

  it('never takes two frames for one because they are alike', () => {
    const sites = Array.from({ length: 9000 }, (_, at) => `Module!Function${at}+0x1`);
    const text = `${header(0)}\n${columns}\n${sites.map((site, at) => frameOf(0, at % 256, site)).join('\n')}\n`.repeat(2);
    const [stack] = stacksOf(text).stacks;
    expect(stack?.frames.length).toBeGreaterThan(100);
    expect(text.length).toBeGreaterThan(2 ** 20);
    expect({ readings: readBytes('s', bytesOf(text)).blocks[0]?.readings }).toMatchObject({
      readings: (asPasted(text) as { readings: unknown }).readings,
    });
  });

  it('takes a line below names alone for what it is there, and the same line below addresses for what it is here', () => {
    const names = Array.from({ length: 6 }, (_, at) => `0${at} Module${at}!Space.Type.Method${at}(System.Object)`);
    const threadOf = (at: number): string =>
      at % 3 === 0
        ? [header(at), ' # Call Site', ...names].join('\n')
        : at % 3 === 1
          ? [header(at), 'Call Site', ...names.map((name) => name.slice(3))].join('\n')
          : thread(at);
    const text = `0:000> ~*kc\n\n${Array.from({ length: 3000 }, (_, at) => threadOf(at)).join('\n\n')}\n`;
    expect(text.length).toBeGreaterThan(2 ** 20);
    const { blocks } = readBytes('stacks.log', bytesOf(text));
    expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
    expect(stacksOf(text).threads).toBe(3000);
  });

  it('takes no line for another whose address is none, or that goes on differently', () => {
    const odd = large.split('\n').map((line, at) => {
      if (at % 97 === 3) return line.replace('00007ffe`', '00007ffg`');
      if (at % 89 === 5) return line.replace(/\+0x[0-9a-f]+$/, '+0xfff');
      if (at % 83 === 7) return `${line} and more`;
      return line;
    });
    const text = odd.join('\n');
    const { blocks } = readBytes('stacks.log', bytesOf(text));
    expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
  });

  it('says the same where a function is called from another place in every thread', () => {
    const source = String.raw`[d:\src\order.cpp @ 12]`;
    const text = large
      .split('\n')
      .map((line, at) => line.replace(/\+0x[0-9a-f]+$/, `+0x${(at % 7919).toString(16)}${at % 5 === 0 ? ` ${source}` : ''}`))
      .join('\n');
    const { blocks } = readBytes('stacks.log', bytesOf(text));
    expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
    expect(stacksOf(text).stacks).toHaveLength(11);
  });

  it('takes an offset for one only as the debugger prints it', () => {
    const forms = ['+0x1', '+0x001', '+0xABC', '+0x123456789', '+0x', '+0x12+0x34', '+0x7 and more', `+0x7${'<T>'.repeat(120)}`];
    const text = large
      .split('\n')
      .map((line, at) => line.replace(/\+0x[0-9a-f]+$/, forms[(at * 31) % forms.length] ?? ''))
      .join('\n');
    const { blocks } = readBytes('stacks.log', bytesOf(text));
    expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
  });

  it('is one reading by its bytes where templates take references', () => {
    const text = large.replaceAll('(System.Object)', '<Shop::Order const &>');
    const { blocks } = readBytes('stacks.log', bytesOf(text));
    expect(blocks.map(({ fromLine }) => fromLine)).toEqual([0]);
    expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
  });

  it('takes no parameter whose value is printed otherwise for the same', () => {
    const values = [
      'int count = 0n5',
      'int count =00n5',
      'int count = 0n5, void * at = 0x000000d2`0d0ff3c8',
      'int (* call) = <function> (int)',
    ];
    const text = large
      .split('\n')
      .map((line, at) => line.replace('System.Object', values[(at * 7) % values.length]?.replace('5', String(at)) ?? ''))
      .join('\n');
    const { blocks } = readBytes('stacks.log', bytesOf(text));
    expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
  });

  it('says the same where threads have names, starts and priorities', () => {
    const told = large.split('\n').flatMap((line, at) => {
      if (!line.includes('Suspend:')) return [line];
      const start = `      Start: Module${at % 3}!ThreadMain (00007ffe\`1ee5${(at % 5).toString().padStart(4, '0')})`;
      return [`${line} "Worker ${at % 7}"`, start, '      Priority: 0  Priority class: 32  Affinity: f'];
    });
    const text = told.join('\n');
    const { blocks } = readBytes('stacks.log', bytesOf(text));
    expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
    expect(stacksOf(text).stacks[0]?.threads[0]).toMatch(/^\d+ \(1a2c\.[0-9a-f]+\) Worker \d$/);
  });

  it('is not claimed where it is small: a paste is text', () => {
    const { blocks } = readBytes('paste', bytesOf(`0:000> ~*kL\n\n${threads(3)}\n`));
    expect(blocks[0]?.fromLine).toBe(1);
  });
});
