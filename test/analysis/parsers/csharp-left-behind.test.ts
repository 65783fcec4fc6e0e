/** What C# leaves behind for good: with each form its look-alike that does no harm. */
import { describe, expect, it } from '@jest/globals';
import { readingsOf, readText } from '../../support/check-parser.ts';

const patterns = (text: string): readonly string[] =>
  readingsOf(readText(text), 'csharp-source').flatMap((each) =>
    each.kind === 'source' ? each.patterns.map(({ pattern }) => pattern) : [],
  );
const type = (members: string, head = 'public class Desk'): string => `namespace Acme;\n\n${head}\n{\n${members}\n}\n`;
const inMethod = (code: string, method = 'Take(string path, Order order)', members = ''): readonly string[] =>
  patterns(type(`${members}    public void ${method}\n    {\n        ${code}\n    }`));

describe('a handler of another object', () => {
  const hub = (code: string, more = '') =>
    patterns(
      type(`    public void Join(Guest guest, Bill bill)\n    {\n        ${code}\n    }\n${more}`, 'public class Hall(IDoorBus doors)'),
    );
  it('on an event of what a primary constructor is given is kept', () => {
    expect(hub('doors.Opened += guest.OnOpened;')).toEqual(['event-handler-kept']);
    expect(hub('doors.Opened += guest.DoorHandler;')).toEqual(['event-handler-kept']);
  });
  it('is none where it is taken away, or where a number is added', () => {
    expect(hub('doors.Opened += guest.OnOpened;', '    public void Leave(Guest guest) => doors.Opened -= guest.OnOpened;')).toEqual([]);
    expect(hub('doors.Opened += bill.Persons;')).toEqual([]);
    expect(hub('doors.Opened += bill.Delivered;')).toEqual([]);
    expect(hub('doors.GuestTotal += bill.OnHand;')).toEqual([]);
  });
});

describe('a container', () => {
  it('that is asked and lost in one expression is made for each call', () => {
    expect(inMethod('_rates = services.BuildServiceProvider().GetRequiredService<IRates>();', 'Take(IServiceCollection services)')).toEqual(
      ['di-container-per-job'],
    );
    const generic = type(
      '    public T Of<T>(IServiceProvider root) where T : notnull\n    {\n        return root.CreateScope().ServiceProvider.GetRequiredService<T>();\n    }',
    );
    expect(patterns(generic)).toEqual(['di-container-per-job']);
  });
  it('of the start of a program, or that is handed out whole, is none', () => {
    const start = type(
      '    public static IServiceCollection AddDesk(this IServiceCollection services)\n    {\n        var options = services.BuildServiceProvider().GetRequiredService<IOptions<Desk>>();\n        return services;\n    }',
      'public static class Setup',
    );
    expect(patterns(start)).toEqual([]);
    expect(
      patterns(type('    public IServiceProvider Make(IServiceCollection s)\n    {\n        return s.BuildServiceProvider();\n    }')),
    ).toEqual([]);
    expect(
      inMethod('app.Services.CreateScope().ServiceProvider.GetRequiredService<Db>().Migrate();', 'MigrateDatabase(IHost app)'),
    ).toEqual([]);
    expect(
      inMethod('all.AddSingleton(sp => sp.CreateScope().ServiceProvider.GetRequiredService<Db>());', 'Take(IServiceCollection all)'),
    ).toEqual([]);
  });
  it('that a constructor takes what it keeps from, or a builder of the program is given, is none', () => {
    const service = type(
      '    private readonly IRates _rates;\n    public Feeder(IServiceScopeFactory all)\n    {\n        _rates = all.CreateScope().ServiceProvider.GetRequiredService<IRates>();\n    }',
      'public class Feeder : IHostedService',
    );
    expect(patterns(service)).toEqual([]);
    const log = 'var log = builder.Services.BuildServiceProvider().GetRequiredService<ILogger<Desk>>(); log.LogInformation("on");';
    expect(inMethod(log, 'RegisterDesk(WebApplicationBuilder builder)')).toEqual([]);
    expect(inMethod(log, 'RegisterDesk(Desk builder)')).toEqual(['di-container-per-job']);
  });
});

