import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and its answer, without the server's framework. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  handle(exchange: Exchange): Promise<void>;
}

/** Nothing is guessed from content, nothing is kept by a cache, nothing may frame or embed it. */
export const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

export function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (response.headersSent) return Promise.resolve();
  response.writeHead(status, { ...always, 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
  return Promise.resolve();
}

export function answerJson(response: ServerResponse, status: number, value: unknown): Promise<void> {
  if (value === undefined) return answer(response, status, 'text/plain', '');
  return answer(response, status, 'application/json; charset=utf-8', JSON.stringify(value));
}

/** A stream of server-sent events; `close` runs when the listener has gone. */
export function openStream(exchange: Exchange, close: () => void): (event: string, id: string, data: unknown) => void {
  const { request, response } = exchange;
  response.writeHead(200, {
    ...always,
    'content-type': 'text/event-stream; charset=utf-8',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1000\n\n');
  // A comment now and then: a connection that died silently is noticed.
  const beat = setInterval(() => response.write(': still here\n\n'), 15_000);
  request.on('close', () => {
    clearInterval(beat);
    close();
  });
  return (event, id, data) => {
    if (!response.writableEnded) response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
}
