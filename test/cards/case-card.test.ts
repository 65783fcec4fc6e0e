import { describe, expect, it } from '@jest/globals';
import { caseCard, readButton, toEvent } from '../../cards/index.ts';
import { movingVerbs } from '../../cards/types.ts';
import { stepIds } from '../../flows/types.ts';
import { buttonsOf, lint, objectsIn, textOf } from '../support/card-linter.ts';
import { now, places, robin, standing, targetOf, type Incident } from '../support/investigations.ts';
import { noLeak, tooEarly } from '../support/other-judgements.ts';

const incidents: readonly Incident[] = ['gdi-plus', 'xml-serializer'];
const all = places.flatMap(([step, phase]) => incidents.map((incident) => [step, phase, incident] as const));
const at = '2016-06-19T14:12:00Z';

/** A card as a person reads it: text, then its buttons, the secondary ones in brackets. */
function shown(card: ReturnType<typeof caseCard>): string {
  const buttons = (card.actions ?? []).map((each) =>
    each['mode'] === 'secondary' ? `(${String(each['title'])})` : `[${String(each['title'])}]`,
  );
  return `${textOf(card)}\n${buttons.join(' ')}`;
}

describe('the case card', () => {
  it('exists for every step of the path', () => {
    expect(new Set(places.map(([step]) => step))).toEqual(new Set(stepIds));
  });

  it.each(all)('%s, %s, of %s is a valid card 1.5, small, with four buttons at most', (step, phase, incident) => {
    expect(lint(caseCard(standing(step, phase, incident).investigation, now))).toEqual([]);
  });

  it.each(all)('%s, %s, of %s has buttons that read back as the events they stand for', (step, phase, incident) => {
    const { investigation } = standing(step, phase, incident);
    for (const button of buttonsOf(caseCard(investigation, now))) {
      const executed = readButton({ action: { type: 'Action.Execute', verb: button['verb'], data: button['data'] }, trigger: 'manual' });
      expect(executed).not.toBeNull();
      expect(readButton(button['data'])).toEqual(executed);
      const isMoving = (movingVerbs as readonly unknown[]).includes(button['verb']);
      const event = executed === null ? null : toEvent(executed, investigation, robin, at);
      expect(event === null).toBe(!isMoving);
      expect(executed).toMatchObject({ caseId: investigation.id, token: investigation.token });
    }
  });

  it.each([...new Set(places.map(([step]) => step))])('reads at %s as the snapshot says', (step) => {
    const texts = places
      .filter(([each]) => each === step)
      .map(([, phase]) => `--- ${phase}\n${shown(caseCard(standing(step, phase).investigation, now))}`);
    expect(texts.join('\n')).toMatchSnapshot();
  });

  it.each(['closed', 'cancelled'] as const)('of a %s case moves nothing and says what became of it', (step) => {
    const { investigation } = standing(step, 'holding', 'gdi-plus', {
      timeline: [{ at, by: robin, says: 'Cancelled: the node is being replaced', step, evidence: [] }],
    });
    const card = caseCard(investigation, now);
    expect(
      buttonsOf(card)
        .map((each) => each['verb'])
        .filter((verb) => (movingVerbs as readonly unknown[]).includes(verb)),
    ).toEqual([]);
    expect(textOf(card)).toContain('Cancelled: the node is being replaced (Robin, 2016-06-19 14:12 UTC).');
  });

  it('offers to run a command only where the connector can', () => {
    const { investigation } = standing('handleTypes', 'offering');
    const titles = (connector: 'manual' | 'replay') =>
      (caseCard({ ...investigation, target: targetOf('gdi-plus', connector) }, now).actions ?? [])
        .filter((each) => each['mode'] !== 'secondary')
        .map((each) => each['title']);
    expect(titles('replay')).toEqual(['Run it', "I'll run it", 'Skip', 'Why?']);
    expect(titles('manual')).toEqual(["I'll run it", 'Skip', 'Why?']);
  });

  it('runs nothing on this machine that touches the process', () => {
    const { investigation } = standing('plainDump', 'offering', 'xml-serializer');
    const target = { ...targetOf('xml-serializer', 'local'), platform: 'linux-dotnet' as const };
    const card = caseCard({ ...investigation, target }, now);
    expect(buttonsOf(card).map((each) => each['verb'])).not.toContain('collect');
    expect(
      objectsIn(card)
        .filter((each) => each['color'] === 'Warning')
        .map((each) => each['text']),
    ).toEqual([expect.stringContaining('Writes')]);
  });

  it('shows a command within a loop together with its loop, so that it is copied whole', () => {
    const { investigation } = standing('counters', 'awaitingOutput', 'xml-serializer');
    const target = { ...targetOf('xml-serializer', 'local'), platform: 'linux-dotnet' as const };
    const loops = objectsIn(caseCard({ ...investigation, target }, now)).filter((each) => each['fontType'] === 'Monospace');
    expect(loops.map((each) => each['text'])).toContainEqual(
      expect.stringMatching(/^for i in .* cat \/proc\/\d+\/status; .*done > counters\.txt$/),
    );
  });

  it('says that what is watched does not grow, and no range of nothing', () => {
    const { investigation } = standing('counters', 'watching');
    const flat = { ...tooEarly.trends[0]!, counter: 'privateBytes' as const, slopePerHour: 0, ci95: [0, 0] as const, samples: 9 };
    const seen = textOf(caseCard({ ...investigation, judgement: { ...tooEarly, trends: [flat] } }, now));
    expect(seen).not.toContain('could be 0 or 0');
    expect(seen).toContain('So far they do not grow.');
  });

  it('shows the command in monospace and says that nothing happens to the process', () => {
    const card = caseCard(standing('handleTypes', 'offering').investigation, now);
    expect(objectsIn(card)).toContainEqual({
      type: 'TextRun',
      text: 'handle64 -accepteula -nobanner -p 4312 -s',
      fontType: 'Monospace',
      size: 'Small',
    });
    expect(objectsIn(card).find((each) => each['color'] === 'Good')?.['text']).toBe(
      'No effect on the process; takes about 3 s; needs administrator rights.',
    );
  });

  it.each([
    ['plainDump', 'offering', 'skip'],
    ['concluded', 'holding', 'fixAnnounced'],
  ] as const)('of %s has a line to write on, which travels with the button and is not needed', (step, phase, verb) => {
    const { investigation } = standing(step, phase);
    const card = caseCard(investigation, now);
    const [input] = objectsIn(card).filter((each) => each['type'] === 'Input.Text');
    expect(input).toMatchObject({ id: 'text', maxLength: 500 });
    const data = buttonsOf(card).find((each) => each['verb'] === verb)?.['data'] as Record<string, unknown>;
    const said = (text?: string) => {
      const press = readButton({ action: { type: 'Action.Execute', verb, data: { ...data, ...(text === undefined ? {} : { text }) } } });
      return press === null ? null : toEvent(press, investigation, robin, at);
    };
    expect(JSON.stringify(said('the node is drained'))).toContain('the node is drained');
    expect(said('')).toEqual(said());
    expect(said()).not.toBeNull();
    expect(JSON.stringify(said('x'.repeat(5000))).length).toBeLessThan(800);
  });

  it('of a verdict shows the golden numbers of seed 004', () => {
    const text = textOf(caseCard(standing('concluded', 'holding').investigation, now));
    for (const golden of [
      '1.68 | 2.14 | 2.70',
      '1.17 | 1.63 | 2.19 | 100 %',
      'AllocBitmapData | 1.16 | 1.62 | 2.17 | 99 %',
      '+1.02 GB in 47 min is 1.30 GB/h (1.23, then 1.37)',
      '1.30 GB an hour',
      'MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome',
      'Likely cause, 92 %',
      'Do next: Dispose every Bitmap',
      'Would be wrong if GdiPlus stays flat',
    ]) {
      expect(text).toContain(golden);
    }
  });

  it('says what to collect when the evidence does not decide', () => {
    const { investigation } = standing('concluded', 'holding');
    const card = caseCard({ ...investigation, judgement: tooEarly }, now);
    expect(textOf(card)).toContain('Next: Watch for 18 more minutes, until 12:20.');
    expect(card.actions?.[0]).toMatchObject({ title: 'Collect more', verb: 'redo', style: 'positive' });
    expect(textOf(card)).not.toContain('%');
  });

  it('says why nothing leaks, and what would refute that', () => {
    const { investigation } = standing('concluded', 'holding');
    const text = textOf(caseCard({ ...investigation, judgement: noLeak }, now));
    expect(text).toContain('the floor of the saw-tooth is flat over 6 h');
    expect(text).toContain('Would be wrong if the floor rises over a day');
  });

  it('says before it begins how long the fix is watched and on what', () => {
    const text = textOf(caseCard(standing('verifyingFix', 'watching', 'xml-serializer').investigation, now));
    expect(text).toContain('Compared: Semaphore handles, for');
  });

  it('says that the fix holds', () => {
    const place = standing('reported', 'offering', 'xml-serializer', {
      fix: { at: '2016-06-19T15:02:00Z', what: 'the serializer is cached' },
      filed: [],
    });
    const { snapshot } = place.investigation;
    const text = textOf(
      caseCard({ ...place.investigation, snapshot: { ...snapshot, facts: { ...snapshot.facts, fixHolds: 'yes' } } }, now),
    );
    expect(text).toContain('The fix has been out since 15:02: the serializer is cached. It holds.');
  });

  it('says that a command may or may not have run, and does not offer it as if nothing had happened', () => {
    const { investigation } = standing('plainDump', 'collecting', 'xml-serializer');
    const pending = investigation.pending.map((each) => ({ ...each, status: 'inDoubt' as const }));
    const card = caseCard({ ...investigation, pending }, now);
    expect(textOf(card)).toContain('it is not known whether it finished: look at the host');
    expect(buttonsOf(card).map((each) => each['verb'])).not.toContain('collect');
  });
});
