/** A second example of causes, as a tool prints it. */
import {
  GC,
  HC,
  M,
  PB,
  counters,
  csharp,
  domain,
  flat,
  gcdumpOf,
  loader,
  managed,
  only,
  root,
  statistic,
} from '../../../support/short-outputs.ts';
import type { OutputExamples } from '../../../support/short-outputs.ts';

export const outputsOfModules: OutputExamples = {
  'address-space-roomy': {
    shows: only(
      `0:000> !address -summary\n\n--- Usage Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal\nFree                                     96        7a3bc000 (   1.910 GB)            95.50%\nImage                                   290         3a2c000 (  58.172 MB)  63.00%    2.84%\nHeap                                     30         1000000 (  16.000 MB)  17.00%    0.78%\n\n--- State Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal\nMEM_FREE                                 96        7a3bc000 (   1.910 GB)            95.50%\nMEM_COMMIT                              500         4a2c000 (  74.172 MB)  80.00%    3.60%\nMEM_RESERVE                              30         1200000 (  18.000 MB)  20.00%    0.90%\n\n--- Largest Region by Usage ----------- Base Address -------- Region Size ----------\nFree                                         1a2c000        55a2c000 (   1.338 GB)\nImage                                       6a2c0000         1a2c000 (  26.172 MB)\n`,
    ),
    looksLike: only(
      `0:000> !address -summary\n\n--- State Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal\nMEM_FREE                                 96        1a3bc000 ( 419.734 MB)            20.50%\nMEM_COMMIT                              500        5a2c0000 (   1.408 GB)  89.00%   70.60%\nMEM_RESERVE                              30         b200000 ( 178.000 MB)  11.00%    8.90%\n\n--- Largest Region by Usage ----------- Base Address -------- Region Size ----------\nFree                                         1a2c000         5a2c000 (  90.172 MB)\n`,
    ),
  },
  'cache-warm-up': {
    shows: [
      counters(
        'w.csv',
        { [PB]: (m) => (300 + 900 * (1 - Math.exp(-m / 25))) * M, [GC]: (m) => (100 + 800 * (1 - Math.exp(-m / 25))) * M, [HC]: flat(900) },
        300,
      ),
    ],
    looksLike: [managed],
  },
  'castle-proxy-generator': {
    shows: only(domain(400, () => 'DynamicProxyGenAssembly2, Version=0.0.0.0, Culture=neutral, PublicKeyToken=null', true)),
    looksLike: only(domain(12, (i) => `C:\\app\\Shop.Part${i}.dll`, false)),
  },
  'collectible-context-not-unloaded': {
    shows: [
      [
        'root.txt',
        root(
          'strong handle',
          'System.Object[]',
          'Shop.PluginCache',
          'Plugin.Rules',
          'System.RuntimeType',
          'System.Reflection.LoaderAllocator',
        ),
      ],
      ...statistic(['System.Reflection.LoaderAllocator', 900, 40_000], ['System.Reflection.LoaderAllocatorScout', 900, 20_000]),
    ],
    looksLike: [['root.txt', root('strong handle', 'System.Object[]', 'Shop.PluginCache', 'Plugin.Rules')]],
  },
  'expression-compile': {
    shows: gcdumpOf(
      ['System.Reflection.Emit.DynamicMethod', 30_000, 4 * M],
      ['System.Reflection.Emit.DynamicILGenerator', 30_000, 3 * M],
      ['System.Reflection.Emit.DynamicResolver', 30_000, 3 * M],
      ['System.Linq.Expressions.Expression1<System.Func<Shop.Order, System.Object>>', 30_000, 2 * M],
    ),
    looksLike: gcdumpOf(
      ['System.Reflection.Emit.DynamicMethod', 300, 40_000],
      ['System.Linq.Expressions.Expression1<System.Func<Shop.Order, System.Object>>', 300, 20_000],
    ),
  },
  'large-reservation': {
    shows: only(
      `Name:\tshop\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t4312\nPid:\t4312\nPPid:\t1\nVmPeak:\t274877900 kB\nVmSize:\t274876800 kB\nVmRSS:\t   91240 kB\nRssAnon:\t   60240 kB\nRssFile:\t   31000 kB\nVmData:\t  300240 kB\nVmSwap:\t       0 kB\nThreads:\t22\n`,
    ),
    looksLike: only(
      `Name:\tshop\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t4312\nPid:\t4312\nPPid:\t1\nVmPeak:\t4877900 kB\nVmSize:\t4876800 kB\nVmRSS:\t 3991240 kB\nRssAnon:\t 3960240 kB\nRssFile:\t   31000 kB\nVmSwap:\t       0 kB\nThreads:\t22\n`,
    ),
  },
  'reflection-emit': {
    shows: [
      loader,
      csharp('var made = AppDomain.CurrentDomain.DefineDynamicAssembly(new AssemblyName(path), AssemblyBuilderAccess.Run); Use(made);'),
    ],
    looksLike: [loader, csharp('var made = Makers.GetOrAdd(path, p => Make(p));')],
  },
  'regex-per-call': {
    shows: gcdumpOf(
      ['System.Text.RegularExpressions.Regex', 9000, M],
      ['System.Text.RegularExpressions.CompiledRegexRunnerFactory', 9000, M],
      ['System.Reflection.Emit.DynamicMethod', 18_000, 3 * M],
    ),
    looksLike: gcdumpOf(
      ['System.Text.RegularExpressions.Regex', 200, 30_000],
      ['System.Text.RegularExpressions.CompiledRegexRunnerFactory', 12, 900],
    ),
  },
  'server-gc-keeps-memory': {
    shows: only(
      `> eeheap -gc\nNumber of GC Heaps: 16\n----------------------------------------\nHeap 0 (000055d0a1b2c3d0)\nSmall object heap\n         segment            begin        allocated        committed allocated size          committed size\ngeneration 0:\n    7f1d4c000000     7f1d4c000028     7f1d4c400028     7f1d6c000000 0x400000 (4194304)      0x20000000 (536870912)\n------------------------------\nGC Allocated Heap Size:    Size: 0x4600000 (73400320) bytes.\nGC Committed Heap Size:    Size: 0x280000000 (10737418240) bytes.\n`,
    ),
    looksLike: only(
      `> eeheap -gc\nNumber of GC Heaps: 16\n----------------------------------------\nGC Allocated Heap Size:    Size: 0x240000000 (9663676416) bytes.\nGC Committed Heap Size:    Size: 0x280000000 (10737418240) bytes.\n`,
    ),
  },
  'xml-serializer-constructors': {
    shows: [loader, ['d.txt', domain(600, () => 'Microsoft.GeneratedCode, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null', true)]],
    looksLike: [['d.txt', domain(12, (i) => `C:\\app\\Shop.Part${i}.XmlSerializers.dll`, false)]],
  },
  'xslt-scripts': {
    shows: [loader, csharp('var t = new XslCompiledTransform(); t.Load(path, XsltSettings.TrustedXslt, null); t.Transform(a, b);')],
    looksLike: [loader, csharp('var t = new XslCompiledTransform(); t.Load(path); t.Transform(a, b);')],
  },
  'app-domain-not-unloaded': {
    shows: [loader, csharp('var domain = AppDomain.CreateDomain(path); domain.ExecuteAssembly(path);')],
    looksLike: [
      loader,
      csharp('var domain = AppDomain.CreateDomain(path); try { domain.ExecuteAssembly(path); } finally { AppDomain.Unload(domain); }'),
    ],
  },
};
