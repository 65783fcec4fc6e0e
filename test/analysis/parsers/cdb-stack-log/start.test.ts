import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../../analysis/index.ts';
import { cdbStackLog } from '../../../../analysis/parsers/cdb-stack-log.ts';
import type { Reading } from '../../../../analysis/types.ts';

type Stacks = Reading & { readonly kind: 'stacks' };

/** More than a megabyte: threads in seven kinds of stacks. */
function thread(index: number): string {
  const id = (index * 4 + 0x400).toString(16);
  const header = `${index === 0 ? '.' : ' '}${String(index).padStart(3)}  Id: 1a2c.${id} Suspend: 1 Teb: 000000d2\`0d5f1000 Unfrozen`;
  const frames = Array.from({ length: 14 }, (_, at) => {
    const number = at.toString(16).padStart(2, '0');
    return `${number} 000000d2\`${(0x0d000000 + index * 0x4000 + at * 0x30).toString(16).padStart(8, '0')} 00007ffe\`11110000     Module${at}!Kind${index % 7}::Method${at}+0x1f`;
  });
  return [header, ' # Child-SP          RetAddr               Call Site', ...frames].join('\n');
}
const large = `0:000> ~*kL\n\n${Array.from({ length: 1200 }, (_, at) => thread(at)).join('\n\n')}\n\n`;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const stacksOf = (text: string): Stacks => readBytes('stacks.log', bytesOf(text)).blocks[0]?.readings[0] as Stacks;

describe('a debugger log in which other things stand above the stacks', () => {
  const banner = [
    "Opened log file 'C:\\logs\\w3wp.log'",
    '0:000> .time',
    'Debug session time: Fri Jul  3 10:12:11.000 2026 (UTC + 2:00)',
    'System Uptime: 12 days 3:00:00.000',
    'Process Uptime: 0 days 2:00:00.000',
    '  Kernel time: 0 days 0:00:01.000',
    '0:000> !runaway',
    ' User Mode Time',
    '  Thread       Time',
    '    0:1a2c     0 days 0:00:02.500',
    '    1:1a30     0 days 0:00:01.500',
    '',
  ].join('\n');
  const alone = stacksOf(large);

  it('is read as quickly and as one reading, of the moment and the life that the banner tells', () => {
    const { blocks } = readBytes('stacks.log', bytesOf(`${banner}\n${large}`));
    expect(blocks.map(({ parser }) => parser)).toEqual(['runaway', 'cdb-stacks']);
    const stacks = blocks[1]?.readings[0] as Stacks;
    expect(stacks.stacks).toEqual(alone.stacks);
    const at = Date.UTC(2026, 6, 3, 8, 12, 11);
    expect({ takenAt: stacks.takenAt, startedAt: stacks.life.startedAt }).toEqual({ takenAt: at, startedAt: at - 2 * 3_600_000 });
    expect(cdbStackLog.recognises(bytesOf(`${banner}\n${large}`).subarray(0, 4096), large.length)).toBe(true);
  });

  it('is read whole where it was asked for stacks twice, and what stands between and behind is read too', () => {
    const { blocks } = readBytes(
      'stacks.log',
      bytesOf(`${large}${banner}\n${large}0:000> !runaway\n${banner.split('\n').slice(7).join('\n')}`),
    );
    expect(blocks.map(({ parser }) => parser)).toEqual(['cdb-stacks', 'runaway', 'cdb-stacks', 'runaway']);
    for (const block of [blocks[0], blocks[2]]) expect((block?.readings[0] as Stacks).stacks).toEqual(alone.stacks);
    expect(blocks[2]?.readings[0]?.takenAt).toBe(Date.UTC(2026, 6, 3, 8, 12, 11));
    expect(blocks[0]?.readings[0]?.takenAt).toBeNull();
  });

  it('is text as any other where no stacks follow', () => {
    const filler = '00 words of no tool at all\n'.repeat(60_000);
    const { blocks } = readBytes('notes.log', bytesOf(`${banner}\n${filler}`));
    expect(blocks.map(({ parser }) => parser)).toEqual(['runaway']);
  });
});
