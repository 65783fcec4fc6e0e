import type { TicketRef } from '../connectors/types.ts';

/** The last folder of a path says where a report lies; the path itself is on the page and in the log. */
const foldersSaid = 2;

/** Where a report was filed, as one says it: the ticket's own folder, or the address of a ticket system. */
export function filedPlace({ where }: TicketRef): string {
  if (/^https?:/i.test(where)) return where;
  const parts = where.split(/[\\/]/).filter((part) => part !== '');
  // Each filing has a folder of its own in the ticket's, named by a hash.
  const folders = /^[0-9a-f]{8,64}$/.test(parts.at(-1) ?? '') ? parts.slice(0, -1) : parts;
  return folders.slice(-foldersSaid).join('/');
}
