/**
 * The bot in a browser on this machine, without Teams. Loopback only; every request's Host must be this
 * machine's, and an Origin (browsers send one) must be this page's own: 403 otherwise.
 *
 * TOWARDS THE PAGE
 *
 * POST /local/messages                      JSON, at most 256 KB; longer pastes go to /local/upload
 *   { "text": "…" }                         a typed or pasted message
 *   { "verb": "…", "data": {…}, "replyToId": "…" }   Action.Execute on the card in activity `replyToId`
 *   { "value": {…}, "replyToId": "…" }      Action.Submit
 *   → 200 { "id": "…", "card": {…}|null }   `card`: what the clicked card becomes (Execute only; an
 *                                           `update` event follows for the one case card anyway)
 *   → 400/413 { "problem": "a sentence" }
 * POST /local/upload?name=FILE&text=…       raw bytes (application/octet-stream), at most MAX_UPLOAD_MB;
 *   → 200 { "id": "…" }                     `name=pasted%20text` for a long paste; `text` goes with it
 *   → 413 { "problem": "a sentence" }
 * GET /local/events                         text/event-stream; each event has an id; a reconnect with
 *                                           Last-Event-ID gets what it missed, or `history` anew
 *   event: history   { "activities": [Activity…], "case": id|null, "says": "Local preview, not Teams" }
 *                                           first event of a fresh connection: replaces all that is shown
 *   event: activity  Activity               a new message, also the person's own
 *   event: update    Activity               replaces the activity of that id, in place
 *   event: delete    { "id": "…" }
 *   event: typing    {}                     the bot works on it; until the next activity
 *   event: case      { "id": "…", "version": 7 }   a case changed: fetch /local/cases/:id
 *   Activity = { "id", "timestamp" (ISO), "from": { "name", "role": "bot"|"user" }, "text": "…",
 *                "cards": [AdaptiveCard…], "files": [{ "name", "bytes", "lines" }] }
 *   A long text of the person is shortened: the whole is a file of it ("handle output, 412 lines").
 * GET /local/incidents                      { "incidents": [{ "id", "title", "says" }…] }
 * GET /local/cases                          { "cases": [InvestigationSummary…], "current": id|null }, newest first
 * GET /local/cases/:id                      CaseView (cards/types.ts); 404 { "problem" }
 * GET /local/raw/:ref                       raw output by its SHA-256: text/plain (an archive: octet-stream), attachment; 404
 * GET /local/reports/:id/report.html        the case's report as it stands: no scripts, sandboxed
 * GET /local/reports/:id/report.md          the same for a ticket, text/plain
 *
 * TOWARDS THE BOT (Bot Connector REST, what botbuilder's connector client calls)
 *
 * POST   /v3/conversations/:id/activities              → { "id" }
 * POST   /v3/conversations/:id/activities/:activityId  → { "id" }   (a reply)
 * PUT    /v3/conversations/:id/activities/:activityId  → { "id" }
 * DELETE /v3/conversations/:id/activities/:activityId  → 200
 */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Store } from '../../store/types.ts';
import { readBody, readJson } from '../http-body.ts';
import { answerJson, openStream } from '../route.ts';
import type { Exchange, Route } from '../route.ts';
import type { Received } from '../teams/adapter.ts';
import { caseRoutes } from './case-routes.ts';
import { connectorRoutes } from './connector-routes.ts';
import { refusedLocally } from './guard.ts';
import type { ShownActivity, Transcript } from './transcript.ts';

export interface LocalChannelInput {
  readonly transcript: Transcript;
  readonly store: Store;
  readonly incidents: readonly { readonly id: string; readonly title: string; readonly says: string }[];
  readonly maxUploadBytes: number;
  /** Who sits at this machine. */
  readonly person: { readonly id: string; readonly name: string };
  /** `http://127.0.0.1:3978`, once the server listens. */
  baseUrl(): string;
  receive(activity: unknown): Promise<Received>;
  /** The open case of the page's conversation. */
  currentCase(): string | null;
  readonly now: () => number;
}

export const localConversation = 'local';
const maxMessageBytes = 256 * 1024;
/** Longer texts of a person are shown as a file of so many lines. */
const shownTextLength = 2000;

type Outgoing = Readonly<Record<string, unknown>>;
type Prepared = { readonly activity: Outgoing } | { readonly status: number; readonly problem: string };

export function createLocalChannel(input: LocalChannelInput): readonly Route[] {
  const inOrder = createArrivals();
  const take = (prepare: (input: LocalChannelInput, exchange: Exchange) => Promise<Prepared>) => (exchange: Exchange) =>
    inOrder(
      () => prepare(input, exchange),
      (prepared) => deliver(input, exchange.response, prepared),
    );
  const routes: readonly Route[] = [
    { method: 'POST', path: '/local/messages', handle: take(prepareMessage) },
    { method: 'POST', path: '/local/upload', handle: take(prepareUpload) },
    { method: 'GET', path: '/local/events', handle: (exchange) => streamEvents(input, exchange) },
    ...caseRoutes(input),
    ...connectorRoutes(input.transcript, input.now),
  ];
  return routes.map((route) => ({ ...route, handle: (exchange) => guarded(route, exchange) }));
}

async function guarded(route: Route, exchange: Exchange): Promise<void> {
  const refused = refusedLocally(exchange.request);
  if (refused !== null) await answerJson(exchange.response, 403, { problem: refused });
  else await route.handle(exchange);
}

