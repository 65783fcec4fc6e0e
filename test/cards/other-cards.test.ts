import { describe, expect, it } from '@jest/globals';
import {
  caseView,
  chartCard,
  evidenceCard,
  helpCard,
  listCard,
  notReadCard,
  problemCard,
  readCard,
  staleCard,
  timelineCard,
  welcomeCard,
  whyCard,
} from '../../cards/index.ts';
import { offer } from '../../flows/index.ts';
import { buttonsOf, lint, objectsIn, textOf } from '../support/card-linter.ts';
import { places, standing } from '../support/investigations.ts';

const unread = [{ from: 'notes.docx', problem: 'This is a Word file: paste its text', rawRef: 'x', at: '2016-06-19T14:11:00Z' }];

describe('why', () => {
  it.each(places)('always answers: %s, %s', (step, phase) => {
    const card = whyCard(standing(step, phase).investigation);
    expect(lint(card)).toEqual([]);
    expect(textOf(card).length).toBeGreaterThan(60);
  });

  it('says why this, why not another, what it costs and what it would tell', () => {
    const text = textOf(whyCard(standing('handleTypes', 'offering').investigation));
    expect(text).toMatchSnapshot();
  });

  it('gives the reasons of the confidence: the findings that add up, and the alternative', () => {
    expect(textOf(whyCard(standing('concluded', 'holding').investigation))).toMatchSnapshot();
  });
});

describe('cards that show', () => {
  const { investigation } = standing('concluded', 'holding', 'gdi-plus', { unread });
  it('the evidence with its sources, and what was not read', () => {
    const card = evidenceCard(investigation);
    expect(lint(card)).toEqual([]);
    expect(textOf(card)).toMatchSnapshot();
  });

  it('the timeline, newest first', () => {
    const text = textOf(timelineCard(investigation));
    expect(lint(timelineCard(investigation))).toEqual([]);
    expect(text.indexOf('13:27')).toBeLessThan(text.indexOf('12:05'));
  });

  it('the chart with its conclusion', () => {
    const card = chartCard(investigation);
    expect(lint(card)).toEqual([]);
    expect(objectsIn(card).filter((each) => each['type'] === 'Chart.Line')).toHaveLength(2);
    expect(textOf(chartCard(standing('intake', 'choosing').investigation))).toContain('no curve yet');
  });

  it('are valid with nothing in them', () => {
    const empty = standing('intake', 'choosing').investigation;
    for (const card of [evidenceCard(empty), timelineCard({ ...empty, timeline: [] }), chartCard(empty), listCard([])])
      expect(lint(card)).toEqual([]);
  });
});

describe('before any case', () => {
  it('the welcome says what this is and offers both practice incidents', () => {
    const card = welcomeCard();
    expect(lint(card)).toEqual([]);
    expect(buttonsOf(card).flatMap((each) => (each['data'] as { incident?: string }).incident ?? [])).toEqual([
      'gdi-plus',
      'xml-serializer',
    ]);
  });

  it('help names every word', () => {
    const text = textOf(helpCard());
    expect(lint(helpCard())).toEqual([]);
    for (const word of [
      'investigate',
      'status',
      'why',
      'evidence',
      'timeline',
      'chart',
      'note',
      'back',
      'redo',
      'skip',
      'pause',
      'resume',
      'handover',
      'report',
      'close',
      'cancel',
      'list',
      'practice',
    ])
      expect(text).toContain(word);
  });

  it('the list shows open cases first, each with a button', () => {
    const summary = (id: string, open: boolean) => ({
      id,
      title: `w3wp ${id}`,
      step: 'Counters',
      updatedAt: '2016-06-19T14:11:00Z',
      ticket: null,
      open,
    });
    const card = listCard([summary('c-1', false), ...Array.from({ length: 11 }, (_, index) => summary(`c-${index + 2}`, true))]);
    expect(lint(card)).toEqual([]);
    expect(textOf(card)).toContain('11 open, 12 in all');
    expect(textOf(card)).toContain('and 4 older cases.');
    expect(buttonsOf(card)[0]).toMatchObject({ verb: 'status', data: { verb: 'status', case: 'c-2' } });
  });

  it('a problem is one sentence', () => expect(textOf(problemCard('Say it again.'))).toBe('Say it again.'));
});

