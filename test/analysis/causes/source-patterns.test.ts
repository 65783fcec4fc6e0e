/** Each pattern that the C# reader knows leads to its own cause: beside a curve of its class, and alone, with what to do about it. */
import { describe, expect, it } from '@jest/globals';
import { knownCauses } from '../../../analysis/causes/index.ts';
import { patternsOfCauses } from '../../../analysis/causes/patterns.ts';
import type { Evidence, LeakClass } from '../../../analysis/types.ts';
import { evidenceInText, MB } from '../../support/evidence.ts';
import { counters, flat, rising, verdictOf } from '../../support/made-evidence.ts';

const level = { privateBytes: flat(400 * MB), gcHeap: flat(120 * MB), assemblies: flat(150), handles: flat(900) };
const curves: Readonly<Partial<Record<LeakClass, Evidence>>> = {
  managed: counters('log', { ...level, privateBytes: rising(400 * MB, MB), gcHeap: rising(120 * MB, MB) }, undefined, 300),
  native: counters('log', { ...level, privateBytes: rising(400 * MB, MB) }, undefined, 300),
  handle: counters('log', { ...level, handles: rising(900, 20) }, undefined, 300),
  virtual: counters('log', { ...level, virtualBytes: rising(3000 * MB, 2 * MB), threads: rising(40, 2) }, undefined, 300),
  'loader-heap': counters('log', { ...level, privateBytes: rising(400 * MB, MB), assemblies: rising(150, 10) }, undefined, 300),
};

const code: Readonly<Record<string, string>> = {
  'xml-serializer-constructor':
    'var s = new XmlSerializer(typeof(Order), new XmlRootAttribute("orders"));\n        s.Serialize(output, orders);',
  'system-drawing-used': 'using var picture = new Bitmap(640, 480);\n        using var g = Graphics.FromImage(picture);',
  'system-drawing-undisposed': 'var picture = new Bitmap(640, 480);\n        picture.SetPixel(1, 1, ink);',
  'http-client-per-call': 'var client = new HttpClient();\n        var page = await client.GetStringAsync(url);',
  'http-response-not-disposed':
    'var answer = await shared.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);\n        seen = answer.StatusCode;',
  'di-container-per-job': 'var scope = services.CreateScope();\n        scope.ServiceProvider.GetRequiredService<IMailer>().Send(order);',
  'disposable-not-disposed': 'var file = new FileStream(path, FileMode.Open);\n        last = file.Length;',
  'timer-not-disposed': 'var timer = new Timer(_ => Look(), null, 0, 1000);',
  'file-system-watcher-not-disposed': 'var watcher = new FileSystemWatcher(path);\n        watcher.EnableRaisingEvents = true;',
  'cancellation-source-not-disposed':
    'var source = CancellationTokenSource.CreateLinkedTokenSource(token);\n        await Send(order, source.Token);',
  'regex-per-call': 'var words = new Regex(pattern, RegexOptions.Compiled);\n        found = words.IsMatch(text);',
  'proxy-generator-per-call': 'var maker = new ProxyGenerator();\n        var proxy = maker.CreateInterfaceProxyWithTarget(target, spy);',
  'xslt-script-per-call': 'var sheet = new XslCompiledTransform();\n        sheet.Load(path, XsltSettings.TrustedXslt, resolver);',
  'assembly-load-per-call': 'var rules = Assembly.Load(File.ReadAllBytes(path));\n        rules.GetType("Rules");',
  'memory-cache-per-call': 'var cache = new MemoryCache(new MemoryCacheOptions());\n        cache.Set(path, order);',
  'json-options-per-call': 'var text = JsonSerializer.Serialize(order, new JsonSerializerOptions { WriteIndented = true });',
  'event-handler-kept': 'SystemEvents.TimeChanged += OnTimeChanged;',
  'static-collection-grows': 'Seen.Add(path, order);',
  'queue-only-filled': '_work.Enqueue(order);',
  'thread-per-call': 'new Thread(() => { while (true) { Poll(order); Thread.Sleep(500); } }).Start();',
  'expression-compile-per-call': 'Expression<Func<Order, bool>> rule = Parse(path);\n        var open = orders.Where(rule.Compile());',
  'emit-per-call':
    'var made = AssemblyBuilder.DefineDynamicAssembly(name, AssemblyBuilderAccess.Run);\n        made.DefineDynamicModule("m");',
  'app-domain-not-unloaded': 'var domain = AppDomain.CreateDomain("plugin");\n        domain.ExecuteAssembly(path);',
  'collectible-context-not-unloaded':
    'var context = new AssemblyLoadContext("plugin", isCollectible: true);\n        context.LoadFromAssemblyPath(path);',
  'unmanaged-memory-not-freed': 'var block = Marshal.AllocHGlobal(4096);\n        Marshal.Copy(bytes, 0, block, 4096);',
  'gc-handle-not-freed': 'var pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);\n        Native.Send(pin.AddrOfPinnedObject());',
  'client-per-call': 'var client = new MongoClient(url);\n        client.GetDatabase("shop").DropCollection(path);',
  'change-tracker-kept': 'Shared.Orders.Where(each => each.Open).ToList();',
  'wcf-channel-not-closed': 'var client = new OrderServiceClient();\n        client.Submit(order);',
  'event-source-per-call': 'var meter = new Meter("Shop.Orders");\n        meter.CreateCounter<int>("orders").Add(1);',
  'tokens-not-closed': 'LogonUser(name, domain, word, 2, 0, out IntPtr token);\n        Run(token);',
  'registry-keys-not-closed': 'var key = Registry.LocalMachine.OpenSubKey("SOFTWARE\\\\Shop");\n        last = key.GetValue("Last");',
};
const members: Readonly<Record<string, string>> = {
  'queue-only-filled': '    private readonly ConcurrentQueue<Order> _work = new ConcurrentQueue<Order>();\n',
  'static-collection-grows': '    private static readonly Dictionary<string, Order> Seen = new Dictionary<string, Order>();\n',
  'change-tracker-kept': '    private static readonly ShopDbContext Shared = new ShopDbContext();\n',
};

