import type { Collector, CollectorHow, Target } from '../types.ts';
import { harmless } from './impacts.ts';
import { orPlayed } from './recorded.ts';

const byHand = [
  'Find what was deployed since it was last healthy: git diff LASTGOOD..DEPLOYED -- "*.cs"',
  'Paste the diff here, or the C# source of the code that the stacks or types point to.',
].join('\n');

function inRepository(target: Target): CollectorHow {
  return {
    argv: null,
    shell: target.platform === 'linux-dotnet' ? 'posix' : 'powershell',
    rights: 'read access to the repository',
    impact: harmless(60),
    byHand,
    timeoutMs: 60_000,
  };
}

export const source: Collector = {
  id: 'source',
  title: 'Source of what was deployed',
  yields: ['source'],
  tells:
    'Known leaking patterns are found line by line: serializer constructors that are not cached, System.Drawing in a service, clients and handlers that are never disposed. What was deployed just before it began is the shortest list of suspects.',
  on: (target, occurrence) => (target.platform === 'linux-native' ? null : orPlayed(inRepository(target), 'source', target, occurrence)),
};
