import type { Place, Reply } from '../chat.ts';
import type { Log } from '../log.ts';
import type { BotAdapter, Sent } from './adapter.ts';
import { cardAttachment } from './invoke.ts';
import { conversationReference } from './place.ts';
import { stillCounting, waitBeforeNext, waitBeforeRetry } from './rate.ts';

export interface SendingInput {
  /** The way to each channel; null where it is not served now (a case of Teams in a run without Teams). */
  readonly adapter: (channel: Place['channel']) => BotAdapter | null;
  /** Where the browser's bot is reached in this run: its port may differ from the last run's. */
  readonly localServiceUrl: () => string;
  readonly log: Log;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly chance: () => number;
}

/** One message out, within Teams' limits and with its repetitions. */
export interface Sending {
  post(place: Place, reply: Reply): Promise<Sent>;
  update(place: Place, id: string, reply: Reply): Promise<Sent>;
  typing(place: Place): Promise<void>;
}

/** A text is never read as markup: names in it come from outside. */
function messageOf(reply: Reply): Readonly<Record<string, unknown>> {
  const content =
    'text' in reply ? { text: reply.text, textFormat: 'plain' } : { attachments: [cardAttachment(reply.card)], summary: reply.says };
  return { type: 'message', ...content };
}

export function createSending(input: SendingInput): Sending {
  const sentAt = new Map<string, readonly number[]>();

  async function withinLimits(place: Place): Promise<void> {
    if (place.channel === 'local') return;
    const waitMs = waitBeforeNext(sentAt.get(place.conversation) ?? [], input.now());
    if (waitMs > 0) await input.wait(waitMs);
    sentAt.set(place.conversation, [...stillCounting(sentAt.get(place.conversation) ?? [], input.now()), input.now()]);
  }

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

  const reference = (place: Place): ReturnType<typeof conversationReference> => conversationReference(place, input.localServiceUrl());
  return {
    post: (place, reply) => attempt(place, false, (adapter) => adapter.post(reference(place), messageOf(reply))),
    update: (place, id, reply) => attempt(place, true, (adapter) => adapter.update(reference(place), id, messageOf(reply))),
    async typing(place) {
      await input.adapter(place.channel)?.post(reference(place), { type: 'typing' });
    },
  };
}
