/** File names of our own for attachments: what a name from outside says is kept only as far as it is harmless. */

/** Short enough for every file system together with its folder (Windows counts 260 in all). */
const maxStem = 60;
const known = new Map([
  ['text/html', '.html'],
  ['text/markdown', '.md'],
  ['text/csv', '.csv'],
  ['application/json', '.json'],
  ['text/plain', '.txt'],
]);

/**
 * `01-handle-summary.txt`: a number, plain letters, and the extension of the content type. So no
 * name leaves its folder, is a device of Windows, hides behind a second extension, or is executable.
 */
export function attachmentName(index: number, name: string, contentType: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .slice(0, 300)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-?\d{1,2}-/, '') // it gets a number of ours
    .slice(0, maxStem)
    .replace(/^-|-$/g, '');
  const number = String(index + 1).padStart(2, '0');
  const extension = known.get(contentType.split(';')[0]?.trim().toLowerCase() ?? '') ?? '.txt';
  const stem = plain.endsWith(extension.replace('.', '-')) ? plain.slice(0, -extension.length) : plain;
  return `${[number, stem].filter((part) => part !== '').join('-')}${extension}`;
}

/** A folder's name for a ticket number or a case id; the key's hash where nothing plain is left of it. */
export function ticketFolder(ticket: string | null, keyHash: string): string {
  const plain = (ticket ?? '')
    .normalize('NFKC')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, maxStem)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? `case-${keyHash.slice(0, 12)}` : `ticket-${plain}`; // the prefix: CON and NUL are devices, ticket-CON is not
}
