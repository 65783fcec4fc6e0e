/** What the evidence knows that a command or its impact needs: where the newest dump lies, how large the process is. Pure. */
import type { CollectorHow, Investigation, KnownOfCase } from './types.ts';
import { collectorById } from './collectors/index.ts';
import { newestTime } from './evidence-time.ts';
import { countedEvidence } from './foreign.ts';

function newestDumpPath(investigation: Investigation): string | null {
  const logs = countedEvidence(investigation)
    .filter((each) => each.kind === 'dumpLog')
    .toSorted((a, b) => (newestTime(a) ?? 0) - (newestTime(b) ?? 0));
  const written = logs.flatMap((log) => log.dumps.filter((dump) => dump.state === 'complete' && dump.path !== null));
  return written.at(-1)?.path ?? null;
}

function newestPrivateBytes({ judgement, snapshot }: Investigation): number | null {
  const trends = (judgement?.trends ?? []).filter((trend) => trend.counter === 'privateBytes');
  return snapshot.facts.privateBytes ?? trends.toSorted((a, b) => a.to - b.to).at(-1)?.last ?? null;
}

export function knownOf(investigation: Investigation): KnownOfCase {
  return { dumpPath: newestDumpPath(investigation), privateBytes: newestPrivateBytes(investigation) };
}

/** How a collector is run in this case: the command that is shown and the one that is run are the same. */
export function howOf(investigation: Investigation, collector: string, occurrence: number): CollectorHow | null {
  const { target } = investigation;
  return target === null ? null : (collectorById(collector)?.on(target, occurrence, knownOf(investigation)) ?? null);
}
