import { caseCard } from '../../cards/index.ts';
import type { Investigation } from '../../flows/types.ts';
import type { Outbox, Place, Reply } from '../chat.ts';
import { createLanes } from '../lanes.ts';
import type { Log } from '../log.ts';
import type { BotAdapter, Sent } from './adapter.ts';
import { cardAttachment } from './invoke.ts';
import { conversationReference, placeOf } from './place.ts';
import { createPosted } from './posted.ts';
import type { PostedJournal } from './posted.ts';
import { stillCounting, waitBeforeNext, waitBeforeRetry } from './rate.ts';

export interface OutboxInput {
  /** The way to each channel; null where it is not served now (a case of Teams in a run without Teams). */
  adapter(channel: Place['channel']): BotAdapter | null;
  /** Where the browser's bot is reached in this run: its port may differ from the last run's. */
  localServiceUrl(): string;
  readonly journal: PostedJournal;
  readonly log: Log;
  now(): number;
  wait(ms: number): Promise<void>;
  chance(): number;
}

type Message =
  { readonly text: string; readonly textFormat: 'plain' } | { readonly attachments: readonly unknown[]; readonly summary: string };

function messageOf(reply: Reply): Message {
  return 'text' in reply ? { text: reply.text, textFormat: 'plain' } : { attachments: [cardAttachment(reply.card)], summary: reply.says };
}

/**
 * Sends and updates. One conversation's messages go out one after another, within Teams' limits; the
 * case card is posted once and then updated in place, and while an update waits for its turn a newer
 * one takes its place.
 */
export function createOutbox(input: OutboxInput): Outbox {
  const lanes = createLanes();
  const sentAt = new Map<string, readonly number[]>();
  const waiting = new Map<string, Investigation>();
  const posted = createPosted(input.journal);

  async function attempt(place: Place, idempotent: boolean, send: (adapter: BotAdapter) => Promise<Sent>): Promise<Sent> {
    const adapter = input.adapter(place.channel);
    if (adapter === null) return { ok: false, refusal: null, detail: `${place.channel} is not served in this run` };
    for (let attempts = 1; ; attempts += 1) {
      await withinLimits(place);
      const sent = await send(adapter);
      if (sent.ok) return sent;
      const waitMs = waitBeforeRetry(sent.refusal, attempts + 1, idempotent, input.chance());
      if (waitMs === null) {
        input.log.warn(
          { conversation: place.conversation, status: sent.refusal?.status ?? null, detail: sent.detail },
          'message not delivered',
        );
        return sent;
      }
      await input.wait(waitMs);
    }
  }

  async function withinLimits(place: Place): Promise<void> {
    if (place.channel === 'local') return;
    const waitMs = waitBeforeNext(sentAt.get(place.conversation) ?? [], input.now());
    if (waitMs > 0) await input.wait(waitMs);
    sentAt.set(place.conversation, [...stillCounting(sentAt.get(place.conversation) ?? [], input.now()), input.now()]);
  }

  const post = (place: Place, message: Message): Promise<Sent> =>
    attempt(place, false, (adapter) =>
      adapter.post(conversationReference(place, input.localServiceUrl()), { type: 'message', ...message } as never),
    );

  async function bringUpToDate(place: Place, id: string): Promise<void> {
    const investigation = waiting.get(id);
    if (investigation === undefined) return;
    waiting.delete(id);
    const message = messageOf({ card: caseCard(investigation, input.now()), says: 'Plumbline case' });
    const known = await posted.cardOf(id);
    if (known !== null) {
      const reference = conversationReference(place, input.localServiceUrl());
      const updated = await attempt(place, true, (adapter) => adapter.update(reference, known, { type: 'message', ...message } as never));
      // 404: somebody deleted the card. Anything else is tried again with the next change.
      if (updated.ok || updated.refusal?.status !== 404) return;
    }
    const sent = await post(place, message);
    if (sent.ok) await posted.rememberCard(id, sent.id);
  }

  return {
    reply: (place, replies) =>
      lanes.run(place.conversation, async () => {
        for (const reply of replies) await post(place, messageOf(reply));
      }),
    async notify(investigation, key, reply) {
      const place = placeOf(investigation);
      if (place === null) return;
      await lanes.run(place.conversation, async () => {
        if (!(await posted.claim(investigation.id, key))) return;
        await post(place, messageOf(reply));
      });
    },
    async showCase(investigation) {
      const place = placeOf(investigation);
      if (place === null) return;
      const newer = waiting.get(investigation.id);
      if (newer === undefined || newer.version < investigation.version) waiting.set(investigation.id, investigation);
      await lanes.run(place.conversation, () => bringUpToDate(place, investigation.id));
    },
    typing: (place) =>
      lanes.run(place.conversation, async () => {
        const adapter = input.adapter(place.channel);
        await adapter?.post(conversationReference(place, input.localServiceUrl()), { type: 'typing' });
      }),
  };
}
