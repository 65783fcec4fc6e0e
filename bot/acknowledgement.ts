import { stepWords } from '../cards/step-words.ts';
import { stepOf } from '../flows/index.ts';
import type { FlowEvent, Investigation } from '../flows/types.ts';

/** After these the case stands elsewhere, and whoever typed the word looks at the end of the chat, not at the card. */
const leadingOn: readonly FlowEvent['type'][] = ['skipped', 'wentBack', 'goOnRequested', 'resumedCase', 'redone'];

/** What a typed word did, in one sentence: the case card is updated where it stands, which may be far above. */
export function acknowledgement(event: FlowEvent, after: Investigation): string | null {
  switch (event.type) {
    case 'noted':
      return isCut(event.text, after)
        ? 'Noted, as far as there is room: its beginning stands in the timeline and in the report. Drop a longer text as a file.'
        : 'Noted. It stands in the timeline and in the report.';
    case 'timeTold':
      return `Taken as made at ${new Date(event.takenAt).toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
    case 'handedOver':
      return `${event.to.name} has the case now.`;
    default: {
      const done = after.timeline.findLast((each) => each.at === event.at && each.by !== null)?.says.replace(/\.$/, '');
      if (done === undefined) return null;
      if (!leadingOn.includes(event.type)) return `${done}.`;
      return stepOf(after) === 'intake'
        ? `${done}. A process has to be chosen next.`
        : `${done}. Now at “${stepWords[stepOf(after)].label}”.`;
    }
  }
}

function isCut(text: string, { timeline }: Investigation): boolean {
  return timeline.at(-1)?.says.endsWith('…') === true && !text.endsWith('…');
}
