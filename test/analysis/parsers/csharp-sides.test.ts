import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../../analysis/index.ts';
import type { Reading, SourcePattern } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { evidenceInText } from '../../support/evidence.ts';

const patterns = (text: string): readonly SourcePattern[] =>
  readingsOf(readText(text), 'csharp-source').flatMap((reading: Reading) => (reading.kind === 'source' ? reading.patterns : []));
const where = (text: string) => patterns(text).map(({ pattern, line, file, fileLine, side }) => [pattern, line, file, fileLine, side]);
const inClass = (body: string): readonly string[] =>
  patterns(`using System;\npublic class Shop\n{\n${body}\n}\n`).map(({ pattern }) => pattern);
const sayings = (...texts: readonly string[]): readonly string[] =>
  judge(
    texts.flatMap((text, i) => evidenceInText(`part${i}.txt`, new TextEncoder().encode(text))),
    defaultScope,
  )
    .findings.filter(({ rule }) => rule === 'source-pattern')
    .map(({ says }) => says);

const fix = `diff --git a/Shop/Codes.cs b/Shop/Codes.cs
index 1234567..89abcde 100644
--- a/Shop/Codes.cs
+++ b/Shop/Codes.cs
@@ -10,7 +10,7 @@ public class Codes
     public Code Read(string path)
     {
-        var s = new XmlSerializer(typeof(Code), new XmlRootAttribute("Code"));
+        var s = Cache.GetOrAdd("Code", key => new XmlSerializer(typeof(Code), new XmlRootAttribute(key)));
         return (Code)s.Deserialize(Open(path));
     }
`;
/** The same diff read the other way: what a bad change looks like. */
const worse = fix.replace(/^([+-])( {8}.*)$/gm, (_, sign: string, rest: string) => `${sign === '+' ? '-' : '+'}${rest}`);

describe('the two sides of a diff', () => {
  checkParser('a fix', { parser: 'csharp-source', text: fix });

  it('a fix takes the pattern away and keeps what it makes, by file and line', () => {
    expect(where(fix)).toEqual([
      ['removed:xml-serializer-constructor', 8, 'Shop/Codes.cs', 12, 'removed'],
      ['xml-serializer-cached', 9, 'Shop/Codes.cs', 12, 'added'],
    ]);
    expect(sayings(fix)).toEqual([
      'The change takes a known leaking pattern away (Shop/Codes.cs:12): var s = new XmlSerializer(typeof(Code), new XmlRootAttribute("Code")); What stands there instead does no such harm (Shop/Codes.cs:12): var s = Cache.GetOrAdd("Code", key => new XmlSerializer(typeof(Code), new XmlRootAttribute(key)));',
      'The code keeps what it makes (Shop/Codes.cs:12), as it should: var s = Cache.GetOrAdd("Code", key => new XmlSerializer(typeof(Code), new XmlRootAttribute(key)));',
    ]);
  });

  it('a change that adds the pattern is no fix', () => {
    expect(where(worse).map(([pattern, , , , side]) => [pattern, side])).toEqual([['xml-serializer-constructor', 'added']]);
    expect(sayings(worse)[0]).toContain('The change adds a known leaking pattern (Shop/Codes.cs:12)');
  });

  it('a pattern that was taken away speaks for no cause; one that is added or left does', () => {
    const causesOf = (text: string) =>
      judge(evidenceInText('a.diff', new TextEncoder().encode(text)), defaultScope).verdict.causes.map(({ id }) => id);
    expect(causesOf(worse)).toContain('xml-serializer-constructors');
    expect(causesOf(fix)).not.toContain('xml-serializer-constructors');
  });

  it('a Dispose that is added elsewhere takes the pattern away from a line that stays', () => {
    const diff =
      '--- a/Img.cs\n+++ b/Img.cs\n@@ -10,5 +10,6 @@ public class Img\n     public void Draw(string path)\n     {\n         var b = new Bitmap(path);\n+        b.Dispose();\n     }\n }\n';
    expect(where(diff)).toEqual([
      ['system-drawing-used', 6, 'Img.cs', 12, 'kept'],
      ['removed:system-drawing-undisposed', 6, 'Img.cs', 12, 'removed'],
    ]);
  });

  it('a leaking line that is merely rewritten is still there', () => {
    const diff =
      '--- a/A.cs\n+++ b/A.cs\n@@ -5,3 +5,3 @@ public class A\n     {\n-        var c = new HttpClient();\n+        var client = new HttpClient();\n     }\n';
    expect(where(diff)).toEqual([['http-client-per-call', 6, 'A.cs', 6, 'added']]);
  });

  it('what the change leaves in place is said so, and several files keep their own lines', () => {
    const two = `diff --git a/A.cs b/A.cs\n--- a/A.cs\n+++ b/A.cs\n@@ -5,4 +5,5 @@ public class A\n     void Go()\n     {\n+        Log("x");\n         var c = new HttpClient();\n     }\ndiff --git a/B.cs b/B.cs\ndeleted file mode 100644\n--- a/B.cs\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-public class B\n-{ void Go() { var r = new Regex("a", RegexOptions.Compiled); }\n-}\n`;
    expect(where(two)).toEqual([
      ['http-client-per-call', 8, 'A.cs', 8, 'kept'],
      ['removed:regex-per-call', 16, 'B.cs', 2, 'removed'],
    ]);
    expect(sayings(two)[0]).toContain('The change leaves a known leaking pattern in place (A.cs:8)');
  });
});

