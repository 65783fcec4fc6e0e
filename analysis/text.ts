/**
 * Bytes to the lines that every text parser sees. What people paste has been through consoles,
 * editors, mails and chats: a code page, NBSP for blanks, smart quotes, quote marks, fences, colour
 * codes. All of that is undone here, once, and the number of lines stays what it was, so that a
 * line number in a sentence is the line number that the person sees.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'windows-1251' | 'ibm866';

/** Longer lines are cut: no tool that we read as text prints longer ones, and hostile text does. */
export const maxLineLength = 32_768;
/** But JSON, which `ConvertTo-Json -Compress` writes as one line however many samples it holds: some 15,000 of three counters. */
export const maxJsonLength = 8 * 2 ** 20;

/** How many bytes a byte-order mark takes, and what it says. */
export function byteOrderMark(bytes: Uint8Array): { readonly encoding: Encoding; readonly length: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/** How many bytes are looked at to tell an encoding. */
const sniffed = 4096;
/** Of UTF-16 text that people paste at least this part is ASCII or line ends: every second byte is 0. */
const zeroShare = 0.3;

/**
 * The encoding of a text by its mark, or by its zero bytes (UTF-16 without a mark: what PowerShell's
 * redirection leaves when the mark was cut off); null where it is 8-bit and the bytes must be tried.
 */
export function wideEncoding(bytes: Uint8Array): Encoding | null {
  const mark = byteOrderMark(bytes);
  if (mark !== null) return mark.encoding;
  const length = Math.min(bytes.length, sniffed) & ~1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (pairs < 2) return null;
  if (odd >= pairs * zeroShare && even <= pairs * 0.02) return 'utf-16le';
  if (even >= pairs * zeroShare && odd <= pairs * 0.02) return 'utf-16be';
  return null;
}

/** Counts the bytes EF BF BD: a replacement character that was in the text before we decoded it. */
function writtenReplacements(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0xef); at !== -1; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) count++;
  }
  return count;
}

/** Of the letters outside ASCII at least this part stands in runs of three or more: then it is no Western text. */
const cyrillicShare = 0.5;

/**
 * Which 8-bit code page: Cyrillic words are runs of high bytes (Windows 1251, or 866 from a
 * console, told apart by where the small letters lie); in Western text they stand alone or in pairs.
 */
function codePage(bytes: Uint8Array): Encoding {
  let high = 0;
  let inRuns = 0;
  let run = 0;
  let small1251 = 0;
  let small866 = 0;
  const length = Math.min(bytes.length, 1 << 20);
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] ?? 0;
    run = byte < 0x80 ? 0 : run + 1;
    if (run === 0) continue;
    high++;
    if (run >= 3) inRuns += run === 3 ? 3 : 1;
    if (byte >= 0xe0) small1251++;
    if ((byte >= 0xa0 && byte <= 0xaf) || (byte >= 0xe0 && byte <= 0xef)) small866++;
  }
  if (high === 0 || inRuns < high * cyrillicShare) return 'windows-1252';
  return small866 > small1251 ? 'ibm866' : 'windows-1251';
}

/**
 * Of text in an 8-bit code page few bytes happen to be UTF-8 (in Cyrillic of a console a sixth), of UTF-8 with some foreign
 * bytes in it most are: below this many broken for one that is whole the text is UTF-8.
 */
const brokenShare = 0.5;

/** A character that the end of the bytes has cut. */
function isTorn(bytes: Uint8Array): boolean {
  const from = Math.max(0, bytes.length - 3);
  const lead = bytes.findLastIndex((byte, at) => at >= from && byte >= 0xc2);
  if (lead < from) return false;
  const byte = bytes[lead] ?? 0;
  const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
  return bytes.length - lead < wanted && bytes.subarray(lead + 1).every((each) => each >= 0x80 && each < 0xc0);
}

/** Decodes a whole window; never fails: what is not UTF-8 is taken as the likeliest code page. */
export function decodeText(
  bytes: Uint8Array,
  known: Encoding | null = wideEncoding(bytes),
): { readonly text: string; readonly encoding: Encoding } {
  if (known !== null && known !== 'utf-8') return { text: new TextDecoder(known).decode(bytes), encoding: known };
  const text = new TextDecoder('utf-8').decode(bytes);
  const whole = nonAscii(text);
  const torn = whole > 0 && isTorn(bytes) ? 1 : 0;
  const broken = countOf(text, '\ufffd') - writtenReplacements(bytes) - torn;
  if (broken <= 0 || broken < whole * brokenShare) return { text, encoding: 'utf-8' };
  const encoding = codePage(bytes);
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

function countOf(text: string, wanted: string): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) count++;
  return count;
}

function nonAscii(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f && text.charCodeAt(at) !== 0xfffd) count++;
  return count;
}
