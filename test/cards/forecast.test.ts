import { describe, expect, it } from '@jest/globals';
import type { Judgement, LimitForecast } from '../../analysis/types.ts';
import { caseCard, caseView, reportMarkdown } from '../../cards/index.ts';
import { lint, textOf } from '../support/card-linter.ts';
import { now, standing } from '../support/investigations.ts';
import { at } from '../support/judgements.ts';

const { investigation } = standing('concluded', 'holding');
const poolLimit: LimitForecast = {
  limit: 'pool-limit',
  counter: 'privateBytes',
  level: 4 * 2 ** 30,
  reachedAt: { at: at('15:12'), earliest: at('15:01'), latest: at('15:25') },
  says: 'The pool recycles at 4.00 GB of private bytes.',
  evidence: [],
};

function running(forecasts: readonly LimitForecast[]) {
  const judgement: Judgement = { ...investigation.judgement!, forecasts };
  return { ...investigation, judgement };
}

describe('a limit that the growth will reach', () => {
  const says = 'The pool recycles at 4.00 GB of private bytes. At this pace that is at about 15:12 (15:01 to 15:25).';
  it('is told on the verdict, on the page and on the first screen of the report', () => {
    const told = running([poolLimit]);
    const card = caseCard(told, now);
    expect(lint(card)).toEqual([]);
    expect(textOf(card)).toContain(says);
    expect(caseView(told).below).toContain(says);
    expect(reportMarkdown(told)).toContain('**Runs out:** The pool recycles at 4.00 GB');
  });

  it('may be reached never, or be there already', () => {
    const never = running([{ ...poolLimit, reachedAt: { at: at('15:12'), earliest: at('15:01'), latest: null } }]);
    expect(textOf(caseCard(never, now))).toContain('(15:01 at the earliest, perhaps never)');
    expect(textOf(caseCard(running([{ ...poolLimit, reachedAt: null }]), now))).toContain('It is there already.');
  });

  it('comes no nearer once the fix holds', () => {
    const told = running([poolLimit]);
    const facts = { ...told.snapshot.facts, fixHolds: 'yes' as const };
    expect(caseView({ ...told, snapshot: { ...told.snapshot, facts } }).below).not.toContain(says);
  });
});
