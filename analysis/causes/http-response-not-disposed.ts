import { inSource, manyObjects, objectsNamed, said, together } from './clues.ts';
import type { KnownCause } from './types.ts';

export const httpResponseNotDisposed: KnownCause = {
  id: 'http-response-not-disposed',
  title: 'HttpResponseMessages or their streams are not disposed',
  explains: ['managed', 'handle'],
  clues: [
    manyObjects(2.4, 'http-response-not-disposed'),
    inSource(2, 'http-response-not-disposed'),
    objectsNamed(1, 1000, 'ResponseStream', 'HttpConnectionResponseContent'),
    together(1.2, said(0, 'finalizer-backlog'), objectsNamed(0, 200, 'System.Net')),
  ],
  refutedBy: 'the responses stay level while memory grows',
  fix: '`using var response = await client.GetAsync(…)`; with ResponseHeadersRead the connection stays taken until the response is disposed or read to its end.',
  link: 'https://learn.microsoft.com/dotnet/fundamentals/networking/http/httpclient-guidelines',
  looksLike: 'Many finalizable objects in generation 0 are only garbage that no collection has looked at yet.',
};