describe('a queue without a bound', () => {
  const queue = (field: string, put: string, more = '') => patterns(type(`    ${field}\n    public void Put(Job job) => ${put};\n${more}`));
  it.each([
    ['a channel', 'private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>();', '_jobs.Writer.TryWrite(job)'],
    [
      'a channel with options',
      'private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleWriter = true });',
      '_jobs.Writer.TryWrite(job)',
    ],
    ['a queue', 'private readonly ConcurrentQueue<Job> _jobs = new();', '_jobs.Enqueue(job)'],
    ['a blocking collection', 'private readonly BlockingCollection<Job> _jobs = new();', '_jobs.Add(job)'],
  ])('that is only filled: %s', (_, field, put) => expect(queue(field, put)).toEqual(['queue-only-filled']));

  const channel = 'private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>();';
  it.each([
    ['is read', channel, '_jobs.Writer.TryWrite(job)', '    public ValueTask<Job> Next() => _jobs.Reader.ReadAsync();'],
    ['is handed out', channel, '_jobs.Writer.TryWrite(job)', '    public ChannelReader<Job> Jobs => _jobs;'],
    ['is handed on', channel, '_jobs.Writer.TryWrite(job)', '    public Task Run() => Drain(_jobs);'],
    ['has a bound', 'private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(80);', '_jobs.Writer.TryWrite(job)', ''],
    ['has room for some', 'private readonly BlockingCollection<Job> _jobs = new(80);', '_jobs.Add(job)', ''],
    ['may be reached by others', 'public readonly ConcurrentQueue<Job> Jobs = new();', 'Jobs.Enqueue(job)', ''],
    ['stands in an excerpt', 'private readonly ConcurrentQueue<Job> _jobs = new();', '_jobs.Enqueue(job)', '    public void Next()\n    {'],
  ])('that %s is none', (_, field, put, more) => expect(queue(field, put, more)).toEqual([]));

  it('in a diff may be emptied in the lines that it leaves out', () => {
    const diff =
      'diff --git a/Desk.cs b/Desk.cs\n--- a/Desk.cs\n+++ b/Desk.cs\n@@ -1,4 +1,6 @@\n public class Desk\n {\n+    private readonly ConcurrentQueue<Job> _jobs = new();\n+    public void Put(Job job) { _jobs.Enqueue(job); }\n     public void Go() { }\n }\n';
    expect(patterns(diff)).toEqual([]);
  });
});

describe('a subscription', () => {
  const view = (code: string, head = 'public class View(IObservable<Price> prices)') =>
    patterns(type(`    public void Open()\n    {\n        ${code}\n    }`, head));
  it('to an observable that is given, whose result is dropped, is kept by it', () => {
    expect(view('prices.Subscribe(each => Show(each));')).toEqual(['event-handler-kept']);
    expect(view('prices.Where(each => each.Open).Subscribe(each => Show(each));')).toEqual(['event-handler-kept']);
  });
  it('is none where somebody keeps its end, or where it ends by itself', () => {
    expect(view('_end = prices.Subscribe(each => Show(each));')).toEqual([]);
    expect(view('prices.Subscribe(each => Show(each)).DisposeWith(_ends);')).toEqual([]);
    expect(view('_ends.Add(prices.Subscribe(each => Show(each)));')).toEqual([]);
    expect(view('prices.Take(1).Subscribe(each => Show(each));')).toEqual([]);
    expect(view('prices.Subscribe(each => Show(each));', 'public class Feeder(IObservable<Price> prices) : BackgroundService')).toEqual([]);
  });
  it('within a call, to what the call is given, is none', () => {
    const printer = type('    public void Print(IObservable<int> numbers)\n    {\n        numbers.Subscribe(Console.WriteLine);\n    }');
    expect(patterns(printer)).toEqual([]);
  });
});

describe('a thread', () => {
  const loop = (body: string) => `new Thread(() => { while (true) { ${body} Thread.Sleep(500); } }).Start();`;
  it('for each thing that comes in, which never ends, piles up', () => {
    expect(inMethod(loop('Poll(order);'))).toEqual(['thread-per-call']);
    expect(inMethod('new Thread(() => { for (;;) Poll(order); }) { IsBackground = true }.Start();')).toEqual(['thread-per-call']);
  });
  it('that ends, that is started once, or that works on nothing of the call is none', () => {
    expect(inMethod(loop('if (Poll(order)) break;'))).toEqual([]);
    expect(inMethod(loop('Poll(order);'), 'StartPolling(Order order)')).toEqual([]);
    expect(inMethod(loop('Poll();'))).toEqual([]);
    expect(inMethod(loop('Poll(stop);'), 'Take(CancellationToken stop)')).toEqual([]);
    expect(inMethod(loop('_gate.WaitOne(); onSignal();'), 'Take(Action onSignal)')).toEqual([]);
    expect(inMethod(loop('Poll(order);'), 'ListenTo(Order order)')).toEqual([]);
  });
});

