import { handlesOf, inSource, manyObjects, objectsNamed, together } from './clues.ts';
import type { KnownCause } from './types.ts';

export const httpClientPerCall: KnownCause = {
  id: 'http-client-per-call',
  title: 'An HttpClient is made for each call',
  explains: ['handle', 'managed'],
  clues: [
    inSource(2, 'http-client-per-call'),
    manyObjects(2.2, 'http-client-per-call'),
    together(1.2, handlesOf(0, 'socket', 'tcp', 'file'), objectsNamed(0, 50, 'HttpClient')),
  ],
  refutedBy: 'one HttpClient (or IHttpClientFactory) is used',
  fix: 'Keep one HttpClient (`static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });`, which also follows DNS), or take it from IHttpClientFactory: each new one has its own connections, which stay in TIME_WAIT after it is disposed.',
  link: 'https://learn.microsoft.com/dotnet/fundamentals/networking/http/httpclient-guidelines',
  looksLike: 'IHttpClientFactory makes many HttpClient objects on purpose; their handlers are shared.',
};
