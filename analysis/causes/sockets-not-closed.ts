import { calls, handlesOf, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const socketsNotClosed: KnownCause = {
  id: 'sockets-not-closed',
  title: 'Connections are opened and not closed',
  explains: ['handle'],
  clues: [
    handlesOf(1.8, 'socket', 'TCP', 'IPv4', 'IPv6', 'sock'),
    said(1, 'known-types', 'http-'),
    calls(1, 'socket', 'connect', 'accept'),
  ],
  refutedBy: 'the handles of this type stay level over two summaries while the work goes on',
  fix: 'Dispose the response, the client or the socket on every way out (`using var response = await client.SendAsync(…)`); in native code close() what socket() or accept() returned. Many connections in CLOSE_WAIT mean that the other side closed first and this one never did.',
  link: 'https://learn.microsoft.com/dotnet/fundamentals/networking/http/httpclient-guidelines',
  looksLike: 'A busy proxy holds thousands of sockets on purpose: they stay level with its load.',
};