describe('a database context', () => {
  const worker = (field: string, loop: string, head = 'public class Sender : BackgroundService') =>
    patterns(
      type(
        `${field}    protected override async Task ExecuteAsync(CancellationToken stop)\n    {\n        while (!stop.IsCancellationRequested)\n        {\n            ${loop}\n        }\n    }`,
        head,
      ),
    );
  const work = 'var open = await _mail.Letters.ToListAsync(stop); await _mail.SaveChangesAsync(stop);';
  it('in a field of a service of the host tracks all that its loop ever read', () => {
    expect(worker('    private readonly MailContext _mail = new MailContext();\n', work)).toEqual(['change-tracker-kept']);
    expect(
      worker('    private readonly MailContext _mail;\n    public Sender(MailContext mail)\n    {\n        _mail = mail;\n    }\n', work),
    ).toEqual(['change-tracker-kept']);
    expect(worker('', work.replaceAll('_mail', 'mail'), 'public class Sender(MailContext mail) : BackgroundService')).toEqual([
      'change-tracker-kept',
    ]);
  });
  it('of one round of the loop, or that forgets what it read, is none', () => {
    const factory = '    private readonly IDbContextFactory<MailContext> _contexts;\n';
    expect(worker(factory, `await using var _mail = _contexts.CreateDbContext(); ${work}`)).toEqual([]);
    expect(worker('    private readonly MailContext _mail = new MailContext();\n', `${work} _mail.ChangeTracker.Clear();`)).toEqual([]);
    expect(worker('    private readonly HttpContext _mail;\n', 'await _mail.Response.WriteAsync(text);')).toEqual([]);
    expect(worker('    private readonly MailContext _mail = new MailContext();\n', work, 'public class Sender : ControllerBase')).toEqual(
      [],
    );
  });
});

describe('a program of Office', () => {
  const made = 'var sheet = new Microsoft.Office.Interop.Excel.Application();';
  it('that nobody ends stays a process of its own', () => {
    expect(inMethod(`${made} sheet.Workbooks.Open(path);`)).toEqual(['disposable-not-disposed-com']);
    const byName = 'dynamic word = Activator.CreateInstance(Type.GetTypeFromProgID("Word.Application"));';
    expect(inMethod(`${byName} word.Documents.Open(path);`)).toEqual(['disposable-not-disposed-com']);
  });
  it('that quits or is released is none, nor an application of another kind', () => {
    expect(inMethod(`${made} try { sheet.Workbooks.Open(path); } finally { sheet.Quit(); }`)).toEqual([]);
    expect(inMethod(`${made} Marshal.FinalReleaseComObject(sheet);`)).toEqual([]);
    expect(inMethod(`${made} sheet.Workbooks.Add(); sheet.Visible = true;`)).toEqual([]);
    expect(inMethod('var app = new Application(); app.Run();')).toEqual([]);
  });
});

describe('code of tests', () => {
  const client = 'var c = new HttpClient();\n        c.GetStringAsync(path);';
  it.each(['Fact', 'Test', 'TestMethod', 'Theory, InlineData("a")', 'NUnit.Framework.TestCase("a")'])('[%s] does no harm', (attribute) => {
    const text = (mark: string) => type(`    ${mark}\n    public void Reads(string path)\n    {\n        ${client}\n    }`);
    expect(patterns(text(`[${attribute}]`))).toEqual([]);
    expect(patterns(text('[HttpGet]'))).toEqual(['http-client-per-call']);
  });
  it('in a file of tests does no harm either', () => {
    const helper = type(`    public void Load(string path)\n    {\n        ${client}\n    }`);
    expect(patterns(`using Xunit;\n${helper}`)).toEqual([]);
    const diff = (file: string) =>
      `diff --git a/${file} b/${file}\n--- a/${file}\n+++ b/${file}\n@@ -1,3 +1,4 @@\n public class Desk {\n     public void Load(string path) {\n+        var c = new HttpClient();\n     }\n`;
    expect(patterns(diff('src/Desk.cs'))).toEqual(['http-client-per-call']);
    expect(patterns(diff('src/Latest.cs'))).toEqual(['http-client-per-call']);
    expect(patterns(diff('tests/Acme.Tests/Desk.cs'))).toEqual([]);
    expect(patterns(diff('src/DeskTests.cs'))).toEqual([]);
  });
});

it('a picture that another one is made of is still its owner’s', () => {
  const found = patterns(
    `using System.Drawing;\n${type('    public byte[] Small(Stream s)\n    {\n        Bitmap whole = new Bitmap(s);\n        using var small = new Bitmap(whole, 64, 64);\n        return Bytes(small.Width);\n    }')}`,
  );
  expect(found).toContain('system-drawing-undisposed');
});