/** How long a later message waits for an earlier one whose body does not come to its end: then it is a broken sender's, not a slow one's. */
const longestArrivalMs = 10_000;

/** A large paste arrives slowly, and a word typed after it must not overtake it: handed on in the order of their beginning. */
function createArrivals(): <T>(prepare: () => Promise<T>, handOn: (prepared: T) => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return async (prepare, handOn) => {
    const before = last;
    const mine = Promise.withResolvers<undefined>();
    last = mine.promise.then(() => undefined);
    try {
      const prepared = await prepare();
      await Promise.race([before, setTimeout(longestArrivalMs, undefined, { ref: false })]);
      const handed = handOn(prepared);
      mine.resolve(undefined);
      await handed;
    } finally {
      mine.resolve(undefined);
    }
  };
}

async function prepareMessage(input: LocalChannelInput, { request }: Exchange): Promise<Prepared> {
  const body = await readJson(request, maxMessageBytes);
  if (!body.ok) return body;
  const { text, verb, data, value, replyToId } = body.value;
  const common = { ...(typeof replyToId === 'string' ? { replyToId } : {}) };
  if (typeof verb === 'string') {
    const action = { type: 'Action.Execute', verb, data: data ?? {} };
    return { activity: { ...common, type: 'invoke', name: 'adaptiveCard/action', value: { action, trigger: 'manual' } } };
  }
  if (typeof value === 'object' && value !== null) return { activity: { ...common, type: 'message', value } };
  if (typeof text !== 'string') return { status: 400, problem: 'A message has "text", or the "value" or "verb" of a button.' };
  const shown = await input.transcript.add(shownText(input, text));
  return { activity: { type: 'message', id: shown.id, text } };
}

const rawPath = '/local/raw/';

/** The hash in the address of an output that the page has sent; null: another address. */
export function keptRefIn(address: string, baseUrl: string): string | null {
  const start = `${baseUrl}${rawPath}`;
  return address.startsWith(start) ? address.slice(start.length) : null;
}

/** The bytes are kept first; the message then names them by the address under which the page shows them. */
async function prepareUpload(input: LocalChannelInput, { request, query }: Exchange): Promise<Prepared> {
  const body = await readBody(request, input.maxUploadBytes);
  if (!body.ok) return body;
  const name = (query.get('name') ?? '').slice(0, 200) || 'file';
  const ref = await input.store.putRaw(body.bytes);
  const text = (query.get('text') ?? '').slice(0, maxMessageBytes);
  const file = { name, bytes: body.bytes.length, lines: linesOf(body.bytes) };
  const shown = await input.transcript.add({ ...shownText(input, text), files: [file] });
  const attachment = { contentType: 'application/octet-stream', name, contentUrl: `${input.baseUrl()}${rawPath}${ref}` };
  return { activity: { type: 'message', id: shown.id, text, attachments: [attachment] } };
}

/** As an activity, on the same way as one from Teams. */
async function deliver(input: LocalChannelInput, response: Exchange['response'], prepared: Prepared): Promise<void> {
  if ('problem' in prepared) return answerJson(response, prepared.status, { problem: prepared.problem });
  const { activity } = prepared;
  const id = typeof activity.id === 'string' ? activity.id : randomUUID();
  const received = await input.receive({
    channelId: 'local',
    serviceUrl: input.baseUrl(),
    from: { ...input.person, role: 'user' },
    recipient: { id: 'plumbline', name: 'Plumbline', role: 'bot' },
    conversation: { id: localConversation, conversationType: 'personal' },
    timestamp: new Date(input.now()).toISOString(),
    ...activity,
    id,
  });
  if (received.status >= 400) await answerJson(response, received.status, received.body ?? { problem: 'The bot did not take it.' });
  else await answerJson(response, 200, { id, card: cardIn(received.body) });
}

function cardIn(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return null;
  const { type, value } = body as { type?: unknown; value?: unknown };
  return type === 'application/vnd.microsoft.card.adaptive' ? value : null;
}

function shownText(input: LocalChannelInput, text: string): Omit<ShownActivity, 'id'> {
  const long = text.length > shownTextLength;
  const bytes = Buffer.from(text, 'utf8');
  return {
    timestamp: new Date(input.now()).toISOString(),
    from: { name: input.person.name, role: 'user' },
    text: long ? '' : text,
    cards: [],
    files: long ? [{ name: 'pasted text', bytes: bytes.length, lines: linesOf(bytes) }] : [],
  };
}

/** Lines of a text; null for what is none, or too large to be counted while others wait. */
function linesOf(bytes: Uint8Array): number | null {
  if (bytes.length > 4 * 2 ** 20 || bytes.includes(0)) return null;
  const breaks = bytes.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  return bytes.at(-1) === 10 || bytes.length === 0 ? breaks : breaks + 1;
}

function streamEvents(input: LocalChannelInput, exchange: Exchange): Promise<void> {
  const { transcript } = input;
  const stop = transcript.listen((each) => send(each.event.event, each.id, each.event.data));
  const send = openStream(exchange, stop);
  const last = exchange.request.headers['last-event-id'];
  const missed = typeof last === 'string' ? transcript.since(last) : null;
  if (missed === null)
    send('history', transcript.newest(), { activities: transcript.all(), case: input.currentCase(), says: 'Local preview, not Teams' });
  else for (const each of missed) send(each.event.event, each.id, each.event.data);
  return Promise.resolve();
}
