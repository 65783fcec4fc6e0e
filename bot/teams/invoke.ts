import type { AdaptiveCardJson } from '../../cards/types.ts';

/** The answer to Action.Execute: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model */
export interface InvokeAnswer {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

export const cardContentType = 'application/vnd.microsoft.card.adaptive';

/** The clicked card becomes this card. */
export function invokeAnswer(card: AdaptiveCardJson): InvokeAnswer {
  return { statusCode: 200, type: cardContentType, value: card };
}

/** The clicked card stays as it is, and the person sees a sentence. */
export function invokeMessage(text: string): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
}

export function cardAttachment(card: AdaptiveCardJson): { contentType: string; content: AdaptiveCardJson } {
  return { contentType: cardContentType, content: card };
}
