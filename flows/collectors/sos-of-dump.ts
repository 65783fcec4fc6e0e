/** What SOS prints of a dump: in cdb on Windows, in dotnet-dump elsewhere. */
import { quote } from '../../connectors/quote.ts';
import type { CollectorHow, KnownOfCase, Target } from '../types.ts';
import { readsDump } from './impacts.ts';
import { dumpPlace, dumpToRead, isWindows } from './target-values.ts';

/** Reading the dump of a large heap takes minutes. */
const timeoutMs = 600_000;
const minutes = 2;

/** `commands` without their `!`; `onWindows` is what the person is told there beside pasting it. Null: a process without .NET. */
export function sosOfDump(
  target: Target,
  known: KnownOfCase | undefined,
  commands: readonly string[],
  onWindows: string,
): CollectorHow | null {
  if (target.platform === 'linux-native') return null;
  const windows = isWindows(target.platform);
  const dump = dumpToRead(target, known);
  const load = `.loadby sos ${target.platform === 'windows-netfx' ? 'clr' : 'coreclr'}`;
  const argv: readonly [string, ...string[]] = windows
    ? ['cdb', '-z', dump, '-c', [load, ...commands.map((each) => `!${each}`), 'q'].join(';')]
    : ['dotnet-dump', 'analyze', dump, ...[...commands, 'exit'].flatMap((each) => ['-c', each])];
  const shell = windows ? 'powershell' : 'posix';
  return {
    argv,
    shell,
    rights: 'read access to the dump',
    impact: readsDump(minutes),
    byHand: `${dumpPlace(target, known)} ${quote(argv, shell)}\nPaste what it prints here.${windows ? ` ${onWindows}` : ''}`,
    timeoutMs,
  };
}
