/**
 * A DebugDiag report that a browser saved as .htm or .html:
 *
 *   <div class="reportTitleText">DebugDiag Analysis Report</div>
 *   <div class="mt20 dump" data-debug-details="dump" data-debug-rule="MemoryAnalysis" data-debug-dump="w3wp.dmp">
 *   <td>Total size of allocations</td>
 *
 * The same page as in the .mht (debugdiag-mht.ts), whatever the browser made of its tags: it is read by its text.
 */
import { byteOrderMark, decodeText } from '../text.ts';
import type { ByteParser, Parsed, Want } from '../types.ts';
import { beginning, readPage } from './debugdiag-mht.ts';

/** As for the .mht: the text of three large dumps is 1 to 5 MB. */
const maxRead = 16 * 2 ** 20;

function recognises(head: Uint8Array): boolean {
  const text = beginning(head);
  return (
    /^[^<]{0,200}<(?:!doctype html|!--|html|head|\?xml)/.test(text) && /debug ?diag|data-debug-|reporttitletext|analysissummary/.test(text)
  );
}

function* read(size: number): Generator<Want, Parsed, Uint8Array> {
  const bytes = yield { offset: 0, length: Math.min(size, maxRead) };
  const text = decodeText(bytes.subarray(byteOrderMark(bytes)?.length ?? 0), byteOrderMark(bytes)?.encoding).text;
  return readPage(text, size > maxRead);
}

/** DebugDiag's report as a saved web page. */
export const debugdiagHtml: ByteParser = { id: 'debugdiag-html', title: 'DebugDiag report (.html)', recognises, read };
