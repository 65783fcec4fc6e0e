import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { checkActivity } from '../../../bot/teams/activity.ts';
import { filesOf } from '../../../bot/teams/attachments.ts';

const rules = { maxBytes: 1000, loopback: true, keptRef: (address: string) => (address === 'http://127.0.0.1/kept' ? 'abc' : null) };
function withAttachments(attachments: unknown) {
  const checked = checkActivity(
    { type: 'message', channelId: 'x', serviceUrl: 'http://127.0.0.1', from: { id: 'a' }, conversation: { id: 'c' }, attachments },
    { loopbackOnly: true, tenant: null },
  );
  if (!checked.ok) throw new Error(checked.problem);
  return checked.activity;
}
const textOf = async (attachment: unknown, given = rules) => {
  const loaded = await filesOf(withAttachments([attachment]), given)[0]!.load();
  if (!loaded.ok) return loaded.problem;
  return 'rawRef' in loaded ? loaded.rawRef : Buffer.from(loaded.bytes).toString();
};

describe('files of a message', () => {
  it('are not what Teams adds by itself: the text once more as HTML, and quoted cards', () => {
    const activity = withAttachments([
      { contentType: 'text/html', content: '<div>status</div>' },
      { contentType: 'application/vnd.microsoft.card.adaptive', content: {} },
    ]);
    expect(filesOf(activity, rules)).toEqual([]);
  });

  it('may stand in the message itself', async () => {
    expect(await textOf({ contentType: 'text/plain', name: 'a.txt', content: 'Event : 12' })).toBe('Event : 12');
    expect(await textOf({ contentType: 'text/plain', contentUrl: 'data:text/plain;base64,RXZlbnQ=' })).toBe('Event');
    expect(await textOf({ contentType: 'text/plain', contentUrl: 'data:text/plain,a%20b' })).toBe('a b');
  });

  it('are not fetched where the page has sent them: they are kept already', async () => {
    expect(await textOf({ contentUrl: 'http://127.0.0.1/kept' })).toBe('abc');
  });

  it('have a name to show and never a path', () => {
    const names = ['..\\..\\x.txt', '/etc/passwd', '', null, 'C:\\CON'].map(
      (name) => filesOf(withAttachments([{ contentType: 'text/plain', content: '', name }]), rules)[0]!.name,
    );
    expect(names).toEqual(['x.txt', 'passwd', 'attachment 1', 'attachment 1', 'CON']);
  });

  it('are fetched from where Teams keeps them, and from nowhere else', async () => {
    const info = 'application/vnd.microsoft.teams.file.download.info';
    const refused = 'Its address is none from which files are fetched; paste the text instead.';
    for (const downloadUrl of [
      'http://169.254.169.254/latest',
      'https://evil.example/x',
      'http://contoso.sharepoint.com/x',
      'file:///etc/passwd',
      'https://x.sharepoint.com.evil.example/',
    ])
      expect(await textOf({ contentType: info, content: { downloadUrl } })).toBe(refused);
    expect(await textOf({ contentType: 'text/plain', contentUrl: 'http://127.0.0.1:1/' }, { ...rules, loopback: false })).toBe(refused);
  });

  it('are fetched up to the limit, without following to another place', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/moved') {
        response.writeHead(302, { location: '/ok' });
        response.end();
      } else response.end('x'.repeat(request.url === '/big' ? 2000 : 3));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await textOf({ contentUrl: `${base}/ok` })).toBe('xxx');
    expect(await textOf({ contentUrl: `${base}/big` })).toContain('larger than');
    expect(await textOf({ contentUrl: `${base}/moved` })).toContain('could not be fetched');
    server.closeAllConnections();
    server.close();
  });
});
