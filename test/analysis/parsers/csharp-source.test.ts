import { describe, expect, it } from '@jest/globals';
import type { Reading, SourcePattern } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, fixture, sharedText } from '../../support/fixture.ts';
import { leastProcessorMs } from '../../support/processor-time.ts';

const patterns = (text: string): readonly SourcePattern[] =>
  readingsOf(readText(text), 'csharp-source').flatMap((reading: Reading) => (reading.kind === 'source' ? reading.patterns : []));
/** Pattern ids of statements inside a method. */
const inMethod = (statements: string, members = ''): readonly string[] =>
  patterns(`using System;\npublic class Shop\n{\n${members}\n    public void Run(string path)\n    {\n${statements}\n    }\n}\n`).map(
    ({ pattern }) => pattern,
  );

describe('C# source', () => {
  checkParser('a method that lost its braces', {
    parser: 'csharp-source',
    text: fixture('csharp-source/uncached-serializer-without-braces.txt'),
  });
  checkParser('a class that lost its braces', {
    parser: 'csharp-source',
    text: fixture('csharp-source/cached-serializer-without-braces.txt'),
  });

  it('finds the constructor that leaks an assembly each time, with its line', () => {
    expect(patterns(fixture('csharp-source/uncached-serializer-without-braces.txt'))).toEqual([
      {
        pattern: 'xml-serializer-constructor',
        line: 3,
        text: 'var serializer = new XmlSerializer(typeof(List<Country>), new XmlRootAttribute("CodeList"));',
        file: null,
      },
    ]);
  });

  it('takes a cache around it for the fix and not for the leak', () => {
    expect(patterns(fixture('csharp-source/cached-serializer-without-braces.txt')).map(({ pattern, line }) => [pattern, line])).toEqual([
      ['xml-serializer-cached', 18],
    ]);
  });

  it.each([
    ['(Type) is cached by the runtime', 'var s = new XmlSerializer(typeof(Order));', []],
    ['(Type, string) is cached by the runtime', 'var s = new XmlSerializer(typeof(Order), "http://x");', []],
    ['a namespace by name', 'var s = new XmlSerializer(typeof(Order), defaultNamespace: ns);', []],
    ['extra types', 'var s = new XmlSerializer(typeof(Order), new[] { typeof(Line) });', ['xml-serializer-constructor']],
    ['overrides, all five', 'var s = new XmlSerializer(t, overrides, types, root, "ns");', ['xml-serializer-constructor']],
    ['a mapping', 'var s = new XmlSerializer(importer.ImportTypeMapping(t));', ['xml-serializer-constructor']],
    ['a root in a variable', 'XmlRootAttribute r = Root(); var s = new XmlSerializer(t, r);', ['xml-serializer-constructor']],
    ['a target-typed new', 'XmlSerializer s = new(typeof(Order), new XmlRootAttribute("r"));', ['xml-serializer-constructor']],
    [
      'fully qualified',
      'var s = new System.Xml.Serialization.XmlSerializer(t, new XmlRootAttribute("r"));',
      ['xml-serializer-constructor'],
    ],
    [
      'for an array of types, which asks no cache',
      'var s = XmlSerializer.FromTypes(new[] { typeof(Order) })[0];',
      ['xml-serializer-constructor-from-types'],
    ],
    ['for an array of types, once', '_all ??= XmlSerializer.FromTypes(types);', ['xml-serializer-cached']],
    ['nobody can tell', 'var s = new XmlSerializer(t, Pick());', ['xml-serializer-unclear']],
    ['put into a dictionary', 'var s = new XmlSerializer(t, types); _cache[key] = s;', ['xml-serializer-cached']],
    [
      'in a lambda with a block',
      'var s = cache.GetOrAdd(key, k => { return new XmlSerializer(t, new XmlRootAttribute(k)); });',
      ['xml-serializer-cached'],
    ],
    ['made once when it is null', 'if (_s == null) { _s = new XmlSerializer(t, types); }', ['xml-serializer-cached']],
    ['with ??=', '_s ??= new XmlSerializer(t, types);', ['xml-serializer-cached']],
    ['in a comment', '// var s = new XmlSerializer(t, types);\n/* new XmlSerializer(t, types) */', []],
    ['in a string', 'var s = "new XmlSerializer(t, types)" + @"new XmlSerializer(t, ""types"")";', []],
  ])('XmlSerializer: %s', (_, code, expected) => {
    expect(inMethod(code)).toEqual(expected);
  });

  it('knows static members that keep what they make', () => {
    const members = `
    private static readonly XmlSerializer A = new XmlSerializer(typeof(A), new XmlRootAttribute("a"));
    public static XmlSerializer B { get; } = new XmlSerializer(typeof(B), new XmlRootAttribute("b"));
    static readonly Lazy<XmlSerializer> C = new Lazy<XmlSerializer>(() => new XmlSerializer(typeof(C), new XmlRootAttribute("c")));
    private static XmlSerializer D;`;
    expect(inMethod('D = new XmlSerializer(typeof(D), new XmlRootAttribute("d"));', members)).toEqual(
      Array(4).fill('xml-serializer-cached'),
    );
  });

  it.each([
    ['an image without using', 'var b = new Bitmap(path); Send(b.Width);', ['system-drawing-undisposed']],
    ['an image with using', 'using (var b = new Bitmap(path)) { }', ['system-drawing-used']],
    ['a using declaration', 'using var g = Graphics.FromImage(b);', ['system-drawing-used']],
    ['disposed of by name', 'var i = Image.FromFile(path); i.Dispose();', ['system-drawing-used']],
    ['a client per call', 'var c = new HttpClient();', ['http-client-per-call']],
    ['a client in using', 'using (var c = new HttpClient()) { }', ['http-client-per-call']],
    ['a connection that stays open', 'var c = new SqlConnection(cs); c.Open();', ['disposable-not-disposed']],
    ['a connection in using', 'using (var c = new SqlConnection(cs)) { }', []],
    ['a connection that is returned', 'var c = new SqlConnection(cs); return c;', []],
    ['a service proxy', 'var p = new OrderServiceClient("ep"); p.Send();', ['wcf-channel-not-closed']],
    ['a handler on a static event', 'SystemEvents.TimeChanged += OnTimeChanged;', ['event-handler-kept']],
    ['a handler that is taken away again', 'SystemEvents.TimeChanged += OnTimeChanged; SystemEvents.TimeChanged -= OnTimeChanged;', []],
    ['a sum', 'Totals.Elapsed += elapsed; Stats.Count += 5;', []],
    ['a source of cancellation', 'var c = new CancellationTokenSource(3000); Wait(c.Token);', ['cancellation-source-not-disposed']],
    ['a linked source in using', 'using var c = CancellationTokenSource.CreateLinkedTokenSource(a, b);', []],
    ['a timer', 'var t = new System.Timers.Timer(1000); t.Start();', ['timer-not-disposed']],
    ['a watcher', 'var w = new FileSystemWatcher(path) { EnableRaisingEvents = true };', ['file-system-watcher-not-disposed']],
    ['a pattern per call', 'var r = new Regex("a+", RegexOptions.Compiled);', ['regex-per-call']],
    ['a compiled tree', 'var f = Expression.Lambda<Func<int>>(body).Compile();', ['expression-compile-per-call']],
    ['a proxy generator', 'var p = new ProxyGenerator().CreateClassProxy<Foo>();', ['proxy-generator-per-call']],
    [
      'a stylesheet with script',
      'var x = new XslCompiledTransform(); x.Load(path, XsltSettings.TrustedXslt, null);',
      ['xslt-script-per-call'],
    ],
    ['a stylesheet without', 'var x = new XslCompiledTransform(); x.Load(path);', []],
    ['assemblies in a loop', 'foreach (var f in files) Assembly.LoadFrom(f);', ['assembly-load-per-call']],
    ['a cache per call', 'var c = new MemoryCache(new MemoryCacheOptions());', ['memory-cache-per-call']],
    ['options per call', 'var o = new JsonSerializerOptions { WriteIndented = true };', ['json-options-per-call']],
  ])('%s', (_, code, expected) => {
    expect(inMethod(code)).toEqual(expected);
  });

  it('tells static collections that only grow from those that are emptied', () => {
    const grows = 'static readonly ConcurrentDictionary<string, Blob> All = new ConcurrentDictionary<string, Blob>();';
    expect(inMethod('All.TryAdd(path, new Blob());', grows)).toEqual(['static-collection-grows']);
    expect(inMethod('All.TryAdd(path, new Blob()); All.TryRemove(path, out _);', grows)).toEqual([]);
    expect(inMethod('All.TryAdd(path, new Blob());', grows.replace(/string, Blob/g, 'Type, XmlSerializer'))).toEqual([]);
  });

  it('reads the added lines of a diff, with their file', () => {
    const diff = `diff --git a/Shop/Codes.cs b/Shop/Codes.cs
index 1234567..89abcde 100644
--- a/Shop/Codes.cs
+++ b/Shop/Codes.cs
@@ -10,6 +10,7 @@ public class Codes
     public Code Read(string path)
     {
-        var old = new XmlSerializer(typeof(Code), new XmlRootAttribute("old"));
+        var s = new XmlSerializer(typeof(Code), new XmlRootAttribute("Code"));
         return (Code)s.Deserialize(Open(path));
     }
`;
    expect(patterns(diff)).toEqual([
      {
        pattern: 'xml-serializer-constructor',
        line: 9,
        text: expect.stringContaining('"Code"'),
        file: 'Shop/Codes.cs',
        fileLine: 12,
        side: 'added',
      },
    ]);
  });

  it('leaves prose, logs and other languages alone', () => {
    for (const text of [
      'We use static routes (see below) and a new Bitmap everywhere.',
      'using the debugger; then go on.',
      'import java.util.List;\npublic class A { }',
      'static void is what it says',
      'public api called (7 times);',
      '[12:00:01] public api called (7 times);',
    ]) {
      expect(readingsOf(readText(text), 'csharp-source')).toEqual([]);
    }
  });

  it('takes linear time on hostile code', () => {
    const hostile = [
      'new '.repeat(5000),
      'static '.repeat(3000),
      '"'.repeat(20_000),
      '('.repeat(20_000),
      `A${'<A'.repeat(9000)}`,
      'a.A += '.repeat(2800),
      "'".repeat(20_000),
      '/*'.repeat(10_000),
    ];
    for (const text of hostile) {
      const source = `using System;\n${text}\nvar a = new XmlSerializer(${text}`;
      expect(leastProcessorMs(() => patterns(source), 500)).toBeLessThan(500);
    }
  });
});

describeWithShared('the incident with the serializers', () => {
  it('names the lines of the leaking and of the cached constructor in the whole page', () => {
    const result = readText(sharedText('seeds/000_ff72a82594430265.txt'));
    const blocks = result.blocks.filter((block) => block.parser === 'csharp-source');
    expect(blocks.map(({ fromLine, lines }) => [fromLine, lines])).toEqual([
      [122, 9],
      [138, 20],
    ]);
  });
});
