import type { AdaptiveCardJson } from '../cards/types.ts';
import type { Answer } from './chat.ts';

export const nothing: Answer = { replies: [], shown: null, card: null };

export function say(text: string): Answer {
  return { ...nothing, replies: [{ text }] };
}

export function show(card: AdaptiveCardJson, says: string): Answer {
  return { ...nothing, replies: [{ card, says }] };
}
