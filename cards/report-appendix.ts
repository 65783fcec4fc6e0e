/** The end of the report: what it rests on, what happened when, what was not done and why. */
import type { Investigation } from '../flows/types.ts';
import { nameOf, utcOffsetOf } from './case-context.ts';
import { evidenceTitle } from './evidence-card.ts';
import { dayAndTime, sentence, zone } from './format.ts';
import { paragraph, section, tableBlock, type Block, type Section } from './report-document.ts';
import { stepWords } from './step-words.ts';

/** Skipped by a person (with the words said then) or ruled out by platform or rights. */
function notDone(investigation: Investigation): readonly Block[] {
  const { skipped } = investigation.snapshot.facts;
  const byPerson = skipped.map((step) => {
    const said = investigation.timeline.findLast((entry) => entry.step === step && /skip/i.test(entry.says));
    return {
      text: `${stepWords[step].label}: ${said === undefined ? 'skipped.' : sentence(said.says)}`,
      sources: said === undefined ? '' : nameOf(said.by),
    };
  });
  const ruledOut = investigation.plan.steps.flatMap(({ step, ruledOut: why }) =>
    why === null ? [] : [{ text: `${stepWords[step].label}: ${sentence(why)}`, sources: '' }],
  );
  const unread = investigation.unread.map(({ from, problem }) => ({ text: `Not read: ${from}. ${sentence(problem)}`, sources: '' }));
  const items = [...byPerson, ...ruledOut, ...unread];
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function plan(investigation: Investigation): readonly Block[] {
  const items = [...investigation.plan.warnings, ...investigation.plan.arithmetic].map((text) => ({ text: sentence(text), sources: '' }));
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function evidence(investigation: Investigation): readonly Block[] {
  const rows = investigation.evidence.map((each) => [
    evidenceTitle(investigation, each),
    each.parser,
    each.rawRef.slice(0, 16),
    each.notes.slice(0, 3).join(' '),
  ]);
  return tableBlock(['Output', 'Format', 'SHA-256', 'Notes'], rows, { prose: true });
}

function timeline(investigation: Investigation): readonly Block[] {
  const offset = utcOffsetOf(investigation);
  const rows = investigation.timeline.map((each) => [dayAndTime(each.at, offset), sentence(each.says), nameOf(each.by)]);
  return tableBlock([`Time (${zone(offset)})`, 'What', 'Who'], rows, { prose: true });
}

export function appendixSections(investigation: Investigation): readonly Section[] {
  return [
    ...section('What was not done, and why', notDone(investigation)),
    ...section('The plan and its arithmetic', plan(investigation)),
    ...section('What it rests on', evidence(investigation)),
    ...section('What happened when', timeline(investigation)),
    ...section('Units', [
      paragraph(
        `GB, MB and KB are 2^30, 2^20 and 2^10 bytes, as the tools print them. Times are ${zone(utcOffsetOf(investigation))}.`,
        'soft',
      ),
    ]),
  ];
}
