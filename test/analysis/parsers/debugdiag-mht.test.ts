import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import { debugdiagMht } from '../../../analysis/parsers/debugdiag-mht.ts';
import type { LeakReport, Reading, ReadResult, Want } from '../../../analysis/types.ts';
import { readingsOf } from '../../support/check-parser.ts';
import { describeWithShared, sharedBytes } from '../../support/fixture.ts';
import { leastProcessorMs } from '../../support/processor-time.ts';

const gibibyte = 2 ** 30;
const folder = 'samples/debugdiag/SYNTHETIC_debugdiag2_memoryanalysis_';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const reports = (result: ReadResult): readonly LeakReport[] =>
  readingsOf(result, 'debugdiag-mht').flatMap((reading: Reading) => (reading.kind === 'leakReport' ? [reading.report] : []));

/** An .mht around one page, as browsers write it. */
const mht = (html: string, headers = 'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit'): string =>
  `From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----X"\r\n\r\n------X\r\n${headers}\r\nContent-Location: file:///r.htm\r\n\r\n${html}\r\n------X--\r\n`;
const page =
  '<html><body><h1>Report for w3wp.exe_260312_101533.dmp</h1><table><tr><td>Number of allocations</td><td><b>&nbsp;&nbsp;7 allocations</b></td></tr><tr><td>Total size of allocations</td><td>1.5 MBytes</td></tr></table></body></html>';

describe('a DebugDiag .mht', () => {
  it('is read whatever its transfer encoding', () => {
    const plain = reports(readBytes('a.mht', encode(mht(page))));
    expect(plain[0]).toMatchObject({ outstandingAllocations: 7, outstandingBytes: 1.5 * 2 ** 20 });
    const base64 = mht(
      Buffer.from(page)
        .toString('base64')
        .replace(/(.{76})/g, '$1\r\n'),
      'Content-Type: text/html\r\nContent-Transfer-Encoding: base64',
    );
    expect(reports(readBytes('a.mht', encode(base64)))).toEqual(plain);
    const quoted = mht(
      page.replace(/=/g, '=3D').replace(/(.{70})/g, '$1=\r\n'),
      'Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable',
    );
    expect(reports(readBytes('a.mht', encode(quoted)))).toEqual(plain);
  });

  it('is read also where it went through an editor or a chat', () => {
    const file = mht(page);
    const plain = reports(readBytes('a.mht', encode(file)));
    expect(plain.length).toBeGreaterThan(0);
    const ways: readonly Uint8Array[] = [
      new Uint8Array(Buffer.from(`\ufeff${file}`, 'utf16le')),
      encode(`\n\n${file}`),
      encode(file.replaceAll('\r\n', '\r\r\n')),
      encode(file.replaceAll('\r\n', '\n').replace(/^/gm, '> ')),
      encode(file.replaceAll(' ', '\u00a0')),
    ];
    for (const bytes of ways) expect(reports(readBytes('a.mht', bytes))).toEqual(plain);
  });

  it('shows nothing of scripts and markup', () => {
    const hostile = page
      .replace('<body>', '<body><script>alert(1)</script><img src=x onerror=alert(2)>')
      .replace('w3wp.exe_260312', '&lt;b&gt;x_260312');
    const text = JSON.stringify(readBytes('a.mht', encode(mht(hostile))).blocks);
    expect(text).not.toContain('alert');
    expect(text).not.toContain('onerror');
  });

  it('asks for no more than the page, whatever pictures follow it', () => {
    const bytes = encode(mht(page));
    const reader = debugdiagMht.read(400 * 2 ** 20);
    const wants: Want[] = [];
    let step = reader.next();
    while (step.done !== true) {
      wants.push(step.value);
      const chunk = new Uint8Array(step.value.length);
      chunk.set(bytes.subarray(step.value.offset, step.value.offset + step.value.length));
      step = reader.next(chunk);
    }
    expect(step.value.ok).toBe(true);
    expect(wants.reduce((sum, want) => sum + want.length, 0)).toBeLessThan(2 ** 20);
  });

  it('answers a saved page that is no report, and one without a page', () => {
    expect(readBytes('a.mht', encode(mht('<p>hello</p>'))).unread[0]?.problem).toContain('without a DebugDiag memory report');
    expect(readBytes('a.mht', encode(mht('AAAA', 'Content-Type: image/png'))).unread[0]?.problem).toContain('no HTML part');
  });

  it('reads what is there of a file that was cut off, and says so', () => {
    const result = readBytes('a.mht', encode(mht(page).slice(0, -30)));
    expect(reports(result)).toHaveLength(1);
    expect(result.blocks[0]?.notes.join(' ')).toContain('cut off');
  });

  it.each([
    [
      'a thousand parts',
      `MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\nFrom: <Saved by x>\n\n${'--b\nContent-Type: image/png\n\nAAAA\n'.repeat(30_000)}`,
    ],
    ['a part without end', mht('A'.repeat(4_000_000), 'Content-Type: text/html\r\nContent-Transfer-Encoding: base64')],
    ['tags without end', mht('<div>'.repeat(400_000))],
    ['closing tags that nothing opened', mht(`${'<p><i>'.repeat(200)}${'</b>'.repeat(600_000)}`)],
  ])('stops at %s within a second', (_, text) => {
    const bytes = encode(text);
    const ms = leastProcessorMs(() => expect(readBytes('bomb.mht', bytes).unread).toHaveLength(1), 1000);
    expect(ms).toBeLessThan(1000);
  });
});

