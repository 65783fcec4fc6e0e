/** A person at the page, without a browser: hears the events, sends words and files, presses buttons. */
import { ownConnection } from '../../bot/support/page-client.ts';
import { waitFor } from './start-bot.ts';

type Json = Record<string, unknown>;
export interface SeenActivity {
  readonly id: string;
  readonly text: string;
  readonly from: { readonly role: string };
  readonly cards: readonly { readonly body: readonly Json[]; readonly actions?: readonly Json[] }[];
}
export interface SeenButton {
  readonly activity: string;
  readonly title: string;
  readonly verb: string;
  readonly data: Json;
}

export interface LocalClient {
  readonly activities: () => readonly SeenActivity[];
  /** Every button of every card that is shown now, oldest first. */
  readonly buttons: () => readonly SeenButton[];
  say(text: string): Promise<Response>;
  upload(name: string, content: Uint8Array | string): Promise<Response>;
  press(button: SeenButton): Promise<Response>;
  /** The newest button with this verb that stands on the newest card with buttons; waits for it. */
  awaitButton(verb: string, timeoutMs?: number): Promise<SeenButton>;
  currentCase(): Promise<Json | null>;
  close(): void;
}

/** All texts of a card, a line each: what a person reads. */
export function textOf(card: unknown): string {
  if (Array.isArray(card)) return card.map((each) => textOf(each)).join('\n');
  if (typeof card !== 'object' || card === null) return '';
  const fields = card as Json;
  const own = ['text', 'title', 'value'].flatMap((name) => (typeof fields[name] === 'string' ? [fields[name]] : []));
  const inner = ['body', 'items', 'columns', 'facts', 'rows', 'cells', 'inlines'].map((name) => textOf(fields[name]));
  return [...own, ...inner].filter((part) => part !== '').join('\n');
}

export async function openLocalClient(url: string): Promise<LocalClient> {
  const stop = new AbortController();
  const seen = new Map<string, SeenActivity>();
  const stream = await fetch(`${url}/local/events`, { signal: stop.signal });
  void follow(stream, (event, data) => {
    if (event === 'history') seen.clear();
    const activities = (
      event === 'history' ? (data['activities'] as unknown[]) : event === 'activity' || event === 'update' ? [data] : []
    ) as SeenActivity[];
    for (const activity of activities) seen.set(activity.id, activity);
    if (event === 'delete') seen.delete(String(data['id']));
  }).catch(() => undefined);
  const post = (path: string, body: string | Uint8Array, type: string) =>
    fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': type, ...ownConnection }, body: body as string });
  const buttons = () => [...seen.values()].flatMap(buttonsOf);
  return {
    activities: () => [...seen.values()],
    buttons,
    say: (text) => post('/local/messages', JSON.stringify({ text }), 'application/json'),
    upload: (name, content) => post(`/local/upload?name=${encodeURIComponent(name)}`, content, 'application/octet-stream'),
    press: ({ activity, verb, data }) => post('/local/messages', JSON.stringify({ verb, data, replyToId: activity }), 'application/json'),
    awaitButton: (verb, timeoutMs = 120000) =>
      waitFor(
        () => buttons().findLast((each) => each.verb === verb),
        timeoutMs,
        () =>
          `No button "${verb}". Shown: ${JSON.stringify(buttons().map((each) => each.verb))}; last: ${textOf([...seen.values()].at(-1)?.cards ?? [])}`,
      ),
    currentCase: async () => {
      const { current } = (await (await fetch(`${url}/local/cases`)).json()) as { current: string | null };
      return current === null ? null : ((await (await fetch(`${url}/local/cases/${current}`)).json()) as Json);
    },
    close: () => stop.abort(),
  };
}

function buttonsOf(activity: SeenActivity): SeenButton[] {
  return activity.cards.flatMap((card) =>
    (card.actions ?? []).map((action) => ({
      activity: activity.id,
      title: String(action['title']),
      verb: String(action['verb']),
      data: (action['data'] ?? {}) as Json,
    })),
  );
}

async function follow(stream: Response, onEvent: (event: string, data: Json) => void): Promise<void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream.body ?? []) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const name = /^event: (.*)$/m.exec(event)?.[1] ?? 'message';
      const data = event
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trim())
        .join('\n');
      if (data !== '') onEvent(name, JSON.parse(data) as Json);
    }
  }
}