function source(pattern: string): readonly Evidence[] {
  const body = `public class Desk\n{\n${members[pattern] ?? ''}    public async Task Take(string path, Order order)\n    {\n        ${code[pattern] ?? ''}\n    }\n}\n`;
  return evidenceInText('Desk.cs', Buffer.from(body));
}

describe('the patterns of C#', () => {
  it('have an example each, and a cause each', () => {
    expect(Object.keys(code).sort()).toEqual(Object.keys(patternsOfCauses).sort());
    const causes = knownCauses.map(({ id }) => id);
    expect(Object.values(patternsOfCauses).filter(({ cause }) => !causes.includes(cause))).toEqual([]);
  });

  it.each(Object.entries(patternsOfCauses))('%s is found, and leads beside a curve of its class', (pattern, { cause, points }) => {
    const found = source(pattern);
    expect(found.flatMap((each) => (each.kind === 'source' ? each.patterns.map((one) => one.pattern) : []))).toContain(pattern);
    const explained = knownCauses.find(({ id }) => id === cause)?.explains ?? [];
    const curve = [...(points === null ? [] : [points]), ...explained].flatMap((leakClass) => curves[leakClass] ?? [])[0];
    expect(curve).toBeDefined();
    expect(verdictOf(...found, ...(curve === undefined ? [] : [curve])).causes[0]?.id).toBe(cause);
  });

  it.each(Object.entries(patternsOfCauses).filter(([pattern]) => pattern !== 'system-drawing-used'))(
    '%s alone names its cause with what to do',
    (pattern, { cause }) => {
      expect(verdictOf(...source(pattern)).causes.map(({ id }) => id)).toContain(cause);
    },
  );
});
