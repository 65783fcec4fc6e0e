import { describe, expect, it } from '@jest/globals';
import { withoutDoubledLines, withoutEscapes, withoutLineNumbers, withoutMarkup } from '../../analysis/rewritten-text.ts';
import { readText, readingsOf } from '../support/check-parser.ts';

const summary = 'Handle type summary:\n  Event           : 14440\n  File            : 25\n  <Unknown type>  : 12\nTotal handles: 14477\n';
const stack = `0:000> ~0 kn
 # Child-SP          RetAddr           Call Site
00 000000fa\`1e8ff6c8 00007ff8\`c47c3799 ntdll!NtWaitForSingleObject+0x14
01 000000fa\`1e8ff6d0 00007ff8\`c47cf532 KERNELBASE!WaitForSingleObjectEx+0x8e
02 000000fa\`1e8ff770 00007ff8\`c47cf5e9 Shop!Worker::Run+0x132
`;
const counters = `"(PDH-CSV 4.0) (UTC)(0)","\\\\WEB01\\Process(w3wp)\\ID Process","\\\\WEB01\\Process(w3wp)\\Private Bytes"
"02/03/2026 09:00:00.000","4120","310000000"
"02/03/2026 09:01:00.000","4120","311000000"
`;

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');
const ways: Readonly<Record<string, (text: string) => string>> = {
  'has its lines numbered by an editor': (text) =>
    linesOf(text)
      .map((line, at) => `${String(at + 1).padStart(4)} ${line}`)
      .join('\n'),
  'has its lines numbered by grep -n': (text) =>
    linesOf(text)
      .map((line, at) => `${at + 7}:${line}`)
      .join('\n'),
  'has its lines numbered by a web page': (text) =>
    linesOf(text)
      .map((line, at) => `${at + 1}\t${line}`)
      .join('\n'),
  'is within the source of a page': (text) =>
    `<html><body><p>It leaks:</p><pre><code>${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</code></pre><p>Any idea?</p></body></html>`,
  'has <br> for line ends': (text) => linesOf(text).join('<br>\n'),
  'has Markdown’s hard breaks': (text) =>
    linesOf(text)
      .map((line) => `${line}\\`)
      .join('\n'),
  'is a string of JSON': (text) => JSON.stringify(text),
  'is a string within JSON': (text) => JSON.stringify({ exitCode: 0, stdout: text.replaceAll('\n', '\r\n') }),
  'has an empty line behind each': (text) => linesOf(text).join('\n\n'),
  'is indented by four blanks': (text) =>
    linesOf(text)
      .map((line) => `    ${line}`)
      .join('\n'),
  'is indented by a tab': (text) =>
    linesOf(text)
      .map((line) => `\t${line}`)
      .join('\n'),
  'is quoted by a mail that says so': (text) =>
    `Hi,\n\nOn Tue, 3 Feb 2026 at 09:12, Jo Doe wrote:\n${linesOf(text)
      .map((line) => `> ${line}`)
      .join('\n')}\n\nBest`,
  'has smart quotes': (text) => text.replace(/"([^"\n]*)"/g, '“$1”'),
};

describe.each(Object.entries(ways))('an output that %s', (_, disguise) => {
  it.each([
    ['a handle summary', summary],
    ['a stack', stack],
    ['a counter log', counters],
  ])('is read as it was: %s', (_name, text) => {
    const [plain, disguised] = [readText(text), readText(disguise(text))];
    expect(readingsOf(plain).length).toBeGreaterThan(0);
    expect(readingsOf(disguised)).toEqual(readingsOf(plain));
    expect(disguised.unread).toEqual([]);
  });
});

describe('undoing what was done to a text', () => {
  it('leaves frame numbers, generic types and paths alone', () => {
    expect(readingsOf(readText(stack))[0]).toMatchObject({ kind: 'stacks', threads: 1 });
    expect(withoutMarkup('System.Func<System.Object>\n<Unknown type> : 12\n')).toBeNull();
    expect(withoutEscapes('C:\\new\\names\nC:\\next\n')).toBeNull();
    expect(withoutLineNumbers('1 of\n3 or\n5 lines\n')).toBeNull();
    expect(withoutDoubledLines('one\ntwo\n\nthree\n')).toBeNull();
  });

  it('keeps the number of the lines where only numbers stood in front of them', () => {
    expect(withoutLineNumbers('1: a\n2:\n3: b\nend')).toBe('a\n\nb\nend');
  });

  it('is done one after another where several things were done', () => {
    const numbered = linesOf(summary).map((line, at) => `${at + 1}: ${line}<br>`);
    expect(readingsOf(readText(numbered.join('\n')))).toEqual(readingsOf(readText(summary)));
  });
});
