import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import { readingsOf, utf16 } from '../../support/check-parser.ts';

const page = (body: string): string =>
  `<!DOCTYPE html>\r\n<html><head><title>x</title><script>var a = 1;</script></head><body><div class="reportTitleText">DebugDiag Analysis Report</div>${body}</body></html>`;
const table =
  '<h1>Report for w3wp__Shop__PID__4412__Date__01_12_2015__Time_02_15_33PM__412__Leak Dump.dmp</h1><table><tr><td>Number of allocations</td><td><b>&nbsp;&nbsp;13.155 allocations</b></td></tr><tr><td>Total size of allocations</td><td><font color=red>1,68 GBytes</font></td></tr></table>';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a DebugDiag report saved as HTML', () => {
  it('is read by its text, in the culture of its numbers', () => {
    const [reading] = readingsOf(readBytes('report.htm', encode(page(table))), 'debugdiag-html');
    expect(reading).toMatchObject({
      kind: 'leakReport',
      takenAt: Date.UTC(2015, 0, 12, 14, 15, 33),
      life: { process: 'w3wp', pid: 4412, appPool: 'Shop' },
      report: { outstandingAllocations: 13155, outstandingBytes: 1.68 * 2 ** 30 },
    });
  });

  it('is read the same with a mark, in UTF-16, and with its tags in capitals', () => {
    const expected = readingsOf(readBytes('r.htm', encode(page(table))));
    expect(expected).toHaveLength(1);
    expect(readingsOf(readBytes('r.htm', encode(`\ufeff${page(table)}`)))).toEqual(expected);
    expect(readingsOf(readBytes('r.htm', utf16(page(table))))).toEqual(expected);
    expect(
      readingsOf(
        readBytes('r.htm', encode(page(table.replace(/<(\/?)(\w+)/g, (_, end: string, name: string) => `<${end}${name.toUpperCase()}`)))),
      ),
    ).toEqual(expected);
  });

  it('answers a report of another rule with what to select', () => {
    const result = readBytes('r.htm', encode(page('<h1>Report for a.dmp</h1><p>Thread 12 is waiting</p>')));
    expect(result.unread[0]).toMatchObject({ parser: 'debugdiag-html', problem: expect.stringContaining('MemoryAnalysis') });
  });

  it('leaves other pages to others', () => {
    expect(readBytes('r.htm', encode('<html><body>hello <script>1</script></body></html>')).unread[0]?.parser ?? null).toBeNull();
  });
});
