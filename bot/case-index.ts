import { z } from 'zod';
import type { Investigation } from '../flows/types.ts';
import type { Store } from '../store/types.ts';
import { hasHeard, wasOpenedBy } from './heard.ts';

const hasConversation = z.object({ conversation: z.string() });

/** Which cases belong to which conversation, newest last; rebuilt from the records at start. */
export interface CaseIndex {
  note(investigation: Investigation): void;
  /** The case that was opened last there and is still open; else the one that was opened last. */
  current(conversation: string): string | null;
  /** The open case that an output without a name goes to. */
  openCase(conversation: string): string | null;
  /** The case there that this message has moved already, and the one that it opened: it has come again. */
  movedBy(conversation: string, activityId: string | null): string | null;
  openedBy(conversation: string, activityId: string | null): string | null;
  inConversation(conversation: string): readonly string[];
  all(): readonly string[];
}

interface Known {
  readonly conversation: string | null;
  readonly createdAt: string;
  readonly open: boolean;
  readonly heard: readonly string[];
}

export function isOpen(step: string): boolean {
  return step !== 'closed' && step !== 'cancelled';
}

export function createCaseIndex(stepOf: (investigation: Investigation) => string): CaseIndex {
  const cases = new Map<string, Known>();
  const casesIn = (conversation: string): readonly (readonly [string, Known])[] =>
    [...cases].filter(([, each]) => each.conversation === conversation).sort(([, a], [, b]) => a.createdAt.localeCompare(b.createdAt));
  return {
    note(investigation) {
      const place = hasConversation.safeParse(investigation.conversation);
      cases.set(investigation.id, {
        conversation: place.success ? place.data.conversation : null,
        createdAt: investigation.createdAt,
        open: isOpen(stepOf(investigation)),
        heard: investigation.heard ?? [],
      });
    },
    current(conversation) {
      const here = casesIn(conversation);
      return (here.findLast(([, each]) => each.open) ?? here.at(-1))?.[0] ?? null;
    },
    openCase: (conversation) => casesIn(conversation).findLast(([, each]) => each.open)?.[0] ?? null,
    movedBy: (conversation, activityId) => casesIn(conversation).find(([, each]) => hasHeard(each, activityId))?.[0] ?? null,
    openedBy: (conversation, activityId) => casesIn(conversation).find(([, each]) => wasOpenedBy(each, activityId))?.[0] ?? null,
    inConversation: (conversation) => casesIn(conversation).map(([id]) => id),
    all: () => [...cases.keys()],
  };
}

/** Loads every case once; one that cannot be read is left out (the store has said so). */
export async function fillIndex(
  index: CaseIndex,
  store: Store,
  unreadable: (id: string, error: unknown) => void,
): Promise<readonly Investigation[]> {
  const found: Investigation[] = [];
  for (const { id } of await store.list()) {
    try {
      const investigation = await store.load(id);
      if (investigation === null) continue;
      index.note(investigation);
      found.push(investigation);
    } catch (error) {
      unreadable(id, error);
    }
  }
  return found;
}
