import type { IncomingFile, LoadedFile } from '../chat.ts';
import type { IncomingActivity } from './activity.ts';

type Attachment = NonNullable<IncomingActivity['attachments']>[number];

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
const downloadInfo = 'application/vnd.microsoft.teams.file.download.info';
/** Where Teams keeps files that people send; a download goes nowhere else. */
const fileHosts = ['.sharepoint.com', '.sharepoint.us', '.sharepoint-df.com', '.svc.ms'];
const loopback = ['127.0.0.1', 'localhost', '[::1]'];
const downloadTimeoutMs = 60_000;

export interface AttachmentRules {
  readonly maxBytes: number;
  /** Without an app id a client on this machine may name an address on this machine. */
  readonly loopback: boolean;
  /** What the page has sent is kept already: its address says under which hash. null: some other address. */
  readonly keptRef: (address: string) => string | null;
}

/**
 * The files of a message. Teams adds the message's own text once more as text/html: that is no file,
 * and neither are cards that were quoted.
 */
export function filesOf(activity: IncomingActivity, rules: AttachmentRules): readonly IncomingFile[] {
  return (activity.attachments ?? []).flatMap((attachment, index) => {
    const type = attachment.contentType ?? '';
    if (type === 'text/html' || type.startsWith('application/vnd.microsoft.card')) return [];
    const name = nameOf(attachment.name ?? null, index);
    const load = loader(attachment, rules);
    return load === null ? [] : [{ name, load }];
  });
}

/** The message's own text as Teams adds it once more: code blocks stand in it with their lines. null: there is none. */
export function htmlOf(activity: IncomingActivity): string | null {
  const own = (activity.attachments ?? []).find(({ contentType }) => contentType === 'text/html')?.content;
  return typeof own === 'string' ? own : null;
}

/** A name to show, never a path to write to. */
function nameOf(given: string | null, index: number): string {
  const last = (given ?? '').split(/[\\/]/).at(-1)?.trim() ?? '';
  return last === '' ? `attachment ${index + 1}` : last.slice(0, 200);
}

function loader(attachment: Attachment, rules: AttachmentRules): (() => Promise<LoadedFile>) | null {
  const { contentType, content, contentUrl } = attachment;
  if (contentType === downloadInfo) {
    const url = typeof content === 'object' && content !== null && 'downloadUrl' in content ? content.downloadUrl : null;
    return typeof url === 'string' ? () => download(url, rules) : null;
  }
  if (typeof content === 'string') return () => Promise.resolve(bounded(Buffer.from(content, 'utf8'), rules.maxBytes));
  if (contentUrl?.startsWith('data:') === true) return () => Promise.resolve(inline(contentUrl, rules.maxBytes));
  if (typeof contentUrl !== 'string') return null;
  const rawRef = rules.keptRef(contentUrl);
  return rawRef === null ? () => download(contentUrl, rules) : () => Promise.resolve({ ok: true, rawRef });
}

function inline(url: string, maxBytes: number): LoadedFile {
  const comma = url.indexOf(',');
  if (comma === -1) return { ok: false, problem: 'The attached data has no content.' };
  const data = url.slice(comma + 1);
  if (url.slice(0, comma).endsWith(';base64')) return bounded(Buffer.from(data, 'base64'), maxBytes);
  return bounded(Buffer.from(unescapePercent(data), 'utf8'), maxBytes);
}

function unescapePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function bounded(bytes: Uint8Array, maxBytes: number): LoadedFile {
  return bytes.length <= maxBytes ? { ok: true, bytes } : { ok: false, problem: tooLarge(maxBytes) };
}

function tooLarge(maxBytes: number): string {
  return `It is larger than ${Math.floor(maxBytes / 2 ** 20)} MB. Run \`npm run analyze\` on it where it lies, or cut out the part that matters.`;
}

function mayFetch(address: string, rules: AttachmentRules): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) return false;
  if (rules.loopback && loopback.includes(url.hostname)) return url.protocol === 'http:' || url.protocol === 'https:';
  return url.protocol === 'https:' && fileHosts.some((host) => url.hostname.endsWith(host));
}

async function download(address: string, rules: AttachmentRules): Promise<LoadedFile> {
  if (!mayFetch(address, rules)) return { ok: false, problem: 'Its address is none from which files are fetched; paste the text instead.' };
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(downloadTimeoutMs) });
    if (!response.ok || response.body === null)
      return { ok: false, problem: `It could not be fetched (${response.status}); send it once more.` };
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > rules.maxBytes) return { ok: false, problem: tooLarge(rules.maxBytes) };
      chunks.push(chunk);
    }
    return { ok: true, bytes: Buffer.concat(chunks) };
  } catch {
    return { ok: false, problem: 'It could not be fetched; send it once more, or paste the text.' };
  }
}
