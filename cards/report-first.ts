/** The first screen of the report: what, how sure, since when, where in their code, what to do. */
import type { Judgement } from '../analysis/types.ts';
import type { Investigation } from '../flows/types.ts';
import { evidenceOf, utcOffsetOf } from './case-context.ts';
import { citedNumbers } from './citations.ts';
import { codeLineOf } from './code-line.ts';
import { leadNow, measuredSinceFix, whatWasFixed } from './fix-words.ts';
import { forecastLines } from './forecast-words.ts';
import { confidence, dayAndTime, duration, instant, percent, plural, sentence, when, zone } from './format.ts';
import { facts, paragraph, type Block, type FactSaid } from './report-document.ts';
import { growingTrends } from './report-growth.ts';
import { verdictChip } from './verdict-words.ts';
import { verdictDoubt } from './wrong-if.ts';

/** When the growth was seen: the growing curve over all lives, else how long the tracker watched. */
function sinceWhen(investigation: Investigation, judgement: Judgement): FactSaid {
  const offset = utcOffsetOf(investigation);
  const growing = growingTrends(judgement);
  const deployed = evidenceOf(investigation, 'host').findLast((each) => each.deployedAt !== null)?.deployedAt ?? null;
  const deploy = deployed === null ? '' : `deployed ${dayAndTime(deployed, offset)} ${zone(offset)}`;
  if (growing.length > 0) {
    const [from, to] = [Math.min(...growing.map((each) => each.from)), Math.max(...growing.map((each) => each.to))];
    const lives = growing.length < 2 ? '' : `, in ${growing.length} lives of the process`;
    const seen = `Seen growing from ${dayAndTime(from, offset)} to ${when(to, from, offset)} ${zone(offset)}${lives}`;
    const cites = citedNumbers(
      investigation,
      growing.flatMap((each) => each.evidence),
    );
    return { value: deploy === '' ? seen : `${seen}; ${deploy}`, cites };
  }
  const tracked = evidenceOf(investigation, 'leakReport').flatMap((each) =>
    each.report.trackingMs === null ? [] : [each.report.trackingMs],
  );
  if (tracked.length === 0) return deploy;
  const seen = `Seen growing within ${duration(Math.max(...tracked))} of tracking`;
  return deploy === '' ? seen : `${seen}; ${deploy}`;
}

/** `native leak, 97 %: 16 strong findings and 5 weak ones, listed below` */
function howSure(judgement: Judgement): string {
  const strong = judgement.findings.filter((each) => each.strength === 'strong').length;
  const weak = judgement.findings.length - strong;
  const both = [
    ...(strong === 0 ? [] : [plural(strong, 'strong finding')]),
    ...(weak === 0 ? [] : [strong === 0 ? plural(weak, 'weak finding') : plural(weak, 'weak one')]),
  ];
  return `${verdictChip(judgement.verdict)}${both.length === 0 ? '' : `: ${both.join(' and ')}, listed below`}`;
}

function holder(investigation: Investigation, { verdict, attribution }: Judgement): FactSaid {
  const { component } = verdict;
  if (component === null) return null;
  const share = attribution?.rows.find((row) => row.level === 'function' && row.name.startsWith(component))?.share ?? null;
  const cites = citedNumbers(investigation, attribution?.evidence ?? []);
  return { code: component, value: share === null ? '' : `${percent(share)} of the growth`, cites };
}

/** The first frame of their code; without a stack the line that was deployed. */
function ownCode(investigation: Investigation, judgement: Judgement): FactSaid {
  const { verdict, stack } = judgement;
  if (verdict.ownFrame !== null) {
    return { code: verdict.ownFrame, cites: citedNumbers(investigation, stack === null ? [] : [stack.evidence]) };
  }
  const line = codeLineOf(judgement, investigation.evidence);
  return line === null ? null : { code: line.text, value: `in ${line.where}`, cites: citedNumbers(investigation, [line.evidence]) };
}

function fixed(investigation: Investigation): string | null {
  const { fix, snapshot } = investigation;
  if (fix === null) return null;
  const offset = utcOffsetOf(investigation);
  const { fixHolds } = snapshot.facts;
  const outcome = fixHolds === 'yes' ? 'It holds.' : fixHolds === 'no' ? 'It still grows.' : 'Whether it holds is not measured yet.';
  const measured = fixHolds === null ? null : measuredSinceFix(investigation);
  const out = sentence(`Out since ${dayAndTime(fix.at, offset)} ${zone(offset)}${whatWasFixed(fix.what)}`);
  return [out, outcome, measured].filter((each) => each !== null).join(' ');
}

/** Nothing judged yet is said, not left blank. */
export function firstScreen(investigation: Investigation, judgement: Judgement | null): readonly Block[] {
  if (judgement === null) return [paragraph('Nothing has been judged yet: no output that could be read was given.', 'lead')];
  const { verdict, stack } = judgement;
  const [cause] = verdict.causes;
  const refuted = verdictDoubt(verdict);
  const written = instant(investigation.updatedAt) ?? 0;
  return [
    paragraph(leadNow(investigation) ?? '', 'lead'),
    ...facts([
      ['How sure', howSure(judgement)],
      ['Since when', sinceWhen(investigation, judgement)],
      ['Runs out', forecastLines({ investigation }, written).join(' ')],
      ['Held by', holder(investigation, judgement)],
      ['Your code', ownCode(investigation, judgement)],
      ['Called for', stack?.entry == null ? null : { code: stack.entry }],
      ['Likely cause', cause === undefined ? null : `${cause.title} (${confidence(cause.confidence)})`],
      ['Do this', cause?.fix.replaceAll('`', '') ?? verdict.next[0]?.why ?? null],
      ['Fix', fixed(investigation)],
    ]),
    ...(refuted === null ? [] : [paragraph(refuted, 'soft')]),
  ];
}
