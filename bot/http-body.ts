import type { IncomingMessage } from 'node:http';

export type Body =
  { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly status: 400 | 413 | 415; readonly problem: string };
export type JsonBody = { readonly ok: true; readonly value: Readonly<Record<string, unknown>> } | Exclude<Body, { ok: true }>;

/**
 * Reads a request's body up to `limit` bytes, as sent (a compressed body is refused: it could unpack to
 * anything). Beyond the limit nothing more is kept; what still arrives is thrown away, so that the
 * caller hears 413 and not a broken connection.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const announced = Number(request.headers['content-length'] ?? 0);
  if (encoding !== 'identity') return refused(request, 415, `A body with content-encoding ${encoding} is not read: send it plain.`);
  if (announced > limit) return refused(request, 413, tooLarge(limit));
  return new Promise((resolve) => {
    const whole = announced > 0 ? Buffer.allocUnsafe(announced) : null;
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) resolve({ ok: false, status: 413, problem: tooLarge(limit) });
      else if (whole !== null) chunk.copy(whole, size - chunk.length);
      else chunks.push(chunk);
    });
    request.on('end', () => resolve({ ok: true, bytes: whole === null ? Buffer.concat(chunks) : whole.subarray(0, size) }));
    const broken = (): void => resolve({ ok: false, status: 400, problem: 'The body broke off before its end.' });
    request.on('error', broken);
    request.on('close', broken);
  });
}

function tooLarge(limit: number): string {
  return `The body is larger than ${Number((limit / 2 ** 20).toPrecision(3))} MB, which is the limit here.`;
}

function refused(request: IncomingMessage, status: 413 | 415, problem: string): Promise<Body> {
  request.resume();
  return Promise.resolve({ ok: false, status, problem });
}

/** The body as a JSON object, or why it is none. */
export async function readJson(request: IncomingMessage, limit: number): Promise<JsonBody> {
  const body = await readBody(request, limit);
  if (!body.ok) return body;
  const value = parseJson(body.bytes);
  if (value === undefined) return { ok: false, status: 400, problem: 'The body is not JSON.' };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, status: 400, problem: 'The body must be a JSON object.' };
  return { ok: true, value: value as Record<string, unknown> };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
