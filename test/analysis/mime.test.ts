import { describe, expect, it } from '@jest/globals';
import { decodeBase64, decodeBody, decodeQuotedPrintable, headersAt, indexOfAscii, parameter } from '../../analysis/mime.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('MIME parts', () => {
  it('unfolds headers and finds the body', () => {
    const head = 'Content-Type: multipart/related;\r\n\tboundary="a b";\r\n type="text/html"\r\n\r\n';
    const part = headersAt(encode(`${head}body`), 0);
    expect(part?.headers.get('content-type')).toBe('multipart/related; boundary="a b"; type="text/html"');
    expect(parameter(part?.headers.get('content-type') ?? '', 'boundary')).toBe('a b');
    expect(part?.bodyAt).toBe(head.length);
  });
  it('has no headers where the empty line is out of reach', () => {
    expect(headersAt(encode(`a: ${'x'.repeat(40_000)}`), 0)).toBeNull();
  });
  it('decodes quoted-printable, soft line ends and broken escapes', () => {
    expect(decode(decodeQuotedPrintable(encode('a=3D=\r\nb=C3=A4=\nc=ZZ=')))).toBe('a=bäc=ZZ=');
  });
  it('decodes base64 over line ends and padding', () => {
    expect(decode(decodeBase64(encode('SGVs\r\nbG8sIHfDpA==')))).toBe('Hello, wä');
  });
  it('decodes a body by its own character set, and an unknown one as UTF-8', () => {
    const part = (charset: string) => ({ headers: new Map([['content-type', `text/html; charset=${charset}`]]), bodyAt: 0 });
    expect(decodeBody(part('iso-8859-1'), new Uint8Array([0xe4]))).toBe('ä');
    expect(decodeBody(part('windows-1251'), new Uint8Array([0xcf]))).toBe('П');
    expect(decodeBody(part('x-made-up'), encode('ä'))).toBe('ä');
  });
  it('finds text in bytes', () => {
    expect(indexOfAscii(encode('aab--x--xy'), '--xy', 0)).toBe(6);
    expect(indexOfAscii(encode('aab'), 'abc', 0)).toBe(-1);
  });
});
