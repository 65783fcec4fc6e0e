/** What a chat is to the rest of the bot: a place, what comes in, and a way to answer. Knows no botbuilder. */
import type { AdaptiveCardJson } from '../cards/types.ts';
import type { Investigation, Person } from '../flows/types.ts';

/** A conversation (in Teams: one thread of a channel). `reference` is plain JSON that only bot/teams understands. */
export interface Place {
  readonly channel: 'teams' | 'local';
  readonly conversation: string;
  readonly reference: unknown;
}

/** `rawRef`: the page has sent it, and it is kept already. */
export type LoadedFile =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: true; readonly rawRef: string }
  | { readonly ok: false; readonly problem: string };
/** A file that came with a message; it is fetched when its turn has come. */
export interface IncomingFile {
  readonly name: string;
  load(): Promise<LoadedFile>;
}

/** One message or click of one person. */
export interface Incoming {
  readonly place: Place;
  readonly by: Person;
  /** The same for a message that is delivered again; null where the channel gives none. */
  readonly activityId: string | null;
  readonly at: string; // ISO
  /** Without the mention of the bot. */
  readonly text: string;
  /** What a card's button carried; undefined where nothing was clicked. Unchecked. */
  readonly press: unknown;
  readonly files: readonly IncomingFile[];
  /** The bot has just been added to this conversation. */
  readonly joined: boolean;
}

export type Reply = { readonly text: string } | { readonly card: AdaptiveCardJson; readonly says: string };

/** What the bot does with an incoming message. `card` replaces the card on which a button was clicked. */
export interface Answer {
  readonly replies: readonly Reply[];
  readonly shown: Investigation | null;
  readonly card: AdaptiveCardJson | null;
}

/** The way back into the chats. Every promise resolves when the message is posted or given up (and logged). */
export interface Outbox {
  reply(place: Place, replies: readonly Reply[]): Promise<void>;
  /** A message of its own, once for each key of a case, also over restarts. */
  notify(investigation: Investigation, key: string, reply: Reply): Promise<void>;
  /** Posts the case's one card, or brings it up to date; quick successions are shown once. */
  showCase(investigation: Investigation): Promise<void>;
  typing(place: Place): Promise<void>;
}
