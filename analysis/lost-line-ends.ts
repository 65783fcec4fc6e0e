/**
 * An output that came as one long line, as single-line fields of tickets and forms, some chats and copied cells of a
 * spreadsheet leave it: line ends put back before what its rows begin with. Only the reader can tell whether that makes
 * sense of the text (read-again.ts). Each with what shows that it is this output, in the form of the tool's own rows.
 */

interface Rows {
  readonly shows: RegExp;
  /** What shows that it is another output, of which such rows are a part. */
  readonly not?: RegExp;
  /** Blanks or nothing, before what begins a row or behind what ends one. */
  readonly between: RegExp;
}

/** In one line no tool prints as much, but JSON and rows of many counters. */
const longest = 100;

const address = '[\\da-fA-F`]{8,17}';
const outputs: readonly Rows[] = [
  {
    shows: /Handle type summary:/,
    between: /(?<=Handle type summary:)\s{1,8}|(?<=: {0,4}\d{1,12})\s{1,8}(?=[A-Z<])|\s{1,8}(?=Handle type summary:)/g,
  },
  {
    shows: /\bMT\s{1,20}Count\s{1,20}TotalSize\s{1,20}Class Name\b/,
    not: /\bfinaliza(?:ble|tion)\b|\bAddress\s{1,20}MT\s{1,20}Size\b/,
    between: new RegExp(
      `\\s{1,20}(?=(?:0x)?${address}\\s{1,20}[\\d,.]{1,15}\\s{1,20}[\\d,.]{1,20}\\s{1,4}\\S)|\\s{1,20}(?=Total [\\d,]{1,15} objects|Statistics:|MT\\s{1,20}Count)`,
      'g',
    ),
  },
  {
    // Pages number the lines of an example and then lose the numbers' column.
    shows: /--- Usage Summary -{4}.{0,300}%ofTotal/,
    between:
      /(?:(?<=%|%ofTotal)\d{1,3}|\s\d{1,3})?\s{1,20}(?:\d{1,3}\s{1,4})?(?=[A-Z<][\w<>]{1,30}\s{1,40}\d{1,8}\s{1,40}[\da-f`]{1,17} \(\s{0,8}\d|-{3} (?:Usage|Type|State|Protect|Largest) )/g,
  },
  {
    shows: /"\(PDH-[CT]SV \d/,
    between: /(?<=["\d]) {1,4}(?="\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} \d{1,2}:\d\d:\d\d)| {1,4}(?=Exiting, please|The command completed)/g,
  },
  { shows: /\[\d\d:\d\d:\d\d\] ?Dump \d/, between: /\s{1,8}(?=\[\d\d:\d\d:\d\d\])/g },
  {
    shows: new RegExp(`\\b(?:Child-SP|ChildEBP)\\s{1,20}RetAddr\\b|${address} ${address} [\\w.]{1,60}![\\w:~<>@$\`?]{1,200}\\+0x`),
    between: new RegExp(
      `(?<!\\s)(?:(?<![\\s#][\\da-f]{2,3})\\s{1,12}(?=(?:[\\da-f]{2,3} )?${address} ${address} (?:${address} ${address} ${address} )?(?::\\s)?[\\w.-]{1,80}[!+])|\\s{1,12}(?=[.#]?\\s{0,3}\\d{1,5}\\s{1,4}Id: [\\da-f]{1,8}\\.[\\da-f]{1,8} )|\\s{1,12}(?=#? ?Child(?:-SP|EBP)\\s))`,
      'g',
    ),
  },
  {
    shows: /\bOS Thread Id: 0x/,
    between: new RegExp(`\\s{1,12}(?=OS Thread Id: |Child SP\\s{1,20}IP|${address} ${address} [\\w.[])`, 'g'),
  },
  {
    shows: /\bVmRSS:\s{1,12}\d{1,12} kB/,
    between: /\s{1,4}(?=(?:Name|Umask|State|Tgid|Ngid|Pid|PPid|TracerPid|Uid|Gid|FDSize|Groups|Threads|[A-Z][A-Za-z]{2,24}|NS\w{2,5}):\s)/g,
  },
  {
    shows: /\ballocs\s{1,4}BackTrace[\dA-F]{1,16}/,
    between:
      /\s{1,8}(?=[+-]\s{1,12}[\da-f]{1,16} \()|\s{1,8}(?=Total (?:in|de)crease ==)|\s{1,8}(?=[\w.]{1,60}![^\s!]{1,300}\+[\dA-Fa-f]{1,8}\b)/g,
  },
  {
    shows: /\b(?:PrivateMemorySize64|PrivatePageCount|HandleCount|WorkingSet64)\s{0,20}:/,
    between: /\s{1,8}(?=[A-Za-z]\w{1,40}\s{0,40}: )/g,
  },
  { shows: /\b(?:WP|APPPOOL) "[^"]{1,200}" \(/, between: /\s{1,8}(?=(?:WP|APPPOOL) ")/g },
  { shows: /\bTCP {1,12}\S{3,60} {1,60}\S{3,60} {1,60}\S{2,30} {1,40}\d/, between: /\s{1,12}(?=(?:TCP|UDP) {1,12}\S{1,50}:\d)/g },
  {
    shows: /#0 {1,4}\S[^#]{0,300}\sin \S|\bThread \d{1,6} \(.{0,80}\bLWP \d/,
    between: /\s{1,8}(?=#\d{1,4} {1,4}(?:0x)?\S|Thread \d{1,6} \(|\[Inferior \d)/g,
  },
  { shows: /\bTimestamp,Provider,Counter Name,/, between: / {1,4}(?=\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} \d{1,2}:\d\d:\d\d)/g },
];

/** A row that is just long may hold the beginning of another by chance, and not so many. */
const fewestRows = 4;

/** A page that loses the empty lines of an output joins its headings with what stands above: `0.00%--- Type Summary`. */
const gluedHeading = /(?<=[\w%])(?=-{3} (?:Usage|Type|State|Protect) Summary\b)/g;

function inRows(printed: string): string {
  const line = printed.includes('--- ') ? printed.replace(gluedHeading, '\n') : printed;
  if (line !== printed || line.length < longest) return line;
  const shown = outputs.filter(({ shows, not }) => shows.test(line) && not?.test(line) !== true);
  const rows = shown.reduce((changed, { between }) => changed.replace(between, '\n'), line);
  return rows.split('\n', fewestRows).length < fewestRows ? line : rows;
}

/** The text with a line end before each row of the outputs that its long lines show; null where none does. */
export function withLineEnds(text: string): string | null {
  const changed = text.split('\n').map(inRows).join('\n');
  return changed === text ? null : changed;
}
