import { grows, manyObjects, measured, rootedThrough } from './clues.ts';
import type { KnownCause } from './types.ts';

export const requestsKept: KnownCause = {
  id: 'requests-kept',
  title: 'Requests are kept after they have ended: something that lives longer holds their context',
  explains: ['managed'],
  clues: [
    manyObjects(2.2, 'requests-kept'),
    rootedThrough(1.2, 'System.Web.HttpContext', 'DefaultHttpContext', 'OwinCallContext', 'OperationContext', 'HttpWebRequest'),
    measured(0.6, 'gc-root', 'byDelegate', 1),
    grows(0.3, 'gcHeap'),
  ],
  refutedBy: 'there are no more of them than requests in flight (ASP.NET Applications\\Requests Executing, current-requests)',
  fix: 'Find who holds one (`!gcroot` on it): a closure, an event, a timer, a static dictionary by connection, an AsyncLocal, a registration on a CancellationToken that outlives the request. Pass values out of the request, not its context: `var user = context.User.Identity?.Name; queue.Enqueue(new Job(user));`, and dispose each `token.Register(…)` with the request.',
  link: 'https://learn.microsoft.com/aspnet/core/fundamentals/best-practices#do-not-store-ihttpcontextaccessorhttpcontext-in-a-field',
  looksLike:
    'A stall (a slow database, an exhausted thread pool) lets requests pile up that all still run: their stacks show where they wait.',
};
