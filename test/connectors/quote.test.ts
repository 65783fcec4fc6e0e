import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quote } from '../../connectors/quote.ts';

describe('a command line for PowerShell', () => {
  it('leaves plain arguments as they are', () => {
    expect(quote(['procdump64', '-accepteula', '-ma', '-r', '-a', '4312', 'D:\\dumps\\'], 'powershell')).toBe(
      'procdump64 -accepteula -ma -r -a 4312 D:\\dumps\\',
    );
  });

  it.each([
    ['a blank', 'my pool', "x 'my pool'"],
    ['a quote mark', "it's", "x 'it''s'"],
    ['a typographic quote mark, which PowerShell takes for one', 'it’s', "x 'it’’s'"],
    ['a variable', '$env:PATH', "x '$env:PATH'"],
    ['a command in brackets', '$(rm x)', "x '$(rm x)'"],
    ['a second command', 'a;b', "x 'a;b'"],
    ['an array', 'a,b', "x 'a,b'"],
    ['a path to the counter of an instance', '\\Process(w3wp*)\\Private Bytes', "x '\\Process(w3wp*)\\Private Bytes'"],
    ['a closing backslash after a blank', 'D:\\my dumps\\', "x 'D:\\my dumps\\\\'"],
    ['a quotation mark', 'say "hi"', 'x \'say \\"hi\\"\''],
    ['nothing', '', 'x \'""\''],
  ])('holds %s', (_, argument, line) => {
    expect(quote(['x', argument], 'powershell')).toBe(line);
  });

  it('calls a program whose path holds a blank', () => {
    expect(quote(['C:\\Program Files\\x.exe', '-a'], 'powershell')).toBe("& 'C:\\Program Files\\x.exe' -a");
  });
});

describe('a command line for cmd', () => {
  it.each([
    ['a blank', 'my pool', 'x "my pool"'],
    ['a second command', 'a&b', 'x "a&b"'],
    ['a redirection', 'a>b', 'x "a>b"'],
    ['a closing backslash after a blank', 'D:\\my dumps\\', 'x "D:\\my dumps\\\\"'],
    ['a variable', '%PATH%', 'x ^"^%PATH^%^"'],
    ['a quotation mark and a second command', '"&calc', 'x ^"\\^"^&calc^"'],
    ['nothing', '', 'x ""'],
  ])('holds %s', (_, argument, line) => {
    expect(quote(['x', argument], 'cmd')).toBe(line);
  });
});

describe('a command line for a POSIX shell', () => {
  it('says what a program gets to hear, for any arguments', () => {
    const argument = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !/[\0\r\n]/.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), (argv) => {
        const line = quote(['printf', '%s\\n', ...argv], 'posix');
        expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe(argv.map((each) => `${each}\n`).join(''));
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('keeps the format of find', () => {
    expect(quote(['find', '/proc/1/fd', '-printf', '%f %l\\n'], 'posix')).toBe("find /proc/1/fd -printf '%f %l\\n'");
  });
});

describe('what no line can hold', () => {
  it.each(['a\nb', 'a\rb', 'a\0b'])('is a mistake of the caller: %j', (argument) => {
    for (const shell of ['powershell', 'cmd', 'posix'] as const) expect(() => quote(['x', argument], shell)).toThrow(RangeError);
  });

  it('is no program at all, too', () => {
    expect(() => quote([], 'posix')).toThrow(RangeError);
  });
});
