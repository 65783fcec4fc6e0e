import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import restify from 'restify';
import type { Request, Response } from 'restify';
import { readJson } from './http-body.ts';
import { isLoopback, refusedLocally } from './local/guard.ts';
import { describeError } from './log.ts';
import type { Log } from './log.ts';
import { answerProblem, problemContent } from './problem-page.ts';
import { always, answer, answerJson } from './route.ts';
import type { Exchange, Route } from './route.ts';
import type { BotAdapter } from './teams/adapter.ts';
import { troubleOf } from './trouble.ts';

export interface ServerInput {
  readonly adapter: BotAdapter;
  /** Tokens are checked: anybody may connect. Without: only this machine. */
  readonly signedIn: boolean;
  /** The routes of the page; empty where it is off. */
  readonly local: readonly Route[];
  readonly log: Log;
  ready(): boolean;
}
export interface Server {
  /** Resolves with the port; rejects with the system's error (EADDRINUSE). */
  listen(port: number, host: string): Promise<number>;
  close(): Promise<void>;
}

/** Teams sends at most 256 KB; inline files of other clients need more. */
const maxActivityBytes = 16 * 2 ** 20;
/**
 * How long a connection is kept between two requests. A proxy that keeps it longer than we do sends its next request into
 * a connection that we are just closing, and answers 502: so longer than proxies keep theirs (nginx 60 s, Azure's Application
 * Gateway and AWS's load balancers 60 s), where Node itself closes after 5 s.
 */
const keepAliveMs = 120_000;
/** Counted from the last answer on a kept connection: shorter than that, it would end the connection before. */
const headersTimeoutMs = keepAliveMs + 5_000;
/** Everything the page loads comes from here; nothing inline, nothing from elsewhere. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

export function createServer(input: ServerInput): Server {
  const server = restify.createServer({ name: 'plumbline', handleUncaughtExceptions: false });
  Object.assign(server.server, { keepAliveTimeout: keepAliveMs, headersTimeout: headersTimeoutMs });
  const add = (route: Route): void => register(server, route, input.log);
  add({ method: 'GET', path: '/healthz', handle: ({ response }) => answerJson(response, 200, { alive: true }) });
  add({
    method: 'GET',
    path: '/readyz',
    handle: ({ response }) => answerJson(response, input.ready() ? 200 : 503, { ready: input.ready() }),
  });
  add({ method: 'POST', path: '/api/messages', handle: (exchange) => takeActivity(input, exchange) });
  input.local.forEach(add);
  if (input.local.length > 0) pageRoutes().forEach(add);
  server.on('restifyError', answerUnknown);
  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.removeListener('error', reject);
          resolve(server.address().port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Open event streams would hold it open for ever.
        server.server.closeAllConnections();
      }),
  };
}

/** What no route takes is refused by restify itself: it must not answer in its own words. */
function answerUnknown(request: Request, response: Response, error: { readonly statusCode?: number }, done: () => void): void {
  const status = error.statusCode ?? 500;
  const sentences: Readonly<Record<number, string>> = {
    404: nothingHere,
    405: `This address does not take ${(request.method ?? 'this').slice(0, 10)}.`,
  };
  const { type, body, headers } = problemContent(request, sentences[status] ?? 'This request could not be understood.');
  // Through restify's own way: what was answered past it, it would answer once more.
  if (!response.headersSent) response.sendRaw(status, body, { ...always, 'content-type': type, ...headers });
  done();
}

const nothingHere = 'There is nothing at this address.';

/** One line per request, the last catch of whatever a route throws, and no stack to anybody outside. */
function register(server: restify.Server, route: Route, log: Log): void {
  const handler = async (request: Request, response: Response): Promise<void> => {
    const begun = performance.now();
    try {
      const url = new URL(request.url ?? '/', 'http://localhost');
      await route.handle({ request, response, params: (request.params ?? {}) as Record<string, string>, query: url.searchParams });
    } catch (error) {
      log.error({ path: route.path, error: describeError(error) }, 'request failed');
      await answerJson(response, 500, { problem: troubleOf(error, 'Something in Plumbline itself went wrong; the log has the reason.') });
    }
    log.debug(
      { method: route.method, path: route.path, status: response.statusCode, ms: Math.round(performance.now() - begun) },
      'request',
    );
  };
  const method = ({ GET: 'get', POST: 'post', PUT: 'put', DELETE: 'del' } as const)[route.method];
  server[method](route.path, handler);
}

async function takeActivity(input: ServerInput, { request, response }: Exchange): Promise<void> {
  if (!input.signedIn && (!isLoopback(request.socket.remoteAddress) || refusedLocally(request) !== null)) {
    return answerJson(response, 403, { problem: 'Without an app id only a client on this machine is answered.' });
  }
  const body = await readJson(request, maxActivityBytes);
  if (!body.ok) {
    return answerJson(response, body.status, { problem: body.problem });
  }
  const received = await input.adapter.receive(body.value, request.headers.authorization ?? '');
  await answerJson(response, received.status, received.body);
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

function pageRoutes(): readonly Route[] {
  const folder = new URL('./local/page/', import.meta.url);
  const library = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');
  return [
    { method: 'GET', path: '/', handle: (exchange) => sendFile(exchange, fileURLToPath(new URL('index.html', folder)), '.html') },
    // One page, one address: relative links and kept bookmarks then mean the same.
    { method: 'GET', path: '/index.html', handle: ({ response }) => answer(response, 308, 'text/plain', '', { location: '/' }) },
    { method: 'GET', path: '/vendor/adaptivecards.min.js', handle: (exchange) => sendFile(exchange, library, '.js') },
    {
      method: 'GET',
      path: '/:file',
      handle: (exchange) => {
        // One plain name in one folder: nothing in it can lead anywhere else.
        const found = /^[a-z][a-z-]{0,40}(\.js|\.css|\.svg)$/.exec(exchange.params.file ?? '');
        return found === null ? notFound(exchange) : sendFile(exchange, fileURLToPath(new URL(found[0], folder)), found[1] ?? '');
      },
    },
  ];
}

function notFound(exchange: Exchange): Promise<void> {
  return answerProblem(exchange, 404, nothingHere);
}

async function sendFile(exchange: Exchange, path: string, extension: string): Promise<void> {
  const refused = refusedLocally(exchange.request);
  if (refused !== null) {
    return answerProblem(exchange, 403, refused);
  }
  const content = await readFile(path).catch(() => null);
  if (content === null) return notFound(exchange);
  await answer(exchange.response, 200, types[extension] ?? 'application/octet-stream', content, { 'content-security-policy': pagePolicy });
}
