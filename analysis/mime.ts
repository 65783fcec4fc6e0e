/**
 * The first HTML part of a MIME message of many parts (RFC 2557: .mht and .mhtml): where its boundary, its part and
 * its encoding are. DebugDiag writes `multipart/related`, boundary `__ANALYZER_REPORT_BOUNDARY__`, quoted-printable
 * UTF-8 first and pictures after it; browsers that save the report again write base64 or 8-bit, and name
 * other boundaries. Nothing nested is opened.
 */

export interface MimePart {
  readonly headers: ReadonlyMap<string, string>;
  /** Where its body begins in the bytes. */
  readonly bodyAt: number;
}

/** Headers of one part: longer ones are hostile. */
const maxHeaderLength = 16_384;

const latin = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};

/** Where `wanted` (ASCII) occurs in `bytes` from `from` on; -1 where it does not. */
export function indexOfAscii(bytes: Uint8Array, wanted: string, from: number): number {
  const first = wanted.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted.charCodeAt(same)) same++;
    if (same === wanted.length) return at;
  }
  return -1;
}

/** Reads headers from `from` up to the empty line; null where there is none within reach. */
export function headersAt(bytes: Uint8Array, from: number): MimePart | null {
  const text = latin(bytes.subarray(from, from + maxHeaderLength));
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return null;
  const unfolded = text.slice(0, end.index).replace(/\r?\n[\t ]+/g, ' ');
  const pairs = unfolded.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
  });
  return { headers: new Map(pairs), bodyAt: from + end.index + end[0].length };
}

/** A parameter of a header: `charset` in `text/html; charset="utf-8"`; null where it has none. */
export function parameter(header: string, name: string): string | null {
  const at = header.toLowerCase().indexOf(`${name}=`);
  if (at === -1) return null;
  const rest = header.slice(at + name.length + 1);
  return (rest.startsWith('"') ? rest.slice(1).split('"', 1)[0] : rest.split(/[;\s]/, 1)[0]) ?? null;
}

const hexDigit = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
};

/** RFC 2045 §6.7; a broken escape stays as it is. */
export function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let to = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== 61) {
      out[to++] = byte;
      continue;
    }
    const high = hexDigit(bytes[at + 1]);
    const low = hexDigit(bytes[at + 2]);
    if (high >= 0 && low >= 0) {
      out[to++] = high * 16 + low;
      at += 2;
    } else if (bytes[at + 1] === 13 && bytes[at + 2] === 10) at += 2;
    else if (bytes[at + 1] === 10) at += 1;
    else out[to++] = byte;
  }
  return out.subarray(0, to);
}

/** The six bits of a base64 digit; -1 for any other byte. */
function base64Value(byte: number): number {
  if (byte >= 65 && byte <= 90) return byte - 65;
  if (byte >= 97 && byte <= 122) return byte - 71;
  if (byte >= 48 && byte <= 57) return byte + 4;
  return byte === 43 ? 62 : byte === 47 ? 63 : -1;
}

/** RFC 2045 §6.8; line ends and padding are passed over. */
export function decodeBase64(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length * 0.75) + 3);
  let to = 0;
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    const value = base64Value(byte);
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[to++] = (held >> bits) & 0xff;
  }
  return out.subarray(0, to);
}

/** Character sets that saved pages declare, by the names that a decoder knows; anything else is taken as UTF-8. */
const charsets: readonly (readonly [RegExp, string])[] = [
  [/^utf-?16/i, 'utf-16le'],
  [/^unicode$/i, 'utf-16le'],
  [/^(?:iso-8859-1|us-ascii|windows-1252|latin1)$/i, 'windows-1252'],
  [/^windows-125[0-8]$/i, ''],
  [/^(?:koi8-r|gb18030|gbk|gb2312|big5|shift_jis|euc-jp|euc-kr)$/i, ''],
];

/** The text of a part's body by its transfer encoding and character set. */
export function decodeBody(part: MimePart, body: Uint8Array): string {
  const transfer = (part.headers.get('content-transfer-encoding') ?? '').toLowerCase();
  const decoded = transfer.startsWith('quoted') ? decodeQuotedPrintable(body) : transfer.startsWith('base64') ? decodeBase64(body) : body;
  const named = parameter(part.headers.get('content-type') ?? '', 'charset') ?? 'utf-8';
  const known = charsets.find(([pattern]) => pattern.test(named));
  return new TextDecoder(known === undefined ? 'utf-8' : known[1] === '' ? named.toLowerCase() : known[1]).decode(decoded);
}
