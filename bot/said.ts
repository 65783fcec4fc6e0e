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
const noReason = 'no reason was given';
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
      return move({ ...happened, type: 'fixAnnounced', what: word.what || 'not described' });
    case 'thresholds':
      return move({ ...happened, type: 'thresholdsSet', bytes: word.bytes });
    case 'time':
      return timeTold(word.evidence, word.at, happened);
    default:
      return move({ ...happened, type: plainEvents[word.word] });
  }
}

function timeTold(evidence: string, told: string, happened: Happened): Said {
  const takenAt = readMoment(told, Date.parse(happened.at));
  return takenAt === null
    ? {
        does: 'refuse',
        says: `I could not read "${told.slice(0, 60)}" as a time. Write it as 2026-01-15 14:30 or 14:30 (UTC), or with its offset: 14:30+01:00.`,
      }
    : { does: 'move', event: { ...happened, type: 'timeTold', evidence, takenAt } };
}

/** `2026-01-15 14:30`, `2026-01-15T14:30:00+01:00`, `14:30` (the last such time before now); UTC where no offset stands. */
export function readMoment(text: string, now: number): number | null {
  const found = /^(?:(\d{4})-(\d\d)-(\d\d)[ T])?(\d{1,2}):(\d\d)(?::(\d\d))? ?(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(text.trim());
  if (found === null) return null;
  const [, year, month, day, hours = '', minutes = '', seconds = '00', zone = 'Z'] = found;
  const today = new Date(now).toISOString().slice(0, 10);
  const date = year === undefined ? today : `${year}-${month}-${day}`;
  const offset = /^(z|utc)$/i.test(zone) ? 'Z' : zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const at = Date.parse(`${date}T${hours.padStart(2, '0')}:${minutes}:${seconds}${offset}`);
  if (Number.isNaN(at)) return null;
  return year === undefined && at > now ? at - 86_400_000 : at;
}
