import { describe, expect, it } from '@jest/globals';
import { readingsOf, readText } from '../../support/check-parser.ts';

const patterns = (text: string): readonly string[] => {
  const result = readText(text);
  expect(result.blocks.map(({ parser }) => parser)).toEqual(['csharp-source']);
  return readingsOf(result, 'csharp-source').flatMap((each) => (each.kind === 'source' ? each.patterns.map(({ pattern }) => pattern) : []));
};
const type = (members: string, head = 'public class Shop'): string => `namespace Acme;\n\n${head}\n{\n${members}\n}\n`;
const inMethod = (code: string): readonly string[] =>
  patterns(type(`    public async Task RunAsync(string path)\n    {\n        ${code}\n    }`));

describe('what leaks in modern C#', () => {
  it.each([
    ['a target-typed client in a using declaration', 'using HttpClient client = new();', ['http-client-per-call']],
    [
      'a response asked for by its headers',
      'var r = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);',
      ['http-response-not-disposed'],
    ],
    ['an old response', 'HttpWebResponse r = (HttpWebResponse)request.GetResponse();', ['http-response-not-disposed']],
    ['a container per job', 'var provider = new ServiceCollection().AddShop().BuildServiceProvider();', ['di-container-per-job']],
    [
      'a scope that stays open',
      'var scope = _root.CreateScope(); scope.ServiceProvider.GetRequiredService<Job>();',
      ['di-container-per-job'],
    ],
    ['an assembly of bytes', 'var plugin = Assembly.Load(File.ReadAllBytes(path));', ['assembly-load-per-call']],
    ['a reader of a path', 'var reader = new StreamReader(path);', ['disposable-not-disposed']],
    ['a registration that nobody keeps', '_stopping.Register(() => Reset());', ['cancellation-source-not-disposed-registration']],
    ['a pattern that is made up', 'var r = new Regex(path);', ['regex-per-call']],
  ])('%s', (_, code, expected) => expect(inMethod(code)).toEqual(expected));

  it('a handler on a service that the container injects, unless it is taken away', () => {
    const given = (more = '') =>
      type(
        `    private readonly IPriceFeed _feed;\n    public Shop(IPriceFeed feed)\n    {\n        _feed = feed;\n        _feed.Changed += OnChanged;\n    }\n    private void OnChanged(object? sender, EventArgs e) { }\n${more}`,
      );
    expect(patterns(given())).toEqual(['event-handler-kept']);
    expect(patterns(given('    public void Dispose() => _feed.Changed -= OnChanged;'))).toEqual([]);
    expect(patterns(given().replace('public class Shop', 'public class Shop : BackgroundService'))).toEqual([]);
  });

  it('a change token whose registration is dropped', () => {
    expect(
      patterns(type('    public Shop(IOptionsMonitor<Rates> options)\n    {\n        options.OnChange(rates => Current = rates);\n    }')),
    ).toEqual(['event-handler-kept']);
  });
});

describe('who disposes of what', () => {
  const method = (name: string, body: string) => `    public void ${name}(string cs)\n    {\n        ${body}\n    }`;

  it('a variable of the same name in another method is another one', () => {
    const good = 'var con = new SqlConnection(cs); con.Open(); con.Dispose();';
    const bad = 'var con = new SqlConnection(cs); con.Open();';
    const found = readingsOf(readText(type(`${method('Good', good)}\n${method('Bad', bad)}\n${method('After', good)}`)))[0];
    expect(found).toMatchObject({ patterns: [{ pattern: 'disposable-not-disposed', line: 11 }] });
  });

  it('a type of the text itself that is to be disposed of', () => {
    const own = 'internal sealed class Native(int size) : IDisposable\n{\n    public void Dispose() { }\n}\n';
    const using = (body: string) => patterns(`namespace Acme;\n${own}public class Shop\n{\n${method('Run', body)}\n}\n`);
    expect(using('var image = new Native(4); image.Draw();')).toEqual(['disposable-not-disposed']);
    expect(using('using var image = new Native(4);')).toEqual([]);
    expect(using('Show(new Native(4));')).toEqual([]);
  });
});

