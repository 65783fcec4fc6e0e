/** What a button carries and how it is read back: one schema for both directions. */
import { z } from 'zod';
import type { FlowEvent, Investigation, Person, Target } from '../flows/types.ts';
import { noReason, notDescribed, pidsToChoose, stepOf, targetFrom } from '../flows/index.ts';
import { cut } from './escape.ts';
import { movingVerbs, showingVerbs, type ButtonPress, type Verb } from './types.ts';

const longestReason = 500;
const verbs = [...movingVerbs, ...showingVerbs] as const;
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
/** Largest process id of Windows and Linux fits in 32 bits. */
const pid = z
  .number()
  .int()
  .min(0)
  .max(2 ** 32 - 1);

/** The data of a button. Unknown fields (inputs of the card, a client's own) are dropped. */
const ButtonData = z.object({
  verb: z.enum(verbs),
  case: id.nullable().default(null),
  step: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().default(null),
  collector: id.nullable().default(null),
  pid: pid.nullable().default(null),
  startedAt: z.number().min(0).max(8.64e15).nullable().default(null),
  incident: id.nullable().default(null),
  text: z.string().max(20_000).nullable().default(null),
});
export type ButtonData = z.input<typeof ButtonData>;

/** What a button may carry beside its case and step. */
export type ButtonExtra = Partial<Pick<ButtonPress, 'collector' | 'pid' | 'startedAt' | 'incident' | 'text'>>;

/** The case and the step that a button belongs to; without a token it only shows something. */
export interface CaseToken {
  readonly id: string;
  readonly token: number | null;
}

/** Verbs that need no case. */
const caseless: readonly Verb[] = ['list', 'help', 'practice'];

/** The data of a button: the verb is in it too, so that Action.Submit (data only) reads back as the same press. */
export function buttonData(verb: Verb, about: CaseToken | null, extra: ButtonExtra = {}): ButtonData {
  const known = Object.entries(extra).filter(([, value]) => value !== null);
  const step = about === null || about.token === null ? {} : { step: about.token };
  return { verb, ...(about === null ? {} : { case: about.id }), ...step, ...Object.fromEntries(known) };
}

const Executed = z.object({ verb: z.string().max(64), data: z.record(z.string(), z.unknown()) });
const Invoke = z.object({ action: Executed, trigger: z.string().max(64).optional() });

/** The three shapes a click arrives in → the data, with the verb of Action.Execute beside it; null for anything else. */
function unwrap(value: unknown): { readonly verb: string | null; readonly data: unknown } | null {
  const invoke = Invoke.safeParse(value);
  // `automatic` is a client's own refresh: nobody clicked.
  if (invoke.success) return invoke.data.trigger === 'automatic' ? null : invoke.data.action;
  const executed = Executed.safeParse(value);
  return executed.success ? executed.data : { verb: null, data: value };
}

/**
 * Reads what a client sent for a click: the value of an `adaptiveCard/action` invoke, an Action.Execute
 * (`verb` and `data`) or the data of an Action.Submit. null: it is not a button of ours, or it was tampered with.
 */
export function readButton(value: unknown): ButtonPress | null {
  const unwrapped = unwrap(value);
  if (unwrapped === null) return null;
  const read = ButtonData.safeParse(unwrapped.data);
  if (!read.success || (unwrapped.verb !== null && unwrapped.verb !== read.data.verb)) return null;
  const { verb, case: caseId, step: token, text, ...rest } = read.data;
  const needsCase = !caseless.includes(verb);
  if (needsCase && caseId === null) return null;
  if (isMoving(verb) && token === null) return null;
  return { verb, caseId, token, text: text === null || text.trim() === '' ? null : cut(text.trim(), longestReason), ...rest };
}

function isMoving(verb: Verb): boolean {
  return (movingVerbs as readonly Verb[]).includes(verb);
}

/** The candidate that a press names, as the flow's target, while one of them is to be chosen. */
function chosenTarget(press: ButtonPress, investigation: Investigation): Target | null {
  if (stepOf(investigation) !== 'intake') return null;
  const found = investigation.candidates.find(
    (each) => each.pid === press.pid && (press.startedAt === null || each.startedAt === press.startedAt),
  );
  return found === undefined ? null : targetFrom(investigation, found);
}

/** The flow event that a press stands for; null for verbs that only show something, and for a press that lacks what it needs. */
export function toEvent(press: ButtonPress, investigation: Investigation, by: Person, at: string): FlowEvent | null {
  const happened = { by, at };
  switch (press.verb) {
    case 'chooseTarget': {
      const target = chosenTarget(press, investigation);
      if (target !== null) return { ...happened, type: 'targetChosen', target };
      return press.pid !== null && pidsToChoose(investigation).includes(press.pid)
        ? { ...happened, type: 'pidTold', pid: press.pid }
        : null;
    }
    case 'collect':
      return press.collector === null ? null : { ...happened, type: 'collectRequested', collector: press.collector };
    case 'byHand':
      return press.collector === null ? null : { ...happened, type: 'byHandChosen', collector: press.collector };
    case 'goOn':
      return { ...happened, type: 'goOnRequested' };
    case 'skip':
      return { ...happened, type: 'skipped', reason: press.text ?? noReason };
    case 'back':
      return { ...happened, type: 'wentBack' };
    case 'redo':
      return { ...happened, type: 'redone' };
    case 'pause':
      return { ...happened, type: 'pausedCase' };
    case 'resume':
      return { ...happened, type: 'resumedCase' };
    case 'cancel':
      return { ...happened, type: 'cancelledCase', reason: press.text ?? noReason };
    case 'fixAnnounced':
      return { ...happened, type: 'fixAnnounced', what: press.text ?? notDescribed };
    case 'report':
      return { ...happened, type: 'reportRequested' };
    case 'close':
      return { ...happened, type: 'closedCase' };
    case 'status':
    case 'why':
    case 'evidence':
    case 'timeline':
    case 'chart':
    case 'list':
    case 'help':
    case 'practice':
      return null;
  }
}
