/**
 * The words by which DebugDiag's reports are told: labels of its tables, titles of its sections and graphs.
 * Source: the report writer of DebugDiag 2.x (LeakFunctions, VMFunctions, HelperFunctions, DotNetMemoryAnalysis;
 * FACTS §5.6). `Globals.Manager` in titles is the product's own search-and-replace accident; 1.x says `manager`.
 */

export type Field =
  | 'allocations'
  | 'handles'
  | 'bytes'
  | 'tracking'
  | 'leakTrackVersion'
  | 'module'
  | 'function'
  | 'count'
  | 'handleCount'
  | 'size'
  | 'probability'
  | 'allocationType'
  | 'detail'
  | 'pid'
  | 'image'
  | 'machine'
  | 'commandLine'
  | 'uptime'
  | 'bitness'
  | 'header'
  | 'freeBlock'
  | 'free'
  | 'reserved'
  | 'committed'
  | 'totalMemory';

/** What a value must look like, so that prose that begins with the same words is no field. */
const shapes: Readonly<Record<string, RegExp>> = {
  allocations: /^\d[\d.,' ]{0,20} allocations?(?![a-z(])/i,
  handles: /^\d[\d.,' ]{0,20} handles?(?![a-z(])/i,
  size: /^\d[\d.,' ]{0,20}? ?[KMGT]?B(?:ytes?)?(?![a-z])/i,
  duration: /^(?:\d{1,5} day\(s\) )?\d{1,4}:\d\d:\d\d\b/i,
  count: /^\d[\d.,' ]{0,20} allocation(?:\(s\)|s)?(?![a-z])/i,
  handleCount: /^\d[\d.,' ]{0,20} handle(?:\(s\)|s)?(?![a-z])/i,
  percent: /^\d{1,3}(?:[.,]\d{1,3})? ?%/,
  symbol: /^(?:0x[0-9a-f`]{6,17}|[\w.\-$]{1,120}(?:!\S.{0,1000}|\+(?:0x)?[0-9a-f]{1,16})|.{1,400}\+[0-9a-f]{1,8})$/i,
  digits: /^\d{1,10}$/,
  any: /^\S/,
  word: /^[\w.\-$@ ]{1,120}$|^Unknown module\b/i,
  bits: /^(?:32|64)-?bit/i,
  leakType: /(?:allocation|handle)\(s\)$/i,
};

/** Longer labels before those that they begin with. */
const labels: readonly (readonly [label: string, field: Field, shape: keyof typeof shapes])[] = [
  ['number of outstanding allocations', 'allocations', 'allocations'],
  ['number of allocations', 'allocations', 'allocations'],
  ['outstanding allocations', 'allocations', 'allocations'],
  ['total outstanding handle count', 'handles', 'handles'],
  ['outstanding handle count', 'handles', 'handles'],
  ['total size of outstanding allocations', 'bytes', 'size'],
  ['total size of allocations', 'bytes', 'size'],
  ['tracking duration', 'tracking', 'duration'],
  ['leaktrack version loaded', 'leakTrackVersion', 'any'],
  ['module name', 'module', 'word'],
  ['allocation count', 'count', 'count'],
  ['handle count', 'handleCount', 'handleCount'],
  ['allocation size', 'size', 'size'],
  ['leak probability', 'probability', 'percent'],
  ['allocation type', 'allocationType', 'leakType'],
  ['allocation time', 'detail', 'duration'],
  ['heap handle', 'detail', 'any'],
  ['source line', 'detail', 'any'],
  ['function', 'function', 'symbol'],
  ['process id', 'pid', 'digits'],
  ['process image', 'image', 'any'],
  ['machine name', 'machine', 'any'],
  ['command line', 'commandLine', 'any'],
  ['process up-time', 'uptime', 'duration'],
  ['process uptime', 'uptime', 'duration'],
  ['process bitness', 'bitness', 'bits'],
  ['type of analysis performed', 'header', 'any'],
  ['operating system', 'header', 'any'],
  ['number of processors', 'header', 'any'],
  ['system up-time', 'header', 'duration'],
  ['processor type', 'header', 'any'],
  ['size of largest free vm block', 'freeBlock', 'size'],
  ['free memory fragmentation', 'header', 'percent'],
  ['free memory', 'free', 'size'],
  ['reserved memory', 'reserved', 'size'],
  ['committed memory', 'committed', 'size'],
  ['total memory', 'totalMemory', 'size'],
  ['largest free block at', 'header', 'any'],
];

const afterLabel = /^(?:[\s=:]|$)/;
const longestLabel = 37;

export interface Labelled {
  readonly field: Field;
  readonly value: string;
  /** Lines that label and value take: the value may stand in the next line that is not empty. */
  readonly lines: number;
}

const withoutSeparator = (text: string): string => text.replace(/^[\s=:]{1,40}/, '').trim();

/** The value of a label in the first or the next filled line (cells of a copied table may be lines of their own). */
export function fieldAt(lines: readonly string[], at: number): Labelled | null {
  const text = (lines[at] ?? '').trim();
  const start = text.slice(0, longestLabel).toLowerCase();
  for (const [label, field, shape] of labels) {
    if (!start.startsWith(label) || !afterLabel.test(text.slice(label.length, label.length + 1))) continue;
    const value = withoutSeparator(text.slice(label.length));
    if (value !== '') return shapes[shape]?.test(value) === true ? { field, value, lines: 1 } : null;
    let next = at + 1;
    while (next < at + 3 && (lines[next] ?? '').trim() === '') next++;
    const below = (lines[next] ?? '').trim();
    return shapes[shape]?.test(below) === true && shape !== 'any' && shape !== 'word'
      ? { field, value: below, lines: next + 1 - at }
      : null;
  }
  return null;
}

/** What the rows of a bar graph are about. */
export type Graph = 'moduleCount' | 'moduleSize' | 'functionCount' | 'functionSize' | 'handleType' | 'other';

const graphTitles: readonly (readonly [RegExp, Graph])[] = [
  [/^top \d{1,6} modules? by allocation count/i, 'moduleCount'],
  [/^top \d{1,6} modules? by allocation size/i, 'moduleSize'],
  [/^top \d{1,6} functions? by allocation count/i, 'functionCount'],
  [/^top \d{1,6} functions? by allocation size/i, 'functionSize'],
  [/^handle type statistics by handle count/i, 'handleType'],
  [/^memory (?:globals\.)?manager statistics by /i, 'other'],
  [/^top \d{1,6} (?:modules?|functions?|allocation sizes|heaps) by /i, 'other'],
  [/^handle type statistics by /i, 'other'],
  [/^virtual memory details$/i, 'other'],
];

export function graphTitle(line: string): Graph | null {
  const text = line.trim();
  return text.length > 120 ? null : (graphTitles.find(([pattern]) => pattern.test(text))?.[1] ?? null);
}

/** Sections of the .NET rule (DotNetMemoryAnalysis). */
export type DotNetSection = 'heap' | 'largest' | 'finalizable' | 'ready' | 'loh' | 'domains' | 'other';
const dotNetTitles: readonly (readonly [RegExp, DotNetSection])[] = [
  [/^\.net gc heap information$/i, 'heap'],
  [/^\d{1,4} most memory consuming \.net object types$/i, 'largest'],
  [/^top finalizable objects on the heap/i, 'finalizable'],
  [/^top objects in the finalizer queue/i, 'ready'],
  [/^top \d{1,5} objects on the large object heap$/i, 'loh'],
  [/^application domain statistics$/i, 'domains'],
  [/^(?:gc root chains|httpruntime caches|entries stored in the web cache|top 10 datatables|finalizer thread\b)/i, 'other'],
];
export function dotNetTitle(line: string): DotNetSection | null {
  const text = line.trim();
  return text.length > 120 ? null : (dotNetTitles.find(([pattern]) => pattern.test(text))?.[1] ?? null);
}

/** Titles that hold nothing themselves. */
const headings =
  /^(?:leak analysis|outstanding allocation summary|detailed module report ?\((?:memory|handles)\)|module details for .{1,120}|function details|top functions?:?|call stack sample \d{1,4}|back to top|analysis summary|analysis details|virtual memory (?:analysis|summary)|heap analysis|memoryanalysis|dotnetmemoryanalysis|debugdiag analysis report|analysis rule summary|description\s+recommendation|(?:warning|error|information|notification)s?)$/i;
export const isHeading = (line: string): boolean => line.length < 160 && headings.test(line.trim());

/** `Report for X.dmp` and the title of the .NET rule: the name of the dump. */
export function dumpTitle(line: string): { readonly dump: string; readonly rule: 'memory' | 'dotnet' } | null {
  const found = /^(Report|CLR Memory Analysis) for (\S.{0,400}?)(?: \(\d{1,3}\))?$/i.exec(line.trim());
  if (found === null || !/\.h?dmp$/i.test(found[2] ?? '')) return null;
  return { dump: found[2] ?? '', rule: /^report/i.test(found[1] ?? '') ? 'memory' : 'dotnet' };
}

/** `Dump 2`, `Second dump:`, `Dump #3`: how people head what they copied of each report. */
export function dumpNumber(line: string): string | null {
  const text = line.trim();
  if (text.length > 60) return null;
  const found =
    /^(?:(?:memory )?dump (?:no\.? ?|# ?|file )?\d{1,3}|(?:first|second|third|fourth|fifth|\d{1,2}(?:st|nd|rd|th)) (?:memory )?dump)(?:\s*[:.-]|\s*\(.{0,40}\):?)?$/i.exec(
      text,
    );
  return found === null ? null : text.replace(/[\s:.-]{1,4}$/, '');
}
