import { describe, expect, it } from '@jest/globals';
import { causeOfPattern } from '../../../analysis/causes/patterns.ts';
import { knownCauses } from '../../../analysis/causes/index.ts';
import { readingsOf, readText } from '../../support/check-parser.ts';

const patterns = (text: string): readonly string[] =>
  readingsOf(readText(text), 'csharp-source').flatMap((each) =>
    each.kind === 'source' ? each.patterns.map(({ pattern }) => pattern) : [],
  );
const type = (members: string): string => `namespace Acme;\n\npublic class Shop\n{\n${members}\n}\n`;
const inMethod = (code: string): readonly string[] =>
  patterns(type(`    public int Run(string path, byte[] data)\n    {\n        ${code}\n        return 0;\n    }`));

describe('what the garbage collector does not give back', () => {
  it.each([
    ['memory of Marshal', 'IntPtr p = Marshal.AllocHGlobal(64); Native.Send(p);', ['unmanaged-memory-not-freed']],
    ['memory behind a cast', 'byte* p = (byte*)NativeMemory.Alloc(64); Native.Send(p);', ['unmanaged-memory-not-freed']],
    [
      'a pinned array',
      'var pin = GCHandle.Alloc(data, GCHandleType.Pinned); Native.Send(pin.AddrOfPinnedObject());',
      ['gc-handle-not-freed'],
    ],
    ['a token', 'LogonUser(u, d, p, 2, 0, out IntPtr token); WindowsIdentity.Impersonate(token);', ['tokens-not-closed']],
    ['a registry key', 'RegistryKey key = Registry.LocalMachine.OpenSubKey(path); Show(key.GetValue("a"));', ['registry-keys-not-closed']],
    ['an open file', 'var file = File.OpenRead(path); Show(file.Length);', ['disposable-not-disposed']],
    [
      'a file in a reader that nobody closes',
      'var file = new FileStream(path, FileMode.Open); var r = new StreamReader(file); Show(r.ReadToEnd());',
      ['disposable-not-disposed'],
    ],
    [
      'a file in a reader of one statement',
      'var file = new FileStream(path, FileMode.Open); Show(new StreamReader(file).ReadLine());',
      ['disposable-not-disposed'],
    ],
    ['a bitmap of GDI', 'IntPtr bitmap = picture.GetHbitmap(); Show(bitmap);', ['system-drawing-undisposed']],
    ['a domain', 'var domain = AppDomain.CreateDomain("job"); domain.ExecuteAssembly(path);', ['app-domain-not-unloaded']],
    [
      'a connection that its command does not own',
      'var c = new SqlConnection(path); Show(new SqlCommand("x", c));',
      ['disposable-not-disposed'],
    ],
    [
      'the results of a directory',
      'using var s = new DirectorySearcher(path); foreach (SearchResult r in s.FindAll()) Show(r);',
      ['disposable-not-disposed'],
    ],
  ])('%s', (_, code, expected) => expect(inMethod(code)).toEqual(expected));

  it.each([
    ['memory that is freed', 'IntPtr p = Marshal.AllocHGlobal(64); try { Native.Send(p); } finally { Marshal.FreeHGlobal(p); }'],
    ['memory of a structure', 'var x = new Item(); x.name = Marshal.StringToBSTR(path); Marshal.FreeBSTR(x.name);'],
    ['memory in a safe handle', 'var p = Marshal.AllocHGlobal(64); Keep(new NativeBuffer(p));'],
    ['a pin that is freed', 'var pin = GCHandle.Alloc(data, GCHandleType.Pinned); Native.Send(pin.AddrOfPinnedObject()); pin.Free();'],
    ['a handle that native code gives back', 'var handle = GCHandle.Alloc(this); Native.Start(GCHandle.ToIntPtr(handle));'],
    ['a token that is closed', 'LogonUser(u, d, p, 2, 0, out IntPtr token); CloseHandle(token);'],
    ['a token that closes itself', 'LogonUser(u, d, p, 2, 0, out SafeAccessTokenHandle token); Use(token);'],
    ['a key in using', 'using var key = Registry.CurrentUser.OpenSubKey(path); Show(key?.GetValue("a"));'],
    ['a file in a reader that is closed', 'var file = new FileStream(path, FileMode.Open); var r = new StreamReader(file); r.Close();'],
    ['a bitmap of GDI that is deleted', 'IntPtr bitmap = picture.GetHbitmap(); Show(bitmap); DeleteObject(bitmap);'],
    [
      'a response whose stream is closed',
      'var r = request.GetResponse(); using (var s = new StreamReader(r.GetResponseStream())) Show(s.ReadToEnd());',
    ],
    [
      'a command, which holds nothing',
      'using var c = new SqlConnection(path); var command = new SqlCommand("x", c); command.ExecuteNonQuery();',
    ],
    ['a domain that is unloaded', 'var domain = AppDomain.CreateDomain("job"); AppDomain.Unload(domain);'],
    [
      'a connection that its reader closes',
      'var c = new SqlConnection(path); Show(new SqlCommand("x", c).ExecuteReader(CommandBehavior.CloseConnection));',
    ],
    ['matches of a list', 'var searcher = Searchers.FindAll(each => each.IsDirectorySearcher);'],
  ])('%s is none', (_, code) => expect(inMethod(code)).toEqual([]));

  it('a handle or memory of an object that frees it in another method', () => {
    const members = `    private GCHandle pin;\n    private IntPtr memory;
    public Shop(byte[] data)\n    {\n        pin = GCHandle.Alloc(data);\n        memory = Marshal.AllocHGlobal(9);\n    }
    public void Dispose()\n    {\n        pin.Free();\n        Marshal.FreeHGlobal(this.memory);\n    }`;
    expect(patterns(type(members))).toEqual([]);
  });
});

