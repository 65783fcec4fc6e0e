import { calls, heldByModule, said, together } from './clues.ts';
import type { KnownCause } from './types.ts';

export const opensslObjectsNotFreed: KnownCause = {
  id: 'openssl-objects-not-freed',
  title: 'OpenSSL objects (contexts, sessions, certificates) are made for each connection and not freed',
  explains: ['native'],
  clues: [
    heldByModule(2, 'libssl', 'libcrypto', 'libssl.so.3', 'libcrypto.so.3', 'libssl.so.1.1', 'libcrypto.so.1.1'),
    calls(2, 'ssl_ctx_new', 'ssl_new', 'x509_store', 'x509_new', 'd2i_x509', 'crypto_malloc', 'crypto_zalloc', 'libssl', 'libcrypto'),
    together(0.6, said(0, 'allocation-growth'), calls(0, 'ssl_', 'x509_', 'crypto_')),
  ],
  refutedBy: 'what libssl and libcrypto hold stays level while connections come and go',
  fix: 'In .NET dispose SslStream (`await using`), X509Certificate2 and X509Chain (its elements too), share one SslStreamCertificateContext, and take the newest servicing release. In C each SSL_CTX_new, SSL_new and d2i_X509 needs its SSL_CTX_free, SSL_free and X509_free.',
  link: 'https://learn.microsoft.com/dotnet/api/system.net.security.sslstreamcertificatecontext',
  looksLike: 'OpenSSL caches sessions in each context and allocates its tables at the first handshake: both are levels.',
};