describe('several files in one paste', () => {
  const codes =
    'using System;\nnamespace Shop;\npublic class Codes\n{\n    public void Read() { var s = new XmlSerializer(typeof(Codes), new XmlRootAttribute("x")); }\n}\n';
  const images =
    'using System.Drawing;\nnamespace Shop;\npublic class Images\n{\n    public void Draw(Stream s) { var b = new Bitmap(s); }\n}\n';

  it.each([
    ['// Shop/Codes.cs', '// Shop/Images.cs', 'Shop/'],
    ['// File: Codes.cs', '/* Images.cs */', ''],
    ['Codes.cs:', 'Images.cs:', ''],
    ['=== Codes.cs ===', '=== Images.cs ===', ''],
  ])('are told apart by %s', (first, second, folder) => {
    expect(where(`${first}\n${codes}\n${second}\n${images}`)).toEqual([
      ['xml-serializer-constructor', 6, `${folder}Codes.cs`, 5, undefined],
      ['system-drawing-used', 10, `${folder}Images.cs`, 1, undefined],
      ['system-drawing-undisposed', 14, `${folder}Images.cs`, 5, undefined],
    ]);
  });

  it('that come one by one add up in one finding', () => {
    const other = codes.replaceAll('Codes', 'Lists');
    expect(sayings(`// Codes.cs\n${codes}`, `// Lists.cs\n${other}`)).toEqual([expect.stringContaining('(Codes.cs:5, Lists.cs:5)')]);
  });
});

describe('code that only looks like a leak', () => {
  it.each([
    [
      'a factory that a cache is given',
      'static readonly ConcurrentDictionary<string, XmlSerializer> Cache = new();\nstatic XmlSerializer Make(string r) => new XmlSerializer(typeof(A), new XmlRootAttribute(r));\npublic XmlSerializer Get(string r) => Cache.GetOrAdd(r, Make);',
      ['xml-serializer-cached'],
    ],
    [
      'a factory with a block that a cache calls',
      'static XmlSerializer Make(string r)\n{\n    return new XmlSerializer(typeof(A), new XmlRootAttribute(r));\n}\npublic XmlSerializer Get(string r) => Cache.GetOrAdd(r, key => Make(key));',
      ['xml-serializer-cached'],
    ],
    [
      'a generic holder',
      'static class Of<T>\n{\n    public static readonly XmlSerializer It = new XmlSerializer(typeof(T), new XmlRootAttribute("x"));\n}',
      ['xml-serializer-cached'],
    ],
    [
      'an entry looked up first',
      'void Go(string r)\n{\n    if (!cache.TryGetValue(r, out var s)) cache[r] = s = new XmlSerializer(typeof(A), new XmlRootAttribute(r));\n}',
      ['xml-serializer-cached'],
    ],
    ['a client on a shared handler', 'void Go()\n{\n    var c = new HttpClient(handler, disposeHandler: false);\n}', []],
    ['an out parameter', 'bool Try(out Bitmap b)\n{\n    b = new Bitmap(path);\n    return true;\n}', ['system-drawing-used']],
    [
      'a using without brackets',
      'async Task Go()\n{\n    await using var c = new SqlConnection(cs);\n    using var d = new FileStream(p, FileMode.Open);\n}',
      [],
    ],
    ['a raw string', 'const string Doc = """\n    var s = new XmlSerializer(typeof(A), new XmlRootAttribute("x"));\n    """;', []],
    ['a documentation comment', '/// <code>var b = new Bitmap(path);</code>\nvoid Go() { }', []],
    [
      'type arguments',
      'void Go()\n{\n    var all = new Dictionary<string, XmlSerializer>(); Log(nameof(Bitmap), typeof(HttpClient));\n}',
      [],
    ],
  ])('%s', (_, body, expected) => {
    expect(inClass(body)).toEqual(expected);
  });

  it('a class that is switched off by a comment is none, also at the start of the text', () => {
    const old = '/*\npublic class Old\n{\n    public void Go() { var b = new Bitmap(path); }\n}\n*/\n';
    expect(patterns(`${old}public class Now\n{\n    public void Go() { }\n}\n`)).toEqual([]);
    expect(patterns(old)).toEqual([]);
  });

  it.each([
    [
      'a factory that is called each time',
      'static XmlSerializer Make(string r) => new XmlSerializer(typeof(A), new XmlRootAttribute(r));\nvoid Go() { Make("a").Serialize(w, o); }',
      ['xml-serializer-constructor'],
    ],
    [
      'a factory that is cached here and called there',
      'static XmlSerializer Make(string r) => new XmlSerializer(typeof(A), new XmlRootAttribute(r));\nobject Get(string r) => Cache.GetOrAdd(r, Make);\nvoid Go() { Make("a").Serialize(w, o); }',
      ['xml-serializer-constructor'],
    ],
    [
      'a delegate that makes one each time',
      'static readonly Func<string, XmlSerializer> Make = r => new XmlSerializer(typeof(A), new XmlRootAttribute(r));',
      ['xml-serializer-constructor'],
    ],
    ['a transient service', 'void Add() { services.AddTransient(_ => new HttpClient()); }', ['http-client-per-call']],
  ])('but %s is one', (_, body, expected) => {
    expect(inClass(body)).toEqual(expected);
  });
});
