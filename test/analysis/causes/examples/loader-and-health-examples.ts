/** Causes that load assemblies again and again, and what is no leak at all. */
import { evidenceOf, MB, noon } from '../../../support/evidence.ts';
import { minute, list, assemblies, queue, source, space, gcHeap, leakyHeap, leakyLoader, chain } from '../../../support/made-clues.ts';
import { counters, flat, handles } from '../../../support/made-evidence.ts';
import type { Examples } from './example.ts';

export const loaderAndHealthExamples: Examples = {
  'address-space-roomy': { shows: [space(20 * MB, 1990 * MB)], looksLike: [space(1500 * MB, 300 * MB)] },
  'assembly-load-per-call': {
    shows: [leakyLoader, source('assembly-load-per-call')],
    looksLike: [leakyLoader, assemblies('Microsoft.GeneratedCode')],
  },
  'cache-warm-up': {
    shows: [counters('c', { privateBytes: (m) => (400 + 200 * (1 - Math.exp(-m / 15))) * MB, handles: flat(900) }, undefined, 150)],
    looksLike: [leakyHeap],
  },
  'castle-proxy-generator': { shows: [assemblies('DynamicProxyGenAssembly2')], looksLike: [assemblies('Microsoft.GeneratedCode')] },
  'collectible-context-not-unloaded': {
    shows: [chain('(strong handle)', 'Plugin.Job', 'System.Reflection.LoaderAllocator')],
    looksLike: [chain('(strong handle)', 'Plugin.Job', 'Plugin.State')],
  },
  'expression-compile': {
    shows: [list(['System.Reflection.Emit.DynamicMethod', 80_000, 9 * MB], ['System.Reflection.Emit.DynamicResolver', 80_000, 9 * MB])],
    looksLike: [
      list(
        ['System.Reflection.Emit.DynamicMethod', 54_000, 7 * MB],
        ['System.Text.RegularExpressions.CompiledRegexRunnerFactory', 18_000, MB],
      ),
    ],
  },
  'filled-outside-gc-heap': {
    shows: [
      counters(
        'c',
        {
          privateBytes: (m) => (400 + 200 * (1 - Math.exp(-m / 15))) * MB,
          gcHeap: flat(90 * MB),
          assemblies: flat(90),
          handles: flat(900),
        },
        undefined,
        150,
      ),
    ],
    looksLike: [
      counters(
        'c',
        {
          privateBytes: (m) => (400 + 200 * (1 - Math.exp(-m / 15))) * MB,
          gcHeap: (m) => (90 + 200 * (1 - Math.exp(-m / 15))) * MB,
          assemblies: flat(90),
          handles: flat(900),
        },
        undefined,
        150,
      ),
    ],
  },
  'growth-ended': {
    shows: [counters('c', { privateBytes: (m) => (400 + 2 * Math.min(m, 180)) * MB, handles: flat(900) }, undefined, 360)],
    looksLike: [counters('c', { privateBytes: (m) => (400 + 200 * (1 - Math.exp(-m / 15))) * MB, handles: flat(900) }, undefined, 150)],
  },
  'large-reservation': {
    shows: [evidenceOf('s', { kind: 'snapshot', values: { virtualBytes: 260_000 * MB, workingSet: 90 * MB } })],
    looksLike: [evidenceOf('s', { kind: 'snapshot', values: { virtualBytes: 5000 * MB, workingSet: 2900 * MB } })],
  },
  'reflection-emit': {
    shows: [list(['System.Reflection.Emit.RuntimeTypeBuilder', 90_000, 11 * MB])],
    looksLike: [list(['System.Reflection.Emit.DynamicMethod', 80_000, 9 * MB])],
  },
  'regex-per-call': {
    shows: [
      list(
        ['System.Text.RegularExpressions.Regex', 18_000, 2 * MB],
        ['System.Text.RegularExpressions.CompiledRegexRunnerFactory', 18_000, MB],
        ['System.Reflection.Emit.DynamicMethod', 54_000, 7 * MB],
      ),
    ],
    looksLike: [list(['System.Text.RegularExpressions.Regex', 60, 9000])],
  },
  'server-gc-keeps-memory': { shows: [gcHeap(73 * MB, 10_000 * MB)], looksLike: [gcHeap(9000 * MB, 10_000 * MB)] },
  'xml-serializer-constructors': {
    shows: [
      assemblies('Unknown Module', 2600),
      handles('h1', { Event: 11_751, Semaphore: 11_400, Key: 300 }, { at: noon }),
      handles('h2', { Event: 14_440, Semaphore: 14_029, Key: 300 }, { at: noon + 10 * minute }),
      queue(8600, ['System.Threading.ReaderWriterLock', 8600, MB]),
    ],
    looksLike: [
      assemblies('DynamicProxyGenAssembly2', 2600),
      handles('h1', { Event: 11_751, Semaphore: 11_400, Key: 300 }, { at: noon }),
      queue(8600, ['System.Threading.ReaderWriterLock', 8600, MB]),
    ],
  },
  'xslt-scripts': {
    shows: [list(['System.Xml.Xsl.XslCompiledTransform', 4000, MB])],
    looksLike: [list(['System.Xml.Xsl.XslCompiledTransform', 2, 300])],
  },
  'app-domain-not-unloaded': {
    shows: [list(['System.AppDomain', 3903, MB], ['System.Runtime.Remoting.ServerIdentity', 84_000, 12 * MB])],
    looksLike: [list(['System.AppDomain', 3, 600])],
  },
};
