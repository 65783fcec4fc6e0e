/** A Bot Framework client on this machine: sends activities to /api/messages and is the channel that they are answered in. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ownConnection } from './page-client.ts';
import type { ShownAction, ShownCard } from './page-client.ts';

export interface Posted {
  readonly id: string;
  readonly method: string;
  readonly conversation: string;
  text: string;
  cards: readonly ShownCard[];
  updates: number;
}
export interface Channel {
  readonly serviceUrl: string;
  readonly posted: readonly Posted[];
  /** The next answers to what the bot posts; 200 afterwards. */
  failWith(...statuses: readonly number[]): void;
  send(activity: Readonly<Record<string, unknown>>, headers?: Readonly<Record<string, string>>): Promise<{ status: number; body: unknown }>;
  until<T>(what: (posted: readonly Posted[]) => T | undefined | null | false, timeoutMs?: number): Promise<T>;
  close(): void;
}

interface Sent {
  readonly type: string;
  readonly text?: string;
  readonly attachments?: readonly { readonly contentType: string; readonly content: ShownCard }[];
}

export async function openChannel(botUrl: string): Promise<Channel> {
  const posted: Posted[] = [];
  const failures: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const failure = failures.shift();
      if (failure !== undefined) {
        response.statusCode = failure;
        response.end('{}');
        return;
      }
      const id = take(posted, request.method ?? '', request.url ?? '', JSON.parse(Buffer.concat(chunks).toString() || '{}') as Sent);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    serviceUrl,
    posted,
    failWith: (...statuses) => failures.push(...statuses),
    async send(activity, headers = {}) {
      const response = await fetch(`${botUrl}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...ownConnection, ...headers },
        body: JSON.stringify(activity),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
    },
    async until(what, timeoutMs = 60_000) {
      const begun = Date.now();
      for (;;) {
        const found = what(posted);
        if (found) return found;
        if (Date.now() - begun > timeoutMs)
          throw new Error(`Nothing came within ${timeoutMs} ms; posted: ${JSON.stringify(posted).slice(0, 3000)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function take(posted: Posted[], method: string, url: string, sent: Sent): string {
  const [, , , conversation = '', , activity] = url.split('/').map(decodeURIComponent);
  if (sent.type === 'typing') return '';
  const cards = (sent.attachments ?? []).map((each) => each.content);
  const known = method === 'PUT' ? posted.find((each) => each.id === activity) : undefined;
  if (known !== undefined) {
    Object.assign(known, { text: sent.text ?? '', cards, updates: known.updates + 1 });
    return known.id;
  }
  const id = `a${posted.length + 1}`;
  posted.push({ id, method, conversation, text: sent.text ?? '', cards, updates: 0 });
  return id;
}

let count = 0;
/** An activity as Teams would send it. */
export function activityOf(channel: Channel, fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  count += 1;
  return {
    type: 'message',
    id: `in-${count}`,
    channelId: 'msteams',
    serviceUrl: channel.serviceUrl,
    from: { id: '29:robin', aadObjectId: 'aad-robin', name: 'Robin' },
    recipient: { id: '28:bot', name: 'Plumbline' },
    conversation: { id: '19:incident@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: 'contoso' },
    timestamp: new Date().toISOString(),
    ...fields,
  };
}

export function executeOf(
  channel: Channel,
  action: ShownAction,
  fields: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const value = { action: { type: 'Action.Execute', verb: action.verb, data: action.data }, trigger: 'manual' };
  return activityOf(channel, { type: 'invoke', name: 'adaptiveCard/action', value, ...fields });
}
