import { createHash } from 'node:crypto';
import { caseCard } from '../../cards/index.ts';
import type { Investigation } from '../../flows/types.ts';
import type { Outbox, Place, Reply } from '../chat.ts';
import { createLanes } from '../../store/lanes.ts';
import { placeOf } from './place.ts';
import { createPosted } from './posted.ts';
import type { PostedJournal } from './posted.ts';
import type { Sending } from './sending.ts';

export interface OutboxInput {
  readonly sending: Sending;
  readonly journal: PostedJournal;
  readonly now: () => number;
}

/**
 * Sends and updates. One conversation's messages go out one after another; the case card is posted
 * once and then updated in place, while an update waits for its turn a newer one takes its place, and a
 * card that reads as it did is not sent again: Teams counts each against the answers.
 */
export function createOutbox({ sending, journal, now }: OutboxInput): Outbox {
  const lanes = createLanes();
  const waiting = new Map<string, Investigation>();
  /** What each case's card was when it was last sent in this run. */
  const shown = new Map<string, string>();
  const posted = createPosted(journal);

  async function bringUpToDate(place: Place, id: string): Promise<void> {
    const investigation = waiting.get(id);
    if (investigation === undefined) return;
    waiting.delete(id);
    const reply = { card: caseCard(investigation, now()), says: 'Plumbline case' };
    const known = await posted.cardOf(id);
    const digest = digestOf(reply);
    if (known !== null) {
      if (shown.get(id) === digest) return;
      const updated = await sending.update(place, known, reply);
      if (updated.ok) shown.set(id, digest);
      // 404: somebody deleted the card. Anything else is tried again with the next change.
      if (updated.ok || updated.refusal?.status !== 404) return;
    }
    const sent = await sending.post(place, reply);
    if (!sent.ok) return;
    shown.set(id, digest);
    await posted.rememberCard(id, sent.id);
  }

  return {
    reply: (place, replies) =>
      lanes.run(place.conversation, async () => {
        for (const reply of replies) await sending.post(place, reply);
      }),
    async notify(investigation, key, reply) {
      const place = placeOf(investigation);
      if (place === null) return;
      await lanes.run(place.conversation, async () => {
        if (await posted.claim(investigation.id, key)) await sending.post(place, reply);
      });
    },
    async showCase(investigation) {
      const place = placeOf(investigation);
      if (place === null) return;
      const newer = waiting.get(investigation.id);
      if (newer === undefined || newer.version < investigation.version) waiting.set(investigation.id, investigation);
      await lanes.run(place.conversation, () => bringUpToDate(place, investigation.id));
    },
    typing: (place) => lanes.run(place.conversation, () => sending.typing(place)),
  };
}

function digestOf(reply: Reply): string {
  return createHash('sha256').update(JSON.stringify(reply)).digest('base64');
}
