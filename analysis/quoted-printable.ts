/**
 * A mail as its source (`.eml`, "show original"): quoted-printable breaks lines at 76 characters with an equals sign and
 * writes others as `=3D`. RFC 2045, 6.7. DebugDiag's .mht has a reader of its own (mime.ts).
 */

const softBreak = /^.{1,76}=$/;
const declared = /^Content-Transfer-Encoding: {0,4}quoted-printable/im;
const escaped = /(?:=[\dA-F]{2}){1,400}/g;
/** Fewer breaks may be lines that happen to end so. */
const leastBreaks = 2;

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/\r{1,2}$/, ''));
}

/** Each line as the pieces it came in; null where the text shows no sign of this. */
function piecesOf(text: string): readonly (readonly string[])[] | null {
  if (!text.includes('=\n') && !text.includes('=\r\n') && !declared.test(text)) return null;
  const lines = linesOf(text);
  if (!declared.test(text) && lines.filter((line) => softBreak.test(line)).length < leastBreaks) return null;
  const whole: string[][] = [];
  for (let at = 0; at < lines.length; at++) {
    const own = [lines[at] ?? ''];
    while (softBreak.test(own.at(-1) ?? '') && at + 1 < lines.length) own.push(lines[++at] ?? '');
    whole.push(own);
  }
  return whole;
}

function decoded(line: string): string {
  return line.replace(escaped, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('='), (code) => Number.parseInt(code, 16));
    return new TextDecoder('utf-8').decode(bytes);
  });
}

export const withoutQuotedPrintable = (text: string): string | null =>
  piecesOf(text)
    ?.map((own) => decoded(own.map((line, at) => (at < own.length - 1 ? line.slice(0, -1) : line)).join('')))
    .join('\n') ?? null;

/** How many lines each line of `withoutQuotedPrintable` was. */
export const quotedLines = (text: string): readonly number[] => piecesOf(text)?.map((own) => own.length) ?? [];

/** The mail says so itself. */
export const isQuotedPrintable = (text: string): boolean => declared.test(text);
