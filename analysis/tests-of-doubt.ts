/** What settles a doubt that a finding has raised: beside the tests of next-tests-table.ts, and weighed as those. */
import { hasClr, type Test } from './next-tests-table.ts';

const doubted =
  (...rules: readonly string[]): Test['isOpen'] =>
  ({ findings }) =>
    findings.some(({ rule }) => rules.includes(rule));

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
];
