import type { IncomingMessage } from 'node:http';
import { escapeHtml } from '../cards/escape.ts';
import { answer } from './route.ts';
import type { Exchange } from './route.ts';

/** Nothing on it loads or runs anything; its colours are the browser's own, light or dark. */
const policy = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

interface Content {
  readonly type: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Why a request gets nothing: a sentence on a page for whoever looks with a browser, JSON for a program. */
export function problemContent({ headers }: Pick<IncomingMessage, 'headers'>, problem: string): Content {
  // A browser that opens an address asks for HTML first; the page's own requests and other programs do not.
  if (headers.accept?.startsWith('text/html') !== true)
    return { type: 'application/json; charset=utf-8', body: JSON.stringify({ problem }), headers: {} };
  return { type: 'text/html; charset=utf-8', body: pageOf(problem), headers: { 'content-security-policy': policy } };
}

export function answerProblem(
  { request, response }: Pick<Exchange, 'request' | 'response'>,
  status: number,
  problem: string,
): Promise<void> {
  const { type, body, headers } = problemContent(request, problem);
  return answer(response, status, type, body, headers);
}

function pageOf(problem: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Plumbline</title>
  </head>
  <body>
    <h1>Plumbline</h1>
    <p>${escapeHtml(problem)}</p>
    <p><a href="/">To the chat and the cases</a></p>
  </body>
</html>
`;
}
