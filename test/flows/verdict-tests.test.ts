/** The tests that a verdict suggests: where they lead, and that their answer leads back to the verdict. */
import { describe, expect, it } from '@jest/globals';
import type { Reading } from '../../analysis/types.ts';
import { offer, stepOf } from '../../flows/index.ts';
import type { Investigation, Target } from '../../flows/types.ts';
import { moved, opened, refused, replayed, taken, unknownLife } from './support/a-case.ts';
import { native, report, stack } from './support/incident-evidence.ts';

const source: Reading = {
  kind: 'source',
  life: unknownLife,
  takenAt: null,
  language: 'csharp',
  patterns: [],
  lines: 40,
};

/** A case at its verdict, on which only the source was not looked at. */
function concluded(target: Target): Investigation {
  return taken(opened(target), [
    native,
    report(1.65, 1.68, 1.17, 1.16),
    report(2.03, 2.14, 1.63, 1.62),
    report(2.43, 2.7, 2.19, 2.17),
    { kind: 'stacks', life: unknownLife, takenAt: null, threads: 1, stacks: [stack] },
  ]).investigation;
}

describe('the source that a verdict asks for', () => {
  const played = concluded({ ...replayed, recorded: ['source'] });

  it('is asked for where the stacks were read, never at the assemblies, which are flat', () => {
    expect(stepOf(played)).toBe('concluded');
    expect(offer(played).collector?.id).toBe('source');
    const asked = moved(played, { type: 'collectRequested', collector: 'source' });
    expect(offer(asked)).toMatchObject({ step: 'callStacks', phase: 'collecting' });
  });

  it('leads back to the verdict when it is there', () => {
    const asked = moved(played, { type: 'collectRequested', collector: 'source' });
    const answered = taken(asked, source, { effectId: asked.pending.at(-1)!.id }).investigation;
    expect(stepOf(answered)).toBe('concluded');
    expect(answered.snapshot.facts.revisiting).toBeNull();
    expect(offer(answered).collector?.id).not.toBe('source');
  });

  it('leads back to the verdict also when a person pastes it', () => {
    const asked = moved(concluded(replayed), { type: 'byHandChosen', collector: 'source' });
    expect(offer(asked)).toMatchObject({ step: 'callStacks', phase: 'awaitingOutput' });
    expect(stepOf(taken(asked, source).investigation)).toBe('concluded');
  });

  it('is not offered as something the bot can run where the recording has none', () => {
    const lacking = concluded({ ...replayed, recorded: ['call-stacks'] });
    expect(offer(lacking).how?.argv).toBeNull();
    expect(refused(lacking, { type: 'collectRequested', collector: 'source' })).toContain('Nobody collected that in this recording');
    expect(stepOf(moved(lacking, { type: 'byHandChosen', collector: 'source' }))).toBe('callStacks');
  });
});
