import type { Investigation } from '../flows/types.ts';
import type { Store } from '../store/types.ts';

/** The report stays a file that a ticket system and a mail take. */
const maxOutputBytes = 200 * 1024;
const maxOutputs = 60;

/** The raw outputs of a case, as text, for the end of its report; a longer one is cut, and says so. */
export async function appendixOf(store: Store, investigation: Investigation): Promise<{ name: string; text: string }[]> {
  const named = new Map<string, string>();
  for (const each of [...investigation.evidence, ...investigation.unread]) if (!named.has(each.rawRef)) named.set(each.rawRef, each.from);
  const outputs = [...named].slice(0, maxOutputs);
  return Promise.all(outputs.map(async ([ref, from]) => ({ name: from, text: asText(await store.getRaw(ref)) })));
}

function asText(bytes: Uint8Array | null): string {
  if (bytes === null) return '(no longer kept)';
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes.subarray(0, maxOutputBytes));
  const cut = bytes.length > maxOutputBytes ? `\n… cut here: ${bytes.length} bytes in all, the whole is kept beside the case.` : '';
  return text.split('\0').join('') + cut;
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}