describe('what does no harm in modern C#', () => {
  it.each([
    ['a response in using', 'using var r = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);'],
    ['a buffered response', 'var r = await _client.GetAsync(path); var text = await r.Content.ReadAsStringAsync();'],
    ['a scope in using', 'await using var scope = _root.CreateAsyncScope();'],
    ['an assembly by its name', 'var core = Assembly.Load("Acme.Core");'],
    ['a reader of a stream that is given', 'var reader = new StreamReader(body, Encoding.UTF8); var w = new BinaryWriter(memory);'],
    [
      'a stream that its wrapper disposes of',
      'var file = new FileStream(path, FileMode.Open); using var zip = new GZipStream(file, mode);',
    ],
    ['a stream that is sent', 'var file = new FileStream(path, FileMode.Open); return File(file, "text/csv");'],
    ['a handle in a list of its owner', 'var m = new Mutex(false, path); _all.Add(m);'],
    ['a using that assigns', 'using (this.gate = new AutoResetEvent(false)) { Wait(); }'],
    ['a pattern in the text itself', 'var ok = new Regex("a+").IsMatch(path);'],
    ['a registration in using', 'using var registration = ct.Register(() => Reset());'],
    ['a registration on a source of its own', 'using var cts = new CancellationTokenSource(); cts.Token.Register(() => Reset());'],
    [
      'a tree compiled once a name',
      'return All.GetOrAdd(path, static n =>\n        {\n            var p = Expression.Parameter(typeof(object));\n            return Expression.Lambda<Func<object, object>>(p, p).Compile();\n        });',
    ],
  ])('%s', (_, code) => expect(inMethod(code)).toEqual([]));

  it.each([
    ['a lazy client, target-typed', '    private static readonly Lazy<HttpClient> Shared = new(() => new HttpClient());'],
    ['a static factory', '    private static readonly ChannelFactory<IOrders> Factory = new(new BasicHttpBinding());'],
    [
      'what a static constructor makes',
      '    static Shop()\n    {\n        Codes.Add("a", 1);\n        Image = new Bitmap("logo.png");\n    }\n    static readonly Dictionary<string, int> Codes = new();',
    ],
    [
      'a cache of compiled delegates',
      '    static readonly ConcurrentDictionary<string, Func<object, object>> All = new();\n    Func<object, object> Of(string n) => All.GetOrAdd(n, Make);',
    ],
    [
      'code that the compiler never sees',
      '#if false\n    void Old() { var c = new HttpClient(); }\n#endif\n#if NET48\n    void Go() { }\n#endif',
    ],
    ['an event of a control of its own', '    public Toolbar Bar { get; } = Build();\n    void Go() { Bar.Clicked += OnClicked; }'],
  ])('%s', (_, members) => expect(patterns(type(members)).filter((each) => each !== 'system-drawing-used')).toEqual([]));

  it('what stands behind #else of a part that is switched off is code again', () => {
    const text = type(
      '#if false\n    void Old() { var c = new HttpClient(); }\n#else\n    void Go() { var c = new HttpClient(); }\n#endif',
    );
    expect(readingsOf(readText(text))[0]).toMatchObject({ patterns: [{ pattern: 'http-client-per-call', line: 8 }] });
  });
});

describe('a file of C# is one block', () => {
  it('through lists, wrapped expressions, directives, comments behind code and literals over several lines', () => {
    const text = `namespace Acme.Shop
{
    [Flags]
    enum Colours
    {
        Red,
        Green = 2,
        Blue
    }
    class Shop
    {
        static readonly byte[] Table = {
            0xEF, 0x63, 0x6D
        };
#if NET48
        const string Text = "a" +
            "b";
#elif NET6_0
        const string Text = @"first line
second line of plain words that go on and on";
#endif
        /* Explained here
           in plain words that would be prose elsewhere */
        bool Is(int a, int b, int c, int d)
        {
            Show(true, null, false, null, true, page, false);
            Count(a); // what this does is said behind the code
            return a == b
                ? c
                : d > 3;
        }
    }
}
`;
    const result = readText(text);
    expect(result.blocks).toMatchObject([{ parser: 'csharp-source', fromLine: 1, lines: text.split('\n').length - 1 }]);
  });

  it('but a prompt, a table or a sentence ends it, also where a brace was lost', () => {
    const text =
      'public class Shop\n{\n    public void Go()\n    {\n        var c = new HttpClient();\n\n0:000> !dumpheap -stat\nStatistics:\n              MT    Count    TotalSize Class Name\n00007ff9a1c17c80   120034      9602720 System.String\nTotal 120034 objects\n';
    expect(readText(text).blocks.map(({ parser }) => parser)).toEqual(['csharp-source', 'dumpheap-stat']);
  });
});
