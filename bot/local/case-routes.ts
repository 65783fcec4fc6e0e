import { readFile } from 'node:fs/promises';
import { caseView, reportHtml, reportMarkdown } from '../../cards/index.ts';
import type { Investigation } from '../../flows/types.ts';
import type { Store } from '../../store/types.ts';
import { appendixOf } from '../appendix.ts';
import { archiveEnding } from '../archives/open.ts';
import { bytesSource } from '../archives/source.ts';
import { answerProblem } from '../problem-page.ts';
import { answer, answerJson } from '../route.ts';
import type { Exchange, Route } from '../route.ts';

export interface CaseRoutesInput {
  readonly store: Store;
  readonly incidents: readonly { readonly id: string; readonly title: string; readonly says: string }[];
  currentCase(): string | null;
}

/** The report brings its own styles and pictures and no scripts; it is shown as if it came from elsewhere. */
const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'";

/** What the page asks for beside the chat: the cases, their raw outputs and reports. */
export function caseRoutes(input: CaseRoutesInput): readonly Route[] {
  const { store } = input;
  return [
    {
      method: 'GET',
      path: '/local/incidents',
      handle: ({ response }) =>
        answerJson(response, 200, { incidents: input.incidents.map(({ id, title, says }) => ({ id, title, says })) }),
    },
    {
      method: 'GET',
      path: '/local/cases',
      async handle({ response }) {
        await answerJson(response, 200, { cases: await store.list(), current: input.currentCase() });
      },
    },
    {
      method: 'GET',
      path: '/local/cases/:id',
      handle: (exchange) => withCase(store, exchange, (found) => answerJson(exchange.response, 200, caseView(found))),
    },
    {
      method: 'GET',
      path: '/local/reports/:id/report.html',
      handle: (exchange) =>
        withCase(
          store,
          exchange,
          async (found) =>
            await answer(exchange.response, 200, 'text/html; charset=utf-8', reportHtml(found, await appendixOf(store, found)), {
              'content-security-policy': reportPolicy,
            }),
        ),
    },
    {
      method: 'GET',
      path: '/local/reports/:id/report.md',
      handle: (exchange) =>
        withCase(store, exchange, (found) => answer(exchange.response, 200, 'text/plain; charset=utf-8', reportMarkdown(found))),
    },
    { method: 'GET', path: '/local/raw/:ref', handle: (exchange) => sendRaw(store, exchange) },
  ];
}

async function withCase(store: Store, exchange: Exchange, show: (found: Investigation) => Promise<void> | void): Promise<void> {
  const id = exchange.params.id ?? '';
  const problem = (await store.list()).find((each) => each.id === id)?.problem;
  if (problem !== undefined) return answerProblem(exchange, 409, problem);
  const found = await store.load(id);
  if (found === null) await answerProblem(exchange, 404, 'There is no such case here.');
  else await show(found);
}

/** As it came in, and never as anything that a browser would run. */
async function sendRaw(store: Store, exchange: Exchange): Promise<void> {
  const { response, params } = exchange;
  const ref = params.ref ?? '';
  const path = store.rawPath(ref);
  if (path === null) {
    return answerProblem(exchange, 404, 'No such output is kept here.');
  }
  const bytes = await readFile(path);
  const ending = archiveEnding(bytesSource(bytes));
  await answer(response, 200, ending === null ? 'text/plain; charset=utf-8' : 'application/octet-stream', bytes, {
    'content-disposition': `attachment; filename="${ref.slice(0, 12)}.${ending ?? 'txt'}"`,
    'content-security-policy': "default-src 'none'; sandbox",
  });
}
