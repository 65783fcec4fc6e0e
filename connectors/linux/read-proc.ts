/** Reading /proc: what has gone or may not be read is a value, not an exception. */
import { closeSync, openSync, readSync } from 'node:fs';
import { readFile, readlink } from 'node:fs/promises';

/** Larger than any /proc text we read except maps, which is read only as far as this. */
const maxTextBytes = 8 * 2 ** 20;

export type ProcText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: 'gone' | 'denied' | 'other' };

/** The error code of a failed system call: `EACCES`; null where it is none. */
export function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function whyNot(error: unknown): 'gone' | 'denied' | 'other' {
  const code = codeOf(error) ?? '';
  if (code === 'ENOENT' || code === 'ESRCH') return 'gone';
  return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'other';
}

/** The text of a /proc file (or another small system file), cut at 8 MB. */
export async function readProc(path: string): Promise<ProcText> {
  try {
    return { ok: true, text: (await readFile(path, 'utf8')).slice(0, maxTextBytes) };
  } catch (error) {
    return { ok: false, why: whyNot(error) };
  }
}

/** The text, or null where it cannot be had. */
export async function procText(path: string): Promise<string | null> {
  const read = await readProc(path);
  return read.ok ? read.text : null;
}

/** Where a link of /proc points; null where it cannot be read. */
export async function procLink(path: string): Promise<string | null> {
  try {
    return await readlink(path);
  } catch {
    return null;
  }
}

/** The first bytes of a file; null where it cannot be read. */
export function headOf(path: string, length: number): Uint8Array | null {
  try {
    const file = openSync(path, 'r');
    try {
      const head = new Uint8Array(length);
      return head.subarray(0, readSync(file, head, 0, length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

/** A value of `Name:   123 kB` in bytes; null where the line is missing. Units in /proc are always kB = 1024 bytes. */
export function kilobytesOf(text: string, name: string): number | null {
  const value = valueOf(text, name);
  return value === null ? null : value * 1024;
}

/** A value of `Threads:   12`; null where the line is missing. */
export function valueOf(text: string, name: string): number | null {
  const start = text.startsWith(`${name}:`) ? 0 : text.indexOf(`\n${name}:`) + 1;
  if (start === 0 && !text.startsWith(`${name}:`)) return null;
  const value = Number.parseInt(text.slice(start + name.length + 1, start + name.length + 40), 10);
  return Number.isFinite(value) ? value : null;
}
