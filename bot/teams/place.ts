import type { ConversationReference } from 'botbuilder';
import { z } from 'zod';
import type { Investigation } from '../../flows/types.ts';
import type { Place } from '../chat.ts';

const storedPlace = z.object({
  channel: z.enum(['teams', 'local']),
  conversation: z.string().min(1),
  reference: z.object({
    channelId: z.string(),
    serviceUrl: z.string(),
    bot: z.object({ id: z.string(), name: z.string() }),
    conversation: z.object({ id: z.string() }).loose(),
  }),
});

/** Where a case is talked about, as its record keeps it; null for one that has no chat (`npm run analyze`). */
export function placeOf(investigation: Investigation): Place | null {
  const read = storedPlace.safeParse(investigation.conversation);
  return read.success ? read.data : null;
}

/** For botbuilder. The browser's bot is reached where this run listens, whatever port the record remembers. */
export function conversationReference(place: Place, localServiceUrl: string): ConversationReference {
  const read = storedPlace.parse(place);
  const reference = read.reference as unknown as ConversationReference;
  return place.channel === 'local' && reference.channelId === 'local' ? { ...reference, serviceUrl: localServiceUrl } : reference;
}