describe('what is meant to be made once', () => {
  it.each([
    ['a client of a database', 'var client = new MongoClient(path); Show(client.GetDatabase("a"));', ['client-per-call']],
    ['a multiplexer', 'var db = ConnectionMultiplexer.Connect(path).GetDatabase();', ['client-per-call']],
    ['a meter', 'var meter = new Meter("Shop"); meter.CreateCounter<int>("a").Add(1);', ['event-source-per-call']],
    [
      'types of its own making',
      'var made = AppDomain.CurrentDomain.DefineDynamicAssembly(name, AssemblyBuilderAccess.Run);',
      ['emit-per-call'],
    ],
    ['a script by its type', 'var sum = CSharpScript.EvaluateAsync<int>(path).Result;', ['assembly-load-per-call']],
    ['a compiler', 'var made = new CSharpCodeProvider().CompileAssemblyFromSource(options, path);', ['assembly-load-per-call']],
    ['bytes in a variable', 'var code = stream.ToArray(); var plugin = Assembly.Load(code);', ['assembly-load-per-call']],
  ])('%s', (_, code, expected) => expect(inMethod(code)).toEqual(expected));

  it('is no leak where a field, a constructor or the container keeps it', () => {
    const members = `    private readonly Meter meter = new Meter("Shop");\n    public MemoryCache Cache { get; } = new MemoryCache(new MemoryCacheOptions());
    public Shop(string cs)\n    {\n        var client = new MongoClient(cs);\n        Database = client.GetDatabase("a");\n    }
    static readonly ConnectionMultiplexer Redis = ConnectionMultiplexer.Connect("a");`;
    expect(patterns(type(members))).toEqual([]);
  });

  it('nor where the program makes it at its start; in a loop or a handler it is one again', () => {
    const main = (code: string) => patterns(`public class Program\n{\n    static void Main()\n    {\n        ${code}\n    }\n}\n`);
    expect(main('var watcher = new FileSystemWatcher(path); var client = new HttpClient();')).toEqual([]);
    expect(main('while (true) { var client = new HttpClient(); Ask(client); }')).toEqual(['http-client-per-call']);
    expect(main('listener.Got += (s, e) => { var client = new HttpClient(); Ask(client); };')).toEqual(['http-client-per-call']);
    expect(patterns('using System.Net.Http;\n\nvar client = new HttpClient();\nawait client.GetAsync(args[0]);\n')).toEqual([]);
    expect(patterns('using System.Net.Http;\n\nforeach (var url in args)\n{\n    var client = new HttpClient();\n}\n')).toEqual([
      'http-client-per-call',
    ]);
  });

  it('a context of a database that all share tracks what all read', () => {
    expect(patterns(type('    private static readonly ShopDbContext Db = new ShopDbContext();'))).toEqual(['change-tracker-kept']);
    expect(inMethod('services.AddDbContext<ShopContext>(o => o.UseSqlServer(cs), ServiceLifetime.Singleton);')).toEqual([
      'change-tracker-kept',
    ]);
    expect(inMethod('services.AddDbContext<ShopContext>(o => o.UseSqlServer(cs));')).toEqual([]);
    expect(patterns(type('    public static ShopDbContext Create() => new ShopDbContext();'))).toEqual([]);
  });

  it('a collectible load context that nobody unloads', () => {
    const context = 'class Plugins : AssemblyLoadContext\n{\n    public Plugins() : base(isCollectible: true) { }\n}\n';
    const run = (more: string) => `${context}${type(`    void Run()\n    {\n        var plugins = new Plugins();\n${more}\n    }`)}`;
    expect(patterns(run('        plugins.LoadFromAssemblyPath(path);'))).toEqual(['collectible-context-not-unloaded']);
    expect(patterns(run('        plugins.Unload();'))).toEqual([]);
  });

  it('a static event of the type itself', () => {
    const members = (more = '') => type(`    public static event EventHandler Closed;\n    public Shop() { Closed += OnClosed; }\n${more}`);
    expect(patterns(members())).toEqual(['event-handler-kept']);
    expect(patterns(members('    public void Dispose() { Closed -= OnClosed; }'))).toEqual([]);
  });
});

it('each such pattern speaks for a cause that the catalogue has', () => {
  for (const id of [
    ...['unmanaged-memory-not-freed', 'gc-handle-not-freed', 'tokens-not-closed', 'registry-keys-not-closed', 'app-domain-not-unloaded'],
    ...['client-per-call', 'event-source-per-call', 'emit-per-call', 'change-tracker-kept', 'collectible-context-not-unloaded'],
  ]) {
    expect(knownCauses.map((cause) => cause.id)).toContain(causeOfPattern(id)?.cause);
  }
});
