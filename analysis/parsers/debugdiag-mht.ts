/**
 * A DebugDiag report file (.mht), as the analysis writes it or as a browser saved it again:
 *
 *   Content-Type: multipart/related;
 *       boundary="__ANALYZER_REPORT_BOUNDARY__";
 *   <div class=3D"mt20 dump" data-debug-details=3D"dump" data-debug-rule=3D"MemoryAnalysis" data-debug-dump=3D"w3wp.dmp">
 *
 * RFC 2557; DebugDiag's writer: MIMEHelperFunctions (FACTS §5.6). The page is the first HTML part; pictures and
 * styles behind it are not asked for, so that a report of any size costs only its text.
 */
import { drive } from '../drive.ts';
import { htmlText } from '../html-text.ts';
import { normalisedLines, withoutIndent } from '../lines.ts';
import { decodeBody, headersAt, indexOfAscii, parameter } from '../mime.ts';
import type { MimePart } from '../mime.ts';
import { byteOrderMark, decodeText } from '../text.ts';
import type { ByteParser, Parsed, Want } from '../types.ts';
import { readReport } from './debugdiag/read-report.ts';

/** What is read at most: reports of three large dumps are 1 to 5 MB; behind that come pictures. */
const maxRead = 16 * 2 ** 20;
/** What went through an editor or a chat as text is smaller: chats and mails take no more. */
const maxPasted = 6 * 2 ** 20;
const chunkLength = 512 * 1024;
/** Parts that are looked at for the page; it is the first one in every writer known. */
const maxParts = 50;

/** The head without the zero bytes of UTF-16 and without no-break spaces, so that one comparison serves all. */
export const beginning = (head: Uint8Array): string =>
  new TextDecoder('windows-1252')
    .decode(head.subarray(0, 4096).filter((byte) => byte !== 0 && byte !== 0xc2))
    .replaceAll('\u00a0', ' ')
    .toLowerCase();

function recognises(head: Uint8Array): boolean {
  const text = beginning(head);
  if (text.includes('__analyzer_report_boundary__')) return true;
  return (
    text.includes('multipart/related') &&
    (/^(?:> ?)?from: "?<saved by /m.test(text) || /^(?:> ?)?(?:snapshot-)?content-location:/m.test(text)) &&
    text.includes('mime-version')
  );
}

interface Source {
  readonly bytes: Uint8Array;
  filled: number;
}

/** Fills the source until `wanted` stands in it behind `from`, the input ends, or the limit is reached. */
function* fillUntil(source: Source, wanted: string, from: number): Generator<Want, number, Uint8Array> {
  for (let at = from; ;) {
    const found = indexOfAscii(source.bytes.subarray(0, source.filled), wanted, at);
    if (found !== -1 || source.filled >= source.bytes.length) return found;
    at = Math.max(from, source.filled - wanted.length);
    const chunk = yield { offset: source.filled, length: Math.min(chunkLength, source.bytes.length - source.filled) };
    if (chunk.length === 0) return -1;
    source.bytes.set(chunk, source.filled);
    source.filled += chunk.length;
  }
}

interface Page {
  readonly html: string;
  readonly cut: boolean;
}

/** The first HTML part, decoded; null where there is none within reach. */
function* firstPage(source: Source): Generator<Want, Page | null, Uint8Array> {
  yield* fillUntil(source, '\n\r\n', 0);
  const boundary = parameter(headersAt(source.bytes.subarray(0, source.filled), 0)?.headers.get('content-type') ?? '', 'boundary');
  if (boundary === null || boundary === '' || boundary.length > 200) return null;
  // At the beginning of a line, as RFC 2046 §5.1.1 has it: a page of dashes is then passed over in one go.
  const mark = `\n--${boundary}`;
  let at = yield* fillUntil(source, mark, 0);
  for (let part = 0; part < maxParts && at !== -1; part++) {
    const next = yield* fillUntil(source, mark, at + mark.length);
    const end = next === -1 ? source.filled : next;
    const line = source.bytes.indexOf(10, at + 1);
    const found: MimePart | null = line === -1 ? null : headersAt(source.bytes.subarray(0, end), line + 1);
    if (found !== null && /text\/html/i.test(found.headers.get('content-type') ?? '')) {
      return { html: decodeBody(found, source.bytes.subarray(found.bodyAt, end)), cut: next === -1 };
    }
    at = next;
  }
  return null;
}

/** The answer to a page that holds no memory report; also for reports that were saved as HTML. */
export const noMemoryReport: Parsed = {
  ok: false,
  problem:
    'This is a saved page without a DebugDiag memory report. In DebugDiag Analysis select the rules MemoryAnalysis and DotNetMemoryAnalysis, add the dump, and drop the .mht that it writes.',
  line: null,
};

/** Readings of a report's page; `cut` says that its end was not read. */
export function readPage(html: string, cut: boolean): Parsed {
  const page = htmlText(html);
  const { readings, notes } = readReport(page.lines);
  if (readings.length === 0) return noMemoryReport;
  const note = 'The report is cut off or larger than 16 MB: what stands behind that was not read.';
  return { ok: true, readings, notes: cut || page.cut ? [...notes, note] : notes };
}

/** As the writers begin it: a header in ASCII. A paste has blanks above it, quote marks, no-break spaces, UTF-16. */
const plainHeader = /^[!-9;-~]{1,60}:[\t -~]{0,900}\r?\n(?:[\t -~]{0,900}\r?\n){0,20}?\r?\n/;

/** A report file whose text went through an editor or a chat: the page in it, once that is undone. */
function pastedPage(bytes: Uint8Array): Page | null {
  const lines = normalisedLines(decodeText(bytes.subarray(byteOrderMark(bytes)?.length ?? 0), byteOrderMark(bytes)?.encoding).text);
  const joined = lines.join('\n');
  const text = new TextEncoder().encode((withoutIndent(joined) ?? joined).trimStart());
  return drive(firstPage({ bytes: new Uint8Array(text.length), filled: 0 }), text);
}

function* read(size: number): Generator<Want, Parsed, Uint8Array> {
  const source: Source = { bytes: new Uint8Array(Math.min(size, maxRead)), filled: 0 };
  const first = yield* firstPage(source);
  const isPlain = first !== null && plainHeader.test(new TextDecoder('windows-1252').decode(source.bytes.subarray(0, 4096)));
  const page = isPlain ? first : (pastedPage(yield { offset: 0, length: Math.min(source.bytes.length, maxPasted) }) ?? first);
  if (page !== null) return readPage(page.html, page.cut);
  const problem =
    'This looks like a saved page (.mht), but there is no HTML part in its first 16 MB. Open it in a browser, select all, copy, and paste the text.';
  return { ok: false, problem, line: null };
}

/** DebugDiag's .mht: every dump in it, MemoryAnalysis and DotNetMemoryAnalysis. */
export const debugdiagMht: ByteParser = { id: 'debugdiag-mht', title: 'DebugDiag report (.mht)', recognises, read };
