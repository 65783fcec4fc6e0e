import type { AppendixEntry } from '../cards/types.ts';
import { redactText } from '../flows/redact.ts';
import type { Investigation } from '../flows/types.ts';
import type { Store } from '../store/types.ts';
import { isArchive } from './archives/open.ts';
import { bytesSource, type Source } from './archives/source.ts';
import { headsOf } from './reading-file.ts';

/** The report stays a file that a ticket system and a mail take. */
const maxOutputBytes = 200 * 1024;
const maxOutputs = 60;

/** The outputs of a case as text, for the end of its report: secrets masked, a longer one cut, and both said. Of an archive the files that were read. */
export async function appendixOf(store: Pick<Store, 'getRaw'>, investigation: Investigation): Promise<AppendixEntry[]> {
  const named = Map.groupBy([...investigation.evidence, ...investigation.unread], (each) => each.rawRef);
  const outputs = await Promise.all(
    [...named].slice(0, maxOutputs).map(async ([ref, told]) => {
      const bytes = await store.getRaw(ref);
      const names = [...new Set(told.map((each) => each.from))];
      const texts = bytes === null ? [{ name: names[0] ?? '', text: '(no longer kept)' }] : keptTexts(bytes, names);
      return texts.map((each) => ({ ...each, evidence: told.flatMap((one) => ('id' in one && one.from === each.name ? [one.id] : [])) }));
    }),
  );
  return outputs.flat().slice(0, maxOutputs);
}

/** Of an archive only the files that the case names; of anything else its text under the first of its names. */
function keptTexts(bytes: Uint8Array, names: readonly string[]): AppendixEntry[] {
  const [first = ''] = names;
  const source = bytesSource(bytes);
  const all = appendixTexts(source, first.split(' › ', 1)[0] ?? '');
  if (!isArchive(source)) return all.map(({ text }) => ({ name: first, text }));
  const told = all.filter((each) => names.includes(each.name));
  return told.length > 0 ? told : [{ name: first, text: `(${bytes.length} bytes of an archive; they are kept beside the case)` }];
}

/** The text of an output or, of an archive, of each file in it. */
export function appendixTexts(source: Source, name: string): AppendixEntry[] {
  return headsOf(source, name, maxOutputBytes).map(({ within, head, size }) => ({
    name: within === null ? name : redactText(`${name} › ${within}`).text,
    text: appendixText(head, size),
  }));
}

/** `size`: of the whole; null where only this much was unpacked. */
function appendixText(head: Uint8Array, size: number | null): string {
  const all = size === null ? 'the rest' : `${size} bytes in all, the whole`;
  if (isBinary(head)) return `(${size === null ? 'an output' : `${size} bytes`} that is no text; it is kept beside the case)`;
  const { text, count } = redactText(new TextDecoder(encodingOf(head)).decode(head));
  const masked = count === 0 ? '' : `\n… ${count} secrets masked.`;
  const cut = size === null || size > head.length ? `\n… cut here: ${all} is kept beside the case.` : '';
  return text + masked + cut;
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function isBinary(bytes: Uint8Array): boolean {
  return encodingOf(bytes) === 'utf-8' && bytes.includes(0);
}
