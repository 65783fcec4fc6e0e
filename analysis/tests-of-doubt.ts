/** What settles a doubt that a finding has raised: beside the tests of next-tests-table.ts, and weighed as those. */
import { hasClr, type Test } from './next-tests-table.ts';
import { isLinux } from './platform-of.ts';

const doubted =
  (...rules: readonly string[]): Test['isOpen'] =>
  ({ findings }) =>
    findings.some(({ rule }) => rules.includes(rule));

/** Of the frames above an allocator's own. */
const mostNameless = 0.5;
const frames = 6;

/** The largest stack of an allocation trace tells no functions: `[unknown]`, a module alone. */
const isNameless: Test['isOpen'] = ({ file }) => {
  const entries = file.of('allocations').flatMap((each) => [...each.entries]);
  const [largest] = entries.sort((a, b) => b.bytes - a.bytes || (b.allocations ?? 0) - (a.allocations ?? 0));
  const seen = largest?.stack?.frames.slice(0, frames) ?? [];
  const nameless = seen.filter((frame) => frame.function === null || /^\[?unknown\]?$/i.test(frame.function));
  return seen.length > 0 && nameless.length >= mostNameless * seen.length;
};

/** A native heap has a name, and what is in it has none yet. */
const hasNativeHeap: Test['isOpen'] = ({ findings }) =>
  findings.some(({ rule, points }) => (rule === 'native-heap-growth' || rule === 'native-heap-large') && points === 'native');

export const testsOfDoubt: readonly Test[] = [
  {
    collector: 'handle-summary',
    shows: 'One summary with its pid, and Handle Count of the same process at the same moment, show which of the two is right.',
    refutes: { handle: 'the summary is of this process and counts as many as before' },
    minutes: 2,
    disturbs: 'none',
    outcomes: [{ handle: 0.9 }, { 'no-leak': 0.7 }],
    names: { handle: 0.4 },
    isOpen: doubted('handle-contradicted', 'handle-unseen'),
  },
  {
    collector: 'heap-statistic',
    shows:
      'Two statistics of what lives, some minutes apart, show whether what grows is kept: dotnet-gcdump forces a full collection first, !dumpheap -stat -live counts only what is referenced; or watch until # Gen 2 Collections has risen by two.',
    refutes: { managed: 'what lives stays level, or the heap falls back' },
    minutes: 20,
    disturbs: 'readsDump',
    outcomes: [{ managed: 0.9 }, { 'no-leak': 0.8 }],
    names: { managed: 0.6 },
    isOpen: (found) => hasClr(found) && doubted('no-full-collection', 'managed-contradicted', 'managed-unseen')(found),
  },
  {
    collector: 'call-stacks',
    shows:
      'The stack of the finalizer thread (~*e!clrstack, or ~*k for native frames) shows what it waits for: while it stands, nothing finalizable is given back.',
    refutes: {},
    minutes: 10,
    disturbs: 'readsDump',
    outcomes: [{ managed: 0.5, handle: 0.5, native: 0.4 }],
    names: { managed: 0.7, handle: 0.6, native: 0.5 },
    isOpen: (found) => found.file.of('stacks').length === 0 && doubted('finalizer-backlog')(found),
  },
  {
    collector: 'allocation-trace',
    shows:
      'Most frames of the largest stack have no names: with the debug symbols of the modules (.pdb beside the symbol path, -dbg packages, DOTNET_PerfMapEnabled=1 for compiled .NET code) the same trace says who allocates.',
    refutes: {},
    minutes: 20,
    disturbs: 'none',
    outcomes: [],
    names: { native: 0.9 },
    isOpen: isNameless,
  },
  {
    collector: 'allocation-trace',
    shows:
      'In the dump that is there, !heap -stat -h HEAP of the heap that stands out shows the size most of its blocks have; !heap -flt s SIZE and !heap -p -a ADDRESS (where gflags /i IMAGE +ust was on), or two UMDH logs, show who allocates them.',
    refutes: {},
    minutes: 10,
    disturbs: 'readsDump',
    outcomes: [],
    names: { native: 0.8 },
    isOpen: (found) => !isLinux(found.file) && found.file.of('allocations').length === 0 && hasNativeHeap(found),
  },
];
