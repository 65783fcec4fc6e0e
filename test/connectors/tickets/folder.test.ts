import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { attachmentName } from '../../../connectors/tickets/attachment-name.ts';
import { createFolderTickets } from '../../../connectors/tickets/index.ts';
import { draft, ticketContract } from '../../support/ticket-contract.ts';

const made: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-tickets-'));
  made.push(folder);
  return folder;
}
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

ticketContract('a folder', async () => {
  const folder = join(await newFolder(), 'tickets');
  return {
    tickets: createFolderTickets(folder),
    reopened: () => createFolderTickets(folder),
    posted: async () => (await filesBelow(folder)).filter((path) => basename(path) === 'report.md').length,
    read: async (where) => {
      const names = await readdir(where);
      return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(where, name), 'utf8')] as const)));
    },
  };
});

/** Names that a person or a tool may give a file (F15). */
const hostile = [
  '..\\..\\windows\\system32\\drivers\\etc\\hosts',
  '../../../etc/passwd',
  '/etc/cron.d/x',
  '\\\\server\\share\\x.txt',
  'C:\\boot.ini',
  'CON',
  'con.txt',
  'nul.html',
  'COM1.md',
  'report.txt:hidden.exe',
  'trailing. ',
  'trailing...',
  'x'.repeat(300),
  '\u0000.txt',
  'a\nb.txt',
  '\u202Etxt.exe',
  'run.html.exe',
  '.bashrc',
  '-rf',
  '',
  ' ',
  '報告.txt',
  'report.md',
  'report.html',
];

describe('attachments with hostile names', () => {
  it.each(hostile)('%j is kept under a name of our own, inside its folder', (name) => {
    expect(attachmentName(0, name, 'text/plain')).toMatch(/^01(-[a-z0-9]+)*\.txt$/);
    expect(attachmentName(0, name, 'text/plain').length).toBeLessThan(80);
    expect(attachmentName(11, name, 'application/x-msdownload')).toMatch(/^12(-[a-z0-9]+)*\.txt$/);
  });

  it('are all written, each once', async () => {
    const folder = await newFolder();
    const attachments = hostile.map((name, at) => ({ name, contentType: 'text/plain', content: `content ${String(at)}` }));
    const filed = await createFolderTickets(folder).file(draft({ attachments }));
    if (!filed.ok) throw new Error(filed.problem);
    const names = await readdir(filed.ticket.where);
    expect(names).toHaveLength(hostile.length + 1);
    const contents = await Promise.all(names.map((name) => readFile(join(filed.ticket.where, name), 'utf8')));
    expect(attachments.every(({ content }) => contents.includes(content))).toBe(true);
    expect((await filesBelow(folder)).every((path) => path.startsWith('ticket-INC-4711'))).toBe(true);
  });

  it('keep what a person would know them by', () => {
    expect(attachmentName(1, 'Handle Summary (2).TXT', 'text/plain; charset=utf-8')).toBe('02-handle-summary-2.txt');
    expect(attachmentName(2, 'DataCollector01.csv', 'text/csv')).toBe('03-datacollector01.csv');
  });
});

describe('hostile ticket numbers', () => {
  it.each(['../../escape', 'CON', '/', 'INC 4711 <b>', '..', 'x'.repeat(500), '\u0000', 'INC-1\n2'])(
    '%j stays in the folder',
    async (ticket) => {
      const folder = await newFolder();
      const filed = await createFolderTickets(join(folder, 'tickets')).file(draft({ ticket }));
      expect(filed.ok).toBe(true);
      expect(await readdir(folder)).toEqual(['tickets']);
      const [own] = await readdir(join(folder, 'tickets'));
      expect(own).toMatch(/^(ticket|case)-[A-Za-z0-9_-]{1,60}$/);
    },
  );
});

describe('filing', () => {
  it('leaves nothing half written where it fails, and says what to do', async () => {
    const folder = await newFolder();
    const blocked = join(folder, 'not-a-folder');
    await writeFile(blocked, '');
    const filed = await createFolderTickets(blocked).file(draft());
    expect(filed).toMatchObject({ ok: false });
    if (!filed.ok) expect(filed.problem).toMatch(/could not be written to .*Check that the folder is there, writable and not full/s);
    expect((await stat(blocked)).size).toBe(0);
  });

  it('removes what a killed process left, and goes on after a failure', async () => {
    const folder = await newFolder();
    const tickets = createFolderTickets(folder);
    await tickets.file(draft());
    const parent = join(folder, 'ticket-INC-4711');
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(parent, '.00000000-0000-0000-0000-000000000000.tmp'));
    await tickets.file(draft({ key: 'other' }));
    expect((await readdir(parent)).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await readdir(parent)).toHaveLength(2);
  });

  it('heads a report without a heading with the title', async () => {
    const filed = await createFolderTickets(await newFolder()).file(draft({ markdown: 'No heading.', title: 'A\ntitle' }));
    if (!filed.ok) throw new Error(filed.problem);
    expect(await readFile(join(filed.ticket.where, 'report.md'), 'utf8')).toBe('# A title\n\nNo heading.');
  });
});