describe('the answer to a paste', () => {
  const { investigation } = standing('handleTypes', 'awaitingOutput');
  const read = [{ title: 'handle -s', says: '29,401 handles of 19 types', evidence: ['handles-1'] }];

  it('says what was read', () => {
    const card = readCard({ investigation, read, unread: [], known: 0, verdictChanged: false });
    expect(lint(card)).toEqual([]);
    expect(textOf(card)).toBe('Read\nhandle -s: 29,401 handles of 19 types.');
  });

  it('says what was not read, what is expected at this step and how to get it', () => {
    const card = readCard({ investigation, read: [], unread, known: 0, verdictChanged: false });
    expect(lint(card)).toEqual([]);
    expect(textOf(card)).toMatchSnapshot();
  });

  it('says that it was there already', () => {
    expect(textOf(readCard({ investigation, read: [], unread: [], known: 2, verdictChanged: false }))).toContain(
      '2 outputs were already there',
    );
  });

  it('says the verdict when it changed', () => {
    expect(textOf(readCard({ investigation, read, unread: [], known: 0, verdictChanged: true }))).toContain('grows by 1.30 GB an hour');
  });

  it('answers an empty paste without a case, too', () => {
    expect(lint(notReadCard(null, []))).toEqual([]);
    expect(textOf(notReadCard(null, []))).toContain('nothing in it to read');
    expect(lint(notReadCard(offer(investigation), unread))).toEqual([]);
  });
});

describe('a second click', () => {
  const { investigation } = standing('handleTypes', 'offering');
  it('is told who was first and when', () => {
    expect(staleCard(investigation, 13)).toBe('Already started by Robin at 14:02 UTC. This is where we are now:');
  });
  it('on a step nobody remembers is told so', () => {
    expect(staleCard(investigation, 2)).toBe('That button belongs to an earlier step. This is where we are now:');
  });
});

describe("the page's view of a case", () => {
  it.each(places)('stands at %s, %s and is plain JSON', (step, phase) => {
    const view = caseView(standing(step, phase).investigation);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    expect(view.path.filter((each) => each.state === 'now').length).toBeLessThanOrEqual(1);
  });

  it('reads like a report', () => {
    const { charts, memory, handles, ...view } = caseView(standing('leakTracking', 'watching').investigation);
    expect(charts).toHaveLength(3);
    expect(memory?.rows.map((row) => [row.name, ...row.values, row.growth, row.share].join(' '))).toEqual([
      'GdiPlus 1.17 1.63 2.19 +1.02 100 %',
      'GpMemoryBitmap::AllocBitmapData+c2 1.16 1.62 2.17 +1.01 99 %',
      'everything else 0.51 0.51 0.51 0 0 %',
      'all 1.68 2.14 2.70 +1.02 ',
    ]);
    expect(handles).toBeNull();
    expect({
      title: view.title,
      chip: view.chip,
      meta: view.meta,
      path: view.path.map((each) => `${each.state} ${each.label} ${each.progress}`.trim()),
      lead: view.lead,
      below: view.below,
      hypotheses: view.hypotheses.map(({ title, sure, findings }) => [title, sure, findings]),
      timeline: view.timeline.map((each) => each.time),
    }).toMatchSnapshot();
  });

  it('leaves out what has nothing yet', () => {
    expect(caseView(standing('preflight', 'offering').investigation)).toMatchObject({
      lead: null,
      memory: null,
      handles: null,
      stack: null,
      charts: [],
      findings: [],
    });
  });
});
