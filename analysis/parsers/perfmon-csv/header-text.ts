/** The bytes of a header line → its text, in the code page in which its counters have names that are known. */
import { decodeText } from '../../text.ts';
import type { Encoding } from '../../text.ts';
import { readHeader } from './header.ts';

/**
 * Windows writes a log in the code page of the machine and does not say which: beside the Western and
 * Cyrillic ones, which any text is tried for, those of the other languages that Windows Server comes in.
 */
const otherCodePages = ['windows-1250', 'windows-1254', 'windows-1253', 'shift_jis', 'gbk', 'euc-kr', 'big5'] as const;

const knownIn = (text: string): number => readHeader(text.trim()).wanted.length;

/** The header's text; of several readings the first in which most counters are known. */
export function headerTextOf(bytes: Uint8Array, encoding: Encoding | null): string {
  const plain = decodeText(bytes, encoding);
  if (plain.encoding.startsWith('utf-')) return plain.text;
  let best = { text: plain.text, known: knownIn(plain.text) };
  for (const page of otherCodePages) {
    const text = new TextDecoder(page).decode(bytes);
    const known = knownIn(text);
    if (known > best.known) best = { text, known };
  }
  return best.text;
}
