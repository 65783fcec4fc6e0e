/** The counter that tells whether threads pile up: that of all threads, or of the .NET thread pool where nobody counted the others. */
import type { CaseFile } from './case-file.ts';
import type { NamedTrend } from './counter-trends.ts';

/** A pool that stays level tells nothing of the threads beside it; one that grows is a pile-up of its own. Null: nobody counted. */
export function threadTrend(file: CaseFile): NamedTrend | null {
  const all = file.trend('threads');
  const pool = file.trend('poolThreads');
  const unknown = all === null || all.motion === 'too-early';
  return unknown && pool?.motion === 'grows' ? pool : all;
}
