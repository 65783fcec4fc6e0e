/**
 * What people write behind the row that matters, so that it can be read as any other: `Key  65602 ==> large value`,
 * `1f64 7df - 1f64000 (81.23)  <-- this one`. Not `--->`, by which .NET sets an inner exception apart, nor `==> file <==`
 * of head and tail.
 */
const remark = /\s(?:<-{1,12}|<={2,12}|={2,12}>|[←⬅])(?=\s|$)/;
const fileHead = /^\s{0,8}==>/;
/** Rows and frames are shorter. */
const longestMarked = 2000;

function withoutRemark(line: string): string {
  if (line.length > longestMarked || fileHead.test(line)) return line;
  const at = line.search(remark);
  const marked = at < 0 ? '' : line.slice(0, at).trimEnd();
  return marked === '' ? line : marked;
}

/** The text without what was written behind its rows; null where nothing was. */
export function withoutRemarks(text: string): string | null {
  if (!/<-|<==|==>|[←⬅]/.test(text)) return null;
  const bare = text.split('\n').map(withoutRemark).join('\n');
  return bare === text ? null : bare;
}

/** Two stars on either side of a word or a number, none of them one of a row of stars, nor those of a C pointer. */
const emphasis = /(?<!\*)\*\*(?=[^\s*])([^*\n]{1,300})(?<=[^\s*])\*\*(?!\*)/g;

/** The text without the stars by which somebody set in bold what matters; null where there are none. */
export function withoutEmphasis(text: string): string | null {
  if (!text.includes('**')) return null;
  const plain = text.replace(emphasis, '$1');
  return plain === text ? null : plain;
}
