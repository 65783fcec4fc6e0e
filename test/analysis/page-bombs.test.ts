/** Saved pages that are made to do harm end at a limit: PERF F16. 16 MB each, which is all that is read of a larger one. */
import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../analysis/index.ts';
import { leastProcessorMs } from '../support/processor-time.ts';

const size = 16e6;
const begin = (boundary: string): string =>
  `MIME-Version: 1.0\r\nFrom: <Saved by x>\r\nContent-Type: multipart/related; boundary="${boundary}"\r\n\r\n`;
const filled = (unit: string): string => unit.repeat(Math.floor(size / unit.length));
const page = (encoding: string, body: string): string =>
  `${begin('b')}--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n--b--\r\n`;

const bombs: readonly (readonly [string, string])[] = [
  ['a boundary of dashes in a page of dashes', begin(`${'-'.repeat(199)}b`) + filled('-')],
  ['lines that nearly are the boundary', begin(`${'-'.repeat(199)}b`) + filled(`${'-'.repeat(198)}\n`)],
  ['nothing but boundaries', begin('b') + filled('--b\r\n')],
  ['parts without end', begin('b') + filled('--b\r\nContent-Type: multipart/related; boundary=b\r\n\r\nx\r\n')],
  ['a part of base64', page('base64', filled('QUJD'))],
  ['a part of escapes', page('quoted-printable', filled('=3D'))],
  ['elements in each other', page('8bit', filled('<div>'))],
  ['closing tags under open ones', page('8bit', '<b>'.repeat(190) + filled('</p>'))],
  ['attributes without end', page('8bit', `<div ${Array.from({ length: 2e6 }, (_, index) => `a${index}`).join(' ')}>`)],
  ['cells of one row', page('8bit', filled('<td>x'))],
  ['one comment', page('8bit', `<!--${filled('-')}`)],
];

describe('a saved page that is made to do harm', () => {
  it.each(bombs)('is answered within a second: %s', (_, text) => {
    const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
    const told: string[] = [];
    const ms = leastProcessorMs(() => told.push(...readBytes('x.mht', bytes).unread.map((part) => part.problem)), 1000);
    expect(ms).toBeLessThan(1000);
    expect(told[0]).toMatch(/saved page/);
  });
});
