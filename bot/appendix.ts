import type { AppendixEntry } from '../cards/types.ts';
import { redactText } from '../flows/redact.ts';
import type { Investigation } from '../flows/types.ts';
import type { Store } from '../store/types.ts';

/** The report stays a file that a ticket system and a mail take. */
const maxOutputBytes = 200 * 1024;
const maxOutputs = 60;

/** The outputs of a case as text, for the end of its report: secrets masked, a longer one cut, and both said. */
export async function appendixOf(store: Pick<Store, 'getRaw'>, investigation: Investigation): Promise<AppendixEntry[]> {
  const named = new Map<string, string>();
  for (const each of [...investigation.evidence, ...investigation.unread]) if (!named.has(each.rawRef)) named.set(each.rawRef, each.from);
  const outputs = [...named].slice(0, maxOutputs);
  return Promise.all(outputs.map(async ([ref, from]) => ({ name: from, text: appendixText(await store.getRaw(ref)) })));
}

export function appendixText(bytes: Uint8Array | null): string {
  if (bytes === null) return '(no longer kept)';
  const head = bytes.subarray(0, maxOutputBytes);
  if (isBinary(head)) return `(${bytes.length} bytes that are no text; they are kept beside the case)`;
  const { text, count } = redactText(new TextDecoder(encodingOf(head)).decode(head));
  const masked = count === 0 ? '' : `\n… ${count} secrets masked.`;
  const cut = bytes.length > maxOutputBytes ? `\n… cut here: ${bytes.length} bytes in all, the whole is kept beside the case.` : '';
  return text + masked + cut;
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function isBinary(bytes: Uint8Array): boolean {
  return encodingOf(bytes) === 'utf-8' && bytes.includes(0);
}
