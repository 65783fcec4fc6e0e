/** How counters move together → what kind of leak it is. The table is SPEC §3's, made complete; nothing else decides it. */
import type { LeakClass, Motion } from './types.ts';

/** What a counter does. `none`: there is no such thing in this process (no CLR, no GC heap). `unknown`: nobody looked, or too short. */
export type Cell = 'grows' | 'flat' | 'none' | 'unknown';
export const columns = ['virtual', 'private', 'gcHeap', 'assemblies', 'handles', 'threads'] as const;
export type Column = (typeof columns)[number];
export type Motions = Readonly<Record<Column, Cell>>;

/** A saw-tooth counts by its floor, a plateau by what it does now. */
export function cellOf(motion: Motion | null): Cell {
  if (motion === null || motion === 'too-early') return 'unknown';
  return motion === 'grows' ? 'grows' : 'flat';
}

/**
 * `-`: it does not matter. Read from above: the first row that fits decides.
 * Handles and assemblies both growing is a loader-heap leak whose handles are its symptom: each assembly loaded brings its own.
 */
const table = `
  virtual private gcHeap assemblies handles threads
  -       grows   grows  -          -       -       -> managed
  -       grows   flat   grows      -       -       -> loader-heap
  -       grows   flat   flat       grows   -       -> handle
  -       grows   flat   flat       flat    -       -> native
  -       flat    grows  -          -       -       -> managed
  -       flat    flat   grows      -       -       -> loader-heap
  -       flat    flat   -          grows   -       -> handle
  grows   flat    flat   -          flat    grows   -> virtual
  grows   flat    flat   -          flat    flat    -> virtual
  flat    flat    flat   -          flat    grows   -> virtual
  flat    flat    flat   -          flat    flat    -> no-leak
`;

interface Row {
  readonly cells: readonly (readonly [Column, 'grows' | 'flat'])[];
  readonly leakClass: LeakClass;
}

const rows: readonly Row[] = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [left = '', leakClass = ''] = line.split('->').map((part) => part.trim());
    const cells = left.split(/ +/).flatMap((cell, i) => {
      const column = columns[i];
      return column === undefined || cell === '-' ? [] : [[column, cell === 'grows' ? ('grows' as const) : ('flat' as const)] as const];
    });
    return { cells, leakClass: leakClass as LeakClass };
  });

export interface Classified {
  readonly leakClass: LeakClass;
  /** Cells that this class rests on and that nobody has seen; none: the table decides. */
  readonly open: readonly Column[];
}

/** The class that the motions fit, and which unseen counters could still change it. Null: nothing that moves or stays was seen. */
export function classify(motions: Motions): Classified | null {
  if (!hasSubstance(motions)) return null;
  for (const { cells, leakClass } of rows) {
    const fits = cells.every(([column, wants]) => {
      // What nobody saw is taken as still, and named as open: one missing counter does not silence the others.
      return (motions[column] === 'grows' ? 'grows' : 'flat') === wants;
    });
    if (!fits) continue;
    // Address space that is only reserved shows in private bytes that were seen to stay flat.
    if (leakClass === 'virtual' && motions.virtual === 'grows' && motions.private !== 'flat') return null;
    return { leakClass, open: cells.filter(([column]) => motions[column] === 'unknown').map(([column]) => column) };
  }
  return null;
}

/** Growth of anything is substance; "no leak" needs the memory itself to have been seen flat, and every other counter that was seen. */
function hasSubstance(motions: Motions): boolean {
  return columns.some((column) => motions[column] === 'grows') || motions.private === 'flat';
}
