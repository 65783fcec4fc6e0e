import { describe, expect, it } from '@jest/globals';
import type { Reading } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const found = (text: string) =>
  readingsOf(readText(text), 'csharp-source')
    .flatMap((reading: Reading) => (reading.kind === 'source' ? reading.patterns : []))
    .map(({ pattern, line, file, fileLine, side }) => [pattern, line, file, fileLine, side]);
const blocksOf = (text: string) => readText(text).blocks.map(({ parser, fromLine, lines }) => [parser, fromLine, lines]);
const refusal = (text: string): string =>
  readText(text)
    .unread.map(({ problem }) => problem)
    .join(' ');

const context = `*** Shop/Codes.cs\t2024-05-03 10:00:00.000000000 +0000
--- Shop/Codes.cs\t2024-05-04 10:00:00.000000000 +0000
***************
*** 4,10 ****
  {
      public Code Read(string path)
      {
!         using var client = new HttpClient();
          return Parse(path);
      }
  }
--- 4,10 ----
  {
      public Code Read(string path)
      {
!         var s = new XmlSerializer(typeof(Code), new XmlRootAttribute("a"));
          return Parse(path);
      }
  }
`;

const normal = `7c7,8
<         using var client = new HttpClient();
---
>         var s = new XmlSerializer(typeof(Code), new XmlRootAttribute("a"));
>         return s.Deserialize(path);
`;

describe('a diff that is not unified', () => {
  checkParser('a context diff', { parser: 'csharp-source', text: context, without: ['prompt'] });

  it('with context: what it adds is there and what it takes away is not', () => {
    expect(found(context)).toEqual([
      ['removed:http-client-per-call', 8, 'Shop/Codes.cs', 7, 'removed'],
      ['xml-serializer-constructor', 16, 'Shop/Codes.cs', 7, 'added'],
    ]);
  });

  it('with its commands', () => {
    expect(found(normal)).toEqual([
      ['removed:http-client-per-call', 2, null, 7, 'removed'],
      ['xml-serializer-constructor', 4, null, 7, 'added'],
    ]);
    expect(blocksOf(normal)).toEqual([['csharp-source', 1, 5]]);
  });

  it('word by word', () => {
    const words = `diff --git a/Shop/Codes.cs b/Shop/Codes.cs
--- a/Shop/Codes.cs
+++ b/Shop/Codes.cs
@@ -4,4 +4,4 @@
    public Code Read(string path)
    {
        [-using var client = new HttpClient();-]{+var s = new XmlSerializer(typeof(Code), new XmlRootAttribute("a"));+}
    }
`;
    expect(found(words)).toEqual([
      ['xml-serializer-constructor', 7, 'Shop/Codes.cs', 6, 'added'],
      ['removed:http-client-per-call', 7, 'Shop/Codes.cs', 6, 'removed'],
    ]);
  });
});

const change = (sha: string, date: string, sign: '+' | '-') => `commit ${sha}
Author: Ann <ann@example.org>
Date:   ${date}

    using var client = new HttpClient(); is said here

diff --git a/Shop/Prices.cs b/Shop/Prices.cs
--- a/Shop/Prices.cs
+++ b/Shop/Prices.cs
@@ -4,3 +4,3 @@
     public string Get()
     {
${sign}        using var client = new HttpClient();
     }
`;

describe('several commits', () => {
  const [older, newer] = ['Fri May 3 10:00:00 2024 +0200', 'Sat May 4 10:00:00 2024 +0200'];

  it('what a newer one takes away again is not there any more, in whatever order they are listed', () => {
    const [added, removed] = [change('1234567', older, '+'), change('89abcde', newer, '-')];
    for (const text of [`${removed}\n${added}`, `${added}\n${removed}`]) {
      expect(found(text).map(([pattern]) => pattern)).toEqual(['removed:http-client-per-call']);
    }
  });

  it('what is taken away and added anew is there', () => {
    const text = `${change('89abcde', newer, '+')}\n${change('1234567', older, '-')}`;
    expect(found(text).map(([pattern]) => pattern)).toEqual(['http-client-per-call']);
  });
});

