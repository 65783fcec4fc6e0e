/** A person at the page, without a browser: everything goes over HTTP, as the page does it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../bot/config.ts';
import { createLog } from '../../../bot/log.ts';
import { startPlumbline } from '../../../bot/plumbline.ts';
import type { Plumbline, Surroundings } from '../../../bot/plumbline.ts';

export interface ShownAction {
  readonly type: string;
  readonly title: string;
  readonly verb?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly style?: string;
}
export interface ShownCard {
  readonly body: readonly Readonly<Record<string, unknown>>[];
  readonly actions?: readonly ShownAction[];
}
export interface Shown {
  readonly id: string;
  readonly from: { readonly role: 'bot' | 'user' };
  readonly text: string;
  readonly cards: readonly ShownCard[];
  readonly files: readonly { readonly name: string }[];
}

export interface Page {
  readonly url: string;
  activities(): readonly Shown[];
  say(text: string): Promise<{ status: number; id: string }>;
  upload(name: string, bytes: Uint8Array): Promise<{ status: number }>;
  press(action: ShownAction, kind?: 'execute' | 'submit'): Promise<{ card: ShownCard | null }>;
  until<T>(what: (activities: readonly Shown[]) => T | undefined | null | false, timeoutMs?: number): Promise<T>;
  close(): void;
}

/** A kept connection may be closed by the server at the moment in which a stalled process takes it again: each message has its own. */
export const ownConnection = { connection: 'close' } as const;

/** Reads the event stream and folds it, as the page does. */
export async function openPage(url: string): Promise<Page> {
  const stop = new AbortController();
  const shown = new Map<string, Shown>();
  const response = await fetch(`${url}/local/events`, { signal: stop.signal });
  void follow(response, shown).catch(() => undefined);
  const post = async (path: string, body: string | Uint8Array, type: string) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, ...ownConnection },
      body: typeof body === 'string' ? body : Buffer.from(body),
    });
  const message = async (value: unknown) => post('/local/messages', JSON.stringify(value), 'application/json');
  return {
    url,
    activities: () => [...shown.values()],
    async say(text) {
      const answer = await message({ text });
      return { status: answer.status, ...((await answer.json()) as { id: string }) };
    },
    async upload(name, bytes) {
      return { status: (await post(`/local/upload?name=${encodeURIComponent(name)}`, bytes, 'application/octet-stream')).status };
    },
    async press(action, kind = 'execute') {
      const answer = await message(kind === 'execute' ? { verb: action.verb, data: action.data } : { value: action.data });
      return (await answer.json()) as { card: ShownCard | null };
    },
    async until(what, timeoutMs = 60_000) {
      const begun = Date.now();
      for (;;) {
        const found = what([...shown.values()]);
        if (found) return found;
        if (Date.now() - begun > timeoutMs)
          throw new Error(`Nothing came within ${timeoutMs} ms. Shown:\n${[...shown.values()].map(textOf).join('\n--\n')}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: () => stop.abort(),
  };
}

async function follow(response: Response, shown: Map<string, Shown>): Promise<void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(chunk, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) take(event, shown);
  }
}

function take(event: string, shown: Map<string, Shown>): void {
  const field = (name: string) =>
    event
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2) ?? '';
  const name = field('event');
  if (name === '') return;
  const data: unknown = JSON.parse(field('data'));
  if (name === 'history') {
    shown.clear();
    for (const each of (data as { activities: Shown[] }).activities) shown.set(each.id, each);
  } else if (name === 'activity' || name === 'update') {
    shown.set((data as Shown).id, data as Shown);
  } else if (name === 'delete') {
    shown.delete((data as Shown).id);
  }
}

/** All words of a message, in reading order. */
export function textOf(shown: Shown | ShownCard | undefined): string {
  if (shown === undefined) return '';
  const cards = 'cards' in shown ? shown.cards : [shown];
  const texts = cards.flatMap((card) => [...wordsIn(card.body), ...(card.actions ?? []).map((action) => `[${action.title}]`)]);
  return ['text' in shown ? shown.text : '', ...texts].filter((each) => each !== '').join('\n');
}

function wordsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value !== 'object' || value === null) return [];
  const element = value as Record<string, unknown>;
  if (element.type === 'RichTextBlock')
    return [(element.inlines as { text?: string }[]).map((run) => (typeof run === 'string' ? run : (run.text ?? ''))).join('')];
  const own = typeof element.text === 'string' ? [element.text] : [];
  return [...own, ...['items', 'columns', 'body', 'facts', 'rows', 'cells'].flatMap((key) => wordsIn(element[key]))];
}

export interface Running extends Plumbline {
  readonly folder: string;
}

/** The whole bot in a folder of its own, at any free port. */
export async function startInFolder(
  settings: Readonly<Record<string, string>> = {},
  folder: string = mkdtempSync(join(tmpdir(), 'plumbline-bot-')),
  around: Partial<Surroundings> = {},
): Promise<Running> {
  const config = readConfig({ PORT: '0', DATA: folder, PRACTICE_SPEED: '100000', LOG_LEVEL: 'debug', ...settings }, null);
  const plumbline = await startPlumbline(config, { log: createLog(folder, config.logLevel), ...around });
  return { ...plumbline, folder };
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The newest card that has buttons: the case as it stands. */
export function latestCard(activities: readonly Shown[], heading?: string): ShownCard | undefined {
  const cards = activities.flatMap((each) => each.cards).filter((card) => (card.actions ?? []).length > 0);
  return heading === undefined ? cards.at(-1) : cards.findLast((card) => textOf(card).includes(heading));
}
