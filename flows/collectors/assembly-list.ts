import { quote } from '../../connectors/quote.ts';
import type { Collector, CollectorHow, KnownOfCase, Target } from '../types.ts';
import { readsDump } from './impacts.ts';
import { dumpPlace, dumpToRead, isWindows } from './target-values.ts';

function onWindows(target: Target, known: KnownOfCase | undefined): CollectorHow {
  const runtime = target.platform === 'windows-netfx' ? 'clr' : 'coreclr';
  const argv = ['cdb', '-z', dumpToRead(target, known), '-c', `.loadby sos ${runtime};!dumpdomain;!eeheap -loader;q`] as const;
  return {
    argv,
    shell: 'powershell',
    rights: 'read access to the dump',
    impact: readsDump(2),
    byHand: `${dumpPlace(target, known)} ${quote(argv, 'powershell')}\nPaste what it prints here. Assemblies marked (Dynamic), or one name many times, are what to look for; the counter .NET CLR Loading\\Current Assemblies in the log shows whether they grow.`,
    timeoutMs: 600_000,
  };
}

function onLinux(target: Target, known: KnownOfCase | undefined): CollectorHow {
  const argv = ['dotnet-dump', 'analyze', dumpToRead(target, known), '-c', 'dumpdomain', '-c', 'eeheap -loader', '-c', 'exit'] as const;
  return {
    argv,
    shell: 'posix',
    rights: 'read access to the dump',
    impact: readsDump(2),
    byHand: `${dumpPlace(target, known)} ${quote(argv, 'posix')}\nPaste what it prints here.`,
    timeoutMs: 600_000,
  };
}

export const assemblyList: Collector = {
  id: 'assembly-list',
  title: 'Loaded assemblies and the loader heap',
  yields: ['assemblies'],
  tells:
    'Which assemblies repeat. Assemblies that are generated at run time are never unloaded; their names tell who generates them: a serializer, a regular expression, a script, a proxy.',
  on: (target, _, known) =>
    target.platform === 'linux-native' ? null : isWindows(target.platform) ? onWindows(target, known) : onLinux(target, known),
};
