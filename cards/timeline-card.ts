/** What happened, newest first. */
import type { Investigation, TimelineEntry } from '../flows/types.ts';
import { caseTitle, utcOffsetOf } from './case-context.ts';
import { plural, sentence, when, zone } from './format.ts';
import { card, heading, paragraph, run, subtleLine, text, type Element } from './parts.ts';
import type { AdaptiveCardJson } from './types.ts';

const mostEntries = 10;

function line(investigation: Investigation, entry: TimelineEntry): Element {
  const by = entry.by === null ? '' : ` (${entry.by.name})`;
  const at = when(entry.at, investigation.updatedAt, utcOffsetOf(investigation));
  return paragraph(
    [run(`${at}  `, { subtle: true }), run(sentence(entry.says)), run(by, { subtle: true })].filter((each) => each['text'] !== ''),
    { spacing: 'Small' },
  );
}

export function timelineCard(investigation: Investigation): AdaptiveCardJson {
  const { timeline } = investigation;
  const shown = timeline.slice(-mostEntries).toReversed();
  const earlier = timeline.length - shown.length;
  return card([
    heading('Timeline'),
    subtleLine(caseTitle(investigation), `times in ${zone(utcOffsetOf(investigation))}`),
    ...shown.map((entry) => line(investigation, entry)),
    ...(timeline.length === 0 ? [text('Nothing has happened yet.')] : []),
    ...(earlier > 0
      ? [text(`and ${plural(earlier, 'earlier entry', 'earlier entries')} in the report.`, { subtle: true }, { spacing: 'Small' })]
      : []),
  ]);
}
