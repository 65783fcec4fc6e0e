import { z } from 'zod';

/** An append-only list of lines beside each case: what has been posted for it. */
export interface PostedJournal {
  append(caseId: string, line: string): Promise<void>;
  read(caseId: string): Promise<string>;
}

/** What has been posted for a case: its one card's id, and the keys of the messages of their own. */
export interface Posted {
  cardOf(caseId: string): Promise<string | null>;
  rememberCard(caseId: string, activityId: string): Promise<void>;
  /**
   * True for the first who asks, over restarts too. The key is written down before the message goes
   * out: after a crash in between the message is missing (the card tells the same), never there twice.
   */
  claim(caseId: string, key: string): Promise<boolean>;
}

const line = z.union([z.object({ card: z.string() }), z.object({ key: z.string() })]);
interface Known {
  card: string | null;
  readonly keys: Set<string>;
}

export function createPosted(journal: PostedJournal): Posted {
  const cases = new Map<string, Promise<Known>>();
  function known(caseId: string): Promise<Known> {
    const already = cases.get(caseId);
    if (already !== undefined) return already;
    const reading = journal.read(caseId).then(parseJournal);
    cases.set(caseId, reading);
    reading.catch(() => cases.delete(caseId));
    return reading;
  }
  return {
    cardOf: async (caseId) => (await known(caseId)).card,
    async rememberCard(caseId, activityId) {
      (await known(caseId)).card = activityId;
      await journal.append(caseId, JSON.stringify({ card: activityId }));
    },
    async claim(caseId, key) {
      const { keys } = await known(caseId);
      if (keys.has(key)) return false;
      keys.add(key);
      await journal.append(caseId, JSON.stringify({ key }));
      return true;
    },
  };
}

/** A line cut short by a crash is passed over. */
function parseJournal(text: string): Known {
  const known: Known = { card: null, keys: new Set() };
  for (const each of text.split('\n')) {
    const read = line.safeParse(parsed(each));
    if (!read.success) continue;
    if ('card' in read.data) known.card = read.data.card;
    else known.keys.add(read.data.key);
  }
  return known;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
