/** The end of the report: what it rests on, what happened when, what was not done and why. */
import type { Investigation } from '../flows/types.ts';
import { nameOf, utcOffsetOf } from './case-context.ts';
import { citations, citedNumbers, evidenceTitle } from './citations.ts';
import { dayAndTime, midSentence, sentence, zone } from './format.ts';
import { lifeTable, lifeTrends } from './report-growth.ts';
import { list, paragraph, section, tableBlock, type Block, type Section } from './report-document.ts';
import { stepWords } from './step-words.ts';

/** What a timeline writes before the reason (flows/timeline.ts); the line names the step itself. */
const skippedStep = /^Skipped "[^"]{1,80}": /;

/** Skipped by a person (with the words said then) or ruled out by platform or rights. */
function notDone(investigation: Investigation): readonly Block[] {
  const { skipped } = investigation.snapshot.facts;
  const byPerson = skipped.map((step) => {
    const said = investigation.timeline.findLast((entry) => entry.step === step && skippedStep.test(entry.says));
    const reason = said === undefined ? '' : `, ${midSentence(said.says.replace(skippedStep, ''))}`;
    return { text: sentence(`${stepWords[step].label}: skipped${reason}`), by: said === undefined ? '' : nameOf(said.by) };
  });
  const ruledOut = investigation.plan.steps.flatMap(({ step, ruledOut: why }) =>
    why === null ? [] : [{ text: `${stepWords[step].label}: ${sentence(why)}` }],
  );
  const unread = investigation.unread.map(({ from, problem }) => ({ text: `Not read: ${from}. ${sentence(problem)}` }));
  return list([...byPerson, ...ruledOut, ...unread]);
}

/** The arithmetic of the dumps belongs to a case that took the way of dumps. */
function plan(investigation: Investigation): readonly Block[] {
  const { plan: planned, snapshot } = investigation;
  const tracked = snapshot.facts.trail.includes('leakTracking');
  return list([...planned.warnings, ...(tracked ? planned.arithmetic : [])].map((text) => ({ text: sentence(text) })));
}

function outputs(investigation: Investigation): readonly Block[] {
  const rows = investigation.evidence.map((each, index) => ({
    number: index + 1,
    title: evidenceTitle(investigation, each),
    format: each.parser,
    hash: each.rawRef.slice(0, 16),
    notes: each.notes.slice(0, 3).join(' '),
  }));
  return rows.length === 0 ? [] : [{ kind: 'outputs', rows }];
}

function timeline(investigation: Investigation): readonly Block[] {
  const offset = utcOffsetOf(investigation);
  const rows = investigation.timeline.map((each) => [
    dayAndTime(each.at, offset),
    `${sentence(each.says)} ${citations(citedNumbers(investigation, each.evidence))}`.trim(),
    nameOf(each.by),
  ]);
  return tableBlock([`Time (${zone(offset)})`, 'What', 'Who'], rows, { prose: true });
}

/** Every counter of the lives that are not in question. */
function otherLives(investigation: Investigation): readonly Block[] {
  const lives = investigation.judgement === null ? [] : lifeTrends(investigation.judgement).slice(1);
  return lives.flatMap((life) => lifeTable(investigation, life));
}

export function appendixSections(investigation: Investigation): readonly Section[] {
  return [
    ...section('What was not done, and why', notDone(investigation)),
    ...section('The plan and its arithmetic', plan(investigation)),
    ...section('What it rests on', outputs(investigation)),
    ...section('The other lives of the process', otherLives(investigation)),
    ...section('What happened when', timeline(investigation)),
    ...section('Units', [
      paragraph(
        `GB, MB and KB are 2^30, 2^20 and 2^10 bytes, as the tools print them. Times are ${zone(utcOffsetOf(investigation))}.`,
        'soft',
      ),
    ]),
  ];
}