describe('listings with something in front of each line', () => {
  const code = ['namespace Acme', '{', '    class Prices', '    {', '        void Get() { var client = new HttpClient(); }', '    }', '}'];

  it.each([
    ['git blame', (line: string, at: number) => `6a7e064c (Ann B 2024-05-03 14:05:08 +0000 ${at + 1}) ${line}`],
    ['git blame -s', (line: string, at: number) => `${at % 2 === 0 ? '^' : ''}6a7e064c ${at + 1}) ${line}`],
    ['cat -n', (line: string, at: number) => `     ${at + 1}\t${line}`],
    ['an editor', (line: string, at: number) => `${at + 1}: ${line}`],
  ])('%s is one block, and its numbers are those of the file', (_, mark) => {
    const text = `${code.map(mark).join('\n')}\n`;
    expect(blocksOf(text)).toEqual([['csharp-source', 1, 7]]);
    expect(found(text)).toEqual([['http-client-per-call', 5, null, 5, undefined]]);
  });

  it('two columns of numbers beside a diff', () => {
    const text = '7\t7\t     void Get()\n8\t8\t     {\n\t9\t+        var client = new HttpClient();\n9\t10\t     }\n';
    expect(found(text)).toEqual([['http-client-per-call', 3, null, 9, 'added']]);
  });

  it('a diff without its marks says that it has none', () => {
    const text =
      '@@ -4,6 +4,6 @@ namespace Acme\n    public class Prices\n    {\n        static HttpClient Shared = new HttpClient();\n    }\n';
    const [block] = readText(text).blocks;
    expect(block?.notes.join(' ')).toContain('lost its marks');
  });
});

describe('other languages', () => {
  it.each([
    [
      'Java',
      'public class Sender {\n    public String call(String url) throws IOException {\n        HttpClient client = new HttpClient();\n    }\n}\n',
    ],
    [
      'TypeScript',
      "import { a } from './a';\nexport class Shop {\n  private readonly all = new Map();\n  run() { const c = new HttpClient(); }\n}\n",
    ],
    ['F#', 'open System.Net.Http\nlet get url =\n    use client = new HttpClient()\n    client.GetStringAsync(url) |> Async.AwaitTask\n'],
    [
      'C++',
      '#include <vector>\nnamespace Acme {\nclass Codes {\npublic:\n    void Read(const std::string& path) { auto p = new Bitmap(path); }\n};\n}\n',
    ],
  ])('%s is not taken for C#, and the answer says so', (_, text) => {
    expect(found(text)).toEqual([]);
    expect(readText(text).blocks).toEqual([]);
  });

  it('Visual Basic is answered by its name', () => {
    expect(refusal('Public Class Codes\n    Public Sub Read()\n        Dim client = New HttpClient()\n    End Sub\nEnd Class\n')).toContain(
      'This is Visual Basic',
    );
  });

  it('a list of changed files asks for the change', () => {
    expect(refusal(' Shop/Codes.cs | 7 +++----\n 1 file changed, 3 insertions(+), 4 deletions(-)\n')).toContain('git show -p');
  });

  it('nor are the other files of a diff', () => {
    const diff = (file: string) =>
      `diff --git a/${file} b/${file}\n--- a/${file}\n+++ b/${file}\n@@ -4,2 +4,3 @@\n     run() {\n+        const client = new HttpClient();\n     }\n`;
    expect(found(`${diff('Shop/Codes.cs')}${diff('web/app.ts')}`).map(([, , file]) => file)).toEqual(['Shop/Codes.cs']);
    expect(found(`${diff('Shop/Codes.cs')}${diff('Views/Index.cshtml')}`)).toHaveLength(2);
  });
});