describeWithShared('DebugDiag files as its own writer makes them', () => {
  it('reads three dumps of one file', () => {
    const result = readBytes('report.mht', sharedBytes(`${folder}3dumps_en-US.mht`));
    expect(reports(result).map(({ outstandingBytes }) => (outstandingBytes ?? 0) / gibibyte)).toEqual([1.68, 2.14, 2.7]);
    expect(reports(result).map(({ modules }) => modules.map(({ module }) => module))).toEqual(
      Array(3).fill(['GdiPlus', 'clr', 'oleaut32']),
    );
    const [first] = readingsOf(result);
    expect(first?.life).toMatchObject({
      machine: 'WEB01',
      process: 'w3wp',
      pid: 4412,
      bitness: 64,
      appPool: 'DefaultAppPool',
      startedAt: null,
    });
    expect(new Date(first?.takenAt ?? 0).toISOString()).toBe('2015-01-12T10:15:33.000Z');
  });

  it('reads German numbers, stacks, probabilities and handle types', () => {
    const [report] = reports(readBytes('report.mht', sharedBytes(`${folder}1dump_de-DE.mht`)));
    expect(report).toMatchObject({ outstandingAllocations: 12862, outstandingHandles: 493, handlesByType: { Event: 488, Key: 5 } });
    const leaking = report?.modules[0]?.functions[0];
    expect(leaking).toMatchObject({ function: 'GdiPlus!GpMemoryBitmap::AllocBitmapData+c2', allocations: 290, probability: 98 });
    expect(leaking?.bytes).toBe(2.17 * gibibyte);
    expect(leaking?.stacks).toHaveLength(1);
    expect(leaking?.stacks[0]).toMatchObject({ count: 2 });
    expect(leaking?.stacks[0]?.frames.map((frame) => frame.module)).toEqual([
      ...Array<string>(6).fill('GdiPlus'),
      'System_Drawing_ni',
      null,
    ]);
    expect(report?.modules.at(-1)).toMatchObject({ module: 'oleaut32', bytes: 800, allocations: 5 });
  });

  it('says that LeakTrack was not loaded, and of which process that is', () => {
    const result = readBytes('report.mht', sharedBytes(`${folder}no_leaktrack.mht`));
    expect(reports(result)[0]).toMatchObject({ leakTrack: 'not-loaded', outstandingBytes: null });
    expect(readingsOf(result)[0]?.life).toMatchObject({ process: 'w3wp', pid: 4412 });
  });
});
