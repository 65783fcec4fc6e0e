import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { isLoopback, refusedLocally } from '../../../bot/local/guard.ts';

const request = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe('the local endpoints', () => {
  it('answer this machine under its own names', () => {
    for (const host of ['127.0.0.1:3978', 'localhost:3978', '[::1]:3978', 'localhost'])
      expect(refusedLocally(request({ host }))).toBeNull();
    expect(
      refusedLocally(request({ host: 'localhost:3978', origin: 'http://localhost:3978', 'sec-fetch-site': 'same-origin' })),
    ).toBeNull();
  });

  it('refuse a name that was re-bound to this machine', () => {
    for (const host of ['evil.example', 'evil.example:3978', '127.0.0.1.evil.example', ''])
      expect(refusedLocally(request({ host }))).not.toBeNull();
    expect(refusedLocally(request({}))).not.toBeNull();
  });

  it('refuse what another site’s page sends', () => {
    const host = '127.0.0.1:3978';
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:9999', 'https://127.0.0.1:3978'])
      expect(refusedLocally(request({ host, origin }))).not.toBeNull();
    expect(refusedLocally(request({ host, 'sec-fetch-site': 'cross-site' }))).not.toBeNull();
  });

  it('refuse other machines', () => {
    expect(refusedLocally(request({ host: 'localhost' }, '10.0.0.7'))).not.toBeNull();
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
    expect([undefined, '10.0.0.1', '::ffff:10.0.0.1', ''].some(isLoopback)).toBe(false);
  });
});
