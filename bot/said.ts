import { noReason, notDescribed } from '../flows/index.ts';
import { toldMoment } from '../flows/told-times.ts';
import type { FlowEvent, Person, Word } from '../flows/types.ts';

/** What a typed word asks for: an event for the case, or something to be shown or opened. */
export type Said =
  | { readonly does: 'move'; readonly event: FlowEvent }
  | { readonly does: 'show'; readonly what: 'status' | 'why' | 'evidence' | 'timeline' | 'chart' }
  | { readonly does: 'open'; readonly word: Extract<Word, { word: 'investigate' | 'practice' }> }
  | { readonly does: 'list' }
  | { readonly does: 'help' }
  | { readonly does: 'refuse'; readonly says: string };

type Happened = Pick<FlowEvent, 'by' | 'at'>;
/** Words without arguments that are one event each. */
const plainEvents = {
  back: 'wentBack',
  redo: 'redone',
  pause: 'pausedCase',
  resume: 'resumedCase',
  report: 'reportRequested',
  close: 'closedCase',
  'go-on': 'goOnRequested',
} as const;

/** Words → what they do. Typed words carry no step token: whoever types means the case as it stands. */
export function meaningOf(word: Word, by: Person, at: string): Said {
  const happened = { by, at };
  const move = (event: FlowEvent): Said => ({ does: 'move', event });
  switch (word.word) {
    case 'investigate':
    case 'practice':
      return { does: 'open', word };
    case 'list':
      return { does: 'list' };
    case 'help':
      return { does: 'help' };
    case 'status':
    case 'why':
    case 'evidence':
    case 'timeline':
    case 'chart':
      return { does: 'show', what: word.word };
    case 'note':
      return move({ ...happened, type: 'noted', text: word.text });
    case 'skip':
      return move({ ...happened, type: 'skipped', reason: word.reason || noReason });
    case 'cancel':
      return move({ ...happened, type: 'cancelledCase', reason: word.reason || noReason });
    case 'handover':
      if (word.to === '') return { does: 'refuse', says: 'To whom? Type "handover" and a name.' };
      return move({ ...happened, type: 'handedOver', to: { id: word.to, name: word.to } });
    case 'fixed':
      return move({ ...happened, type: 'fixAnnounced', what: word.what || notDescribed });
    case 'thresholds':
      return move({ ...happened, type: 'thresholdsSet', bytes: word.bytes });
    case 'pid':
      return move({ ...happened, type: 'pidTold', pid: word.pid });
    case 'time':
      return timeTold(word.evidence, word.at, happened);
    default:
      return move({ ...happened, type: plainEvents[word.word] });
  }
}

function timeTold(evidence: string, told: string, happened: Happened): Said {
  const takenAt = toldMoment(told, { now: Date.parse(happened.at), offsetMinutes: 0 });
  return takenAt === null
    ? {
        does: 'refuse',
        says: `I could not read "${told.slice(0, 60)}" as a time. Write it as 2026-01-15 14:30 or 14:30 (UTC), or with its offset: 14:30+01:00.`,
      }
    : { does: 'move', event: { ...happened, type: 'timeTold', evidence, takenAt } };
}
