import { describe, expect, it } from '@jest/globals';
import { withoutQuotedPrintable } from '../../analysis/quoted-printable.ts';
import { readText, readingsOf } from '../support/check-parser.ts';

const frames = [
  '0:000> k',
  'Child-SP          RetAddr           Call Site',
  '000000e5`f6bff5a8 00007ffb`2cd4c1d5 ntdll!NtWaitForSingleObject+0x14',
  '000000e5`f6bff5b0 00007ffb`0e6a1b2c Shop_Native!Shop::Imaging::ThumbnailCache::Add+0x4c',
  '000000e5`f6bff650 00007ffb`0e6a1f00 Shop_Native!Shop::Imaging::Resize+0x9a',
];
const encoded = frames.map((line) => line.replaceAll('=', '=3D').replace(/^(.{75})(?=.)/, '$1=\n')).join('\n');
const headers =
  'From: Jo <jo@example.org>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n';

describe('a mail as its source', () => {
  it.each(['\n', '\r\n'])('is read as it was written', (end) => {
    const mail = `${headers}\nGr=C3=BC=C3=9Fe, here it is:\n\n${encoded}\n`.replaceAll('\n', end);
    expect(readingsOf(readText(mail))).toEqual(readingsOf(readText(frames.join('\n'))));
    expect(withoutQuotedPrintable(mail)).toContain('Grüße, here');
  });

  it('without its headers is known by its broken lines', () => {
    const twice = `${encoded}\n\n${encoded}`;
    expect(readingsOf(readText(twice))).toEqual(readingsOf(readText(`${frames.join('\n')}\n\n${frames.join('\n')}`)));
  });

  it('is no text in which a line ends with an equals sign by chance', () => {
    expect(withoutQuotedPrintable('a =\nb\nc')).toBeNull();
    expect(withoutQuotedPrintable('Handle type summary:\n  Event : 1')).toBeNull();
  });
});
