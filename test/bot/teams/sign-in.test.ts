import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { createAdapter } from '../../../bot/teams/adapter.ts';
import type { BotAdapter } from '../../../bot/teams/adapter.ts';

const appId = '11111111-2222-3333-4444-555555555555';
const serviceUrl = 'https://smba.example/emea/';
const issuer = 'https://api.botframework.com';
const mine = generateKeyPairSync('rsa', { modulusLength: 2048 });
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 });
const kid = randomUUID();

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function token(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}, key: KeyObject = mine.privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: issuer, aud: appId, serviceurl: serviceUrl, nbf: now - 60, exp: now + 600, ...claims };
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid, ...header })}.${encode(payload)}`;
  const signature = header.alg === 'none' ? '' : createSign('RSA-SHA256').update(signed).sign(key).toString('base64url');
  return `Bearer ${signed}.${signature}`;
}

const activity = {
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl,
  from: { id: '29:a' },
  recipient: { id: '28:b' },
  conversation: { id: 'c' },
  text: 'help',
};

describe('who sends to a bot with an app id', () => {
  let keys: Server;
  let adapter: BotAdapter;
  const handled: string[] = [];
  const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);

  beforeAll(async () => {
    keys = createServer((request, response) => {
      const base = `http://127.0.0.1:${(keys.address() as AddressInfo).port}`;
      const jwk = { ...mine.publicKey.export({ format: 'jwk' }), kid, use: 'sig', endorsements: ['msteams'] };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${base}/keys` }));
    });
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    const openId = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/openid`;
    adapter = createAdapter({
      teams: { appId, password: 'not-a-real-secret', tenant: null },
      log: pino({ level: 'silent' }),
      handle: (given) => {
        handled.push(given.text ?? '');
        return Promise.resolve(null);
      },
      signIn: {
        ToChannelFromBotLoginUrl: 'https://login.example',
        ToChannelFromBotOAuthScope: 'https://api.example',
        ToBotFromChannelTokenIssuer: issuer,
        OAuthUrl: 'https://oauth.example',
        ToBotFromChannelOpenIdMetadataUrl: openId,
        ToBotFromEmulatorOpenIdMetadataUrl: openId,
        CallerId: '',
        ValidateAuthority: 'true',
      },
    });
  });
  afterAll(() => {
    quiet.mockRestore();
    keys.closeAllConnections();
    keys.close();
  });

  it('is heard with a valid token', async () => {
    expect(await adapter.receive(activity, token())).toEqual({ status: 200, body: undefined });
    expect(handled).toEqual(['help']);
  });

  it.each([
    ['no token', () => ''],
    ['garbage', () => 'Bearer abc'],
    ['another scheme', () => token().replace('Bearer', 'Basic')],
    ['a token for another bot', () => token({ aud: randomUUID() })],
    ['a token of another issuer', () => token({ iss: 'https://evil.example' })],
    ['a token that has expired', () => token({ exp: Math.floor(Date.now() / 1000) - 3600 })],
    ['a token for another service address', () => token({ serviceurl: 'https://evil.example' })],
    ['a token without a service address', () => token({ serviceurl: undefined })],
    ['a forged signature', () => token({}, {}, theirs.privateKey)],
    ['an unknown key', () => token({}, { kid: 'other' })],
    ['no signature at all (alg none)', () => token({}, { alg: 'none' })],
  ])('is refused with 401, and not 500: %s', async (_, authorization) => {
    const before = handled.length;
    expect(await adapter.receive(activity, authorization())).toMatchObject({ status: 401 });
    expect(handled).toHaveLength(before);
  });

  it('is refused without a service address, before anything else is looked at', async () => {
    expect(await adapter.receive({ ...activity, serviceUrl: undefined }, token())).toMatchObject({ status: 400 });
  });

  it('hears nothing of the reason but a sentence', async () => {
    const { body } = await adapter.receive(activity, token({}, {}, theirs.privateKey));
    expect(body).toEqual({ problem: 'Who sent this could not be proven.' });
  });
});
