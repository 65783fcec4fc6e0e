/** The first screen of the report: what, how sure, since when, where in their code, what to do. */
import type { Judgement } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { evidenceOf, utcOffsetOf } from './case-context.ts';
import { confidence, dayAndTime, duration, percent, sentence, zone } from './format.ts';
import { facts, paragraph, type Block } from './report-document.ts';
import { verdictChip } from './verdict-words.ts';
import { wouldBeWrongIf } from './wrong-if.ts';

/** When the growth was first seen: the start of the growing curve, else how long the tracker watched. */
function sinceWhen(investigation: Investigation, judgement: Judgement): string | null {
  const offset = utcOffsetOf(investigation);
  const growing = judgement.trends.filter((each) => each.motion === 'grows').toSorted((a, b) => a.from - b.from)[0];
  const deployed = evidenceOf(investigation, 'host').findLast((each) => each.deployedAt !== null)?.deployedAt ?? null;
  const deploy = deployed === null ? '' : `; deployed ${dayAndTime(deployed, offset)}`;
  if (growing !== undefined)
    return `Seen growing from ${dayAndTime(growing.from, offset)} to ${dayAndTime(growing.to, offset)} ${zone(offset)}${deploy}`;
  const tracked = evidenceOf(investigation, 'leakReport').flatMap((each) =>
    each.report.trackingMs === null ? [] : [each.report.trackingMs],
  );
  return tracked.length === 0
    ? deploy === ''
      ? null
      : deploy.slice(2)
    : `Seen growing within ${duration(Math.max(...tracked))} of tracking${deploy}`;
}

function howSure(judgement: Judgement): string {
  const strong = judgement.findings.filter((each) => each.strength === 'strong').length;
  return `${verdictChip(judgement.verdict)}; ${strong} strong and ${judgement.findings.length - strong} weak findings, listed below`;
}

function holder(judgement: Judgement): string | null {
  const { component } = judgement.verdict;
  const share =
    judgement.attribution?.rows.find((row) => row.level === 'function' && component !== null && row.name.startsWith(component))?.share ??
    null;
  return component === null ? null : share === null ? component : `${component} (${percent(share)} of the growth)`;
}

function fixed(investigation: Investigation): string | null {
  const { fix, snapshot } = investigation;
  if (fix === null) return null;
  const outcome = snapshot.facts.fixHolds === 'yes' ? 'it holds' : snapshot.facts.fixHolds === 'no' ? 'it still grows' : 'not verified yet';
  return `${fix.what} (${dayAndTime(fix.at, utcOffsetOf(investigation))}): ${outcome}`;
}

/** Nothing judged yet is said, not left blank. */
export function firstScreen(investigation: Investigation, judgement: Judgement | null): readonly Block[] {
  if (judgement === null) return [paragraph('Nothing has been judged yet: no output that could be read was given.', 'lead')];
  const { verdict, stack } = judgement;
  const [cause] = verdict.causes;
  const refuted = wouldBeWrongIf(verdict.refutedBy);
  return [
    paragraph(sentence(verdict.lead), 'lead'),
    ...facts([
      ['How sure', howSure(judgement)],
      ['Since when', sinceWhen(investigation, judgement)],
      ['Held by', holder(judgement), true],
      ['Your code', verdict.ownFrame, true],
      ['Called for', stack?.entry ?? null, true],
      ['Likely cause', cause === undefined ? null : `${cause.title} (${confidence(cause.confidence)})`],
      ['Do this', cause?.fix.replaceAll('`', '') ?? verdict.next[0]?.why ?? null],
      ['Fix', fixed(investigation)],
    ]),
    ...(refuted === null ? [] : [paragraph(refuted, 'soft')]),
  ];
}
