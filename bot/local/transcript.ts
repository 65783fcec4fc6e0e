import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** One message as the page shows it. */
const shownActivity = z.object({
  id: z.string(),
  timestamp: z.string(),
  from: z.object({ name: z.string(), role: z.enum(['bot', 'user']) }),
  text: z.string(),
  cards: z.array(z.unknown()),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), lines: z.number().nullable() })),
});
export type ShownActivity = z.output<typeof shownActivity>;

export type ChatEvent =
  | { readonly event: 'activity' | 'update'; readonly data: ShownActivity }
  | { readonly event: 'delete'; readonly data: { readonly id: string } }
  | { readonly event: 'typing'; readonly data: Readonly<Record<string, never>> }
  | { readonly event: 'case'; readonly data: { readonly id: string; readonly version: number; readonly here: boolean } };
export interface NumberedEvent {
  readonly id: string;
  readonly event: ChatEvent;
}

export interface Transcript {
  all(): readonly ShownActivity[];
  /** Kept on the disk, then shown. */
  add(activity: Omit<ShownActivity, 'id'>): Promise<ShownActivity>;
  /** Shown in place; false: there is no such message. What a restart shows of a case comes from its record. */
  replace(id: string, activity: Omit<ShownActivity, 'id'>): boolean;
  remove(id: string): Promise<boolean>;
  tell(event: ChatEvent): void;
  /** Id of the newest event. */
  newest(): string;
  /** What came after `id`; null: too long ago, or another run of the bot. */
  since(id: string): readonly NumberedEvent[] | null;
  listen(listener: (event: NumberedEvent) => void): () => void;
}

export interface TranscriptFile {
  append(line: string): Promise<void>;
  read(): Promise<string>;
}

const shownMessages = 300;
const rememberedEvents = 500;

/** The one conversation of the page, with all that a reconnecting page has missed. */
export async function openTranscript(file: TranscriptFile): Promise<Transcript> {
  const activities = readBack(await file.read());
  const events = createEvents();
  return {
    ...events,
    all: () => [...activities.values()],
    async add(given) {
      const activity = { id: randomUUID(), ...given };
      await file.append(JSON.stringify(activity));
      activities.set(activity.id, activity);
      const oldest = activities.keys().next().value;
      if (activities.size > shownMessages && oldest !== undefined) activities.delete(oldest);
      events.tell({ event: 'activity', data: activity });
      return activity;
    },
    replace(id, given) {
      if (!activities.has(id)) return false;
      const activity = { id, ...given };
      activities.set(id, activity);
      events.tell({ event: 'update', data: activity });
      return true;
    },
    async remove(id) {
      if (!activities.delete(id)) return false;
      await file.append(JSON.stringify({ removed: id }));
      events.tell({ event: 'delete', data: { id } });
      return true;
    },
  };
}

/** Numbered events of this run, with the newest of them at hand. */
function createEvents(): Pick<Transcript, 'tell' | 'newest' | 'since' | 'listen'> {
  const session = randomUUID().slice(0, 8);
  const events: NumberedEvent[] = [];
  const listeners = new Set<(event: NumberedEvent) => void>();
  let count = 0;
  return {
    tell(event) {
      count += 1;
      const numbered = { id: `${session}:${count}`, event };
      events.push(numbered);
      if (events.length > rememberedEvents) events.shift();
      for (const listener of listeners) listener(numbered);
    },
    newest: () => `${session}:${count}`,
    since(id) {
      const [from, number] = id.split(':');
      const seen = Number(number);
      if (from !== session || !Number.isInteger(seen) || seen < 0 || seen > count || count - seen > events.length) return null;
      return events.slice(events.length - (count - seen));
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readBack(text: string): Map<string, ShownActivity> {
  const found = new Map<string, ShownActivity>();
  for (const line of text.split('\n')) {
    const value = parsed(line);
    const activity = shownActivity.safeParse(value);
    if (activity.success) found.set(activity.data.id, activity.data);
    else if (typeof value === 'object' && value !== null && 'removed' in value) found.delete(String(value.removed));
  }
  return new Map([...found].slice(-shownMessages));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
