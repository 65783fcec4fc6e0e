/**
 * The default ticket system: a folder. Each filing is a folder of its own under its ticket:
 *
 *   <folder>/ticket-INC-4711/3f2a9c0d1e4b/report.md, 01-report.html, 02-handle-summary.txt …
 *
 * The name of the inner folder is the hash of the draft's key, and it appears whole or not at all:
 * so the same draft is never posted twice, whatever was killed in between.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TicketDraft, TicketSystem } from '../types.ts';
import { attachmentName, ticketFolder } from './attachment-name.ts';
import { type FileToWrite, removeHalfWritten, writeFolder } from './write-durably.ts';

const keyLength = 16;

export function createFolderTickets(folder: string): TicketSystem {
  let last: Promise<unknown> = Promise.resolve(); // one filing at a time: of two with the same key the second finds the first
  return {
    id: 'folder',
    async file(draft) {
      const hash = createHash('sha256').update(draft.key).digest('hex');
      const parent = join(resolve(folder), ticketFolder(draft.ticket, hash));
      const path = join(parent, hash.slice(0, keyLength));
      try {
        const mine = last.then(() => write(parent, path, draft));
        last = mine.catch(() => undefined);
        await mine;
      } catch (error) {
        return {
          ok: false,
          problem: `The report could not be written to ${path}: ${textOf(error)} Check that the folder is there, writable and not full; it is tried again when you ask again.`,
        };
      }
      return { ok: true, ticket: { system: 'folder', id: draft.ticket ?? hash.slice(0, keyLength), where: path } };
    },
  };
}

async function write(parent: string, path: string, draft: TicketDraft): Promise<void> {
  if (existsSync(path)) return;
  await removeHalfWritten(parent);
  await writeFolder(path, filesOf(draft));
}

/** The report under the names that a person looks for, everything else under names of our own. */
function filesOf({ title, markdown, attachments }: TicketDraft): FileToWrite[] {
  const report = attachments.find(({ name }) => name === 'report.html');
  const others = attachments.filter((attachment) => attachment !== report);
  return [
    { name: 'report.md', content: markdown.startsWith('#') ? markdown : `# ${title.replace(/\s+/g, ' ')}\n\n${markdown}` },
    ...(report === undefined ? [] : [{ name: 'report.html', content: report.content }]),
    ...others.map(({ name, contentType, content }, index) => ({ name: attachmentName(index, name, contentType), content })),
  ];
}

function textOf(error: unknown): string {
  const text = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return text.endsWith('.') ? text : `${text}.`;
}
