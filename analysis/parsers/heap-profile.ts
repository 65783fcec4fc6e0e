/**
 * A heap profile as text: jeprof --text (jemalloc), pprof --text (tcmalloc), go tool pprof -top.
 *
 *   Total: 1187.4 MB
 *      812.3  68.4%  68.4%    812.3  68.4% load_image
 *
 *   Showing nodes accounting for 1187.40MB, 99.5% of 1193.36MB total
 *         flat  flat%   sum%        cum   cum%
 *     812.30MB 68.07% 68.07%   812.30MB 68.07%  main.loadImage
 *
 * The first column is what the function itself holds, the fourth what it and all that it calls hold. Units of 1024 bytes.
 * https://github.com/jemalloc/jemalloc/wiki/Use-Case:-Leak-Checking · https://gperftools.github.io/gperftools/heapprofile.html
 */
import { unknownLife } from '../life.ts';
import { readDecimal, readSize } from '../numbers.ts';
import { stackOf } from '../stacks.ts';
import { bytesText, shortText } from '../wording.ts';
import type { AllocationEntry, Parsed, TextParser } from '../types.ts';

const local = /^\s{0,4}Using local file \S.{0,400}$/;
const total = /^\s{0,4}Total: (-?[\d.]{1,20}) ?([KMGT]?B)$/;
const about =
  /^\s{0,4}(?:File|Type|Time|Build ID|Duration|Showing nodes accounting for|Showing top \d{1,6} nodes|Dropped \d{1,9} nodes?|Active filters|Entering interactive mode|\(pprof\))\b.{0,300}$/;
const kind = /^\s{0,4}Type: (\w{1,40})$/;
const shown = /^\s{0,4}Showing nodes accounting for \S{1,30}, [\d.]{1,8}% of \S{1,30} total$/;
const columns = /^\s{0,12}flat\s{1,12}flat%\s{1,12}sum%\s{1,12}cum\s{1,12}cum%\s*$/;
const row =
  /^\s{0,20}(-?[\d.]{1,20})([kKMGT]?B)?\s{1,12}-?[\d.]{1,8}%\s{1,12}-?[\d.]{1,8}%\s{1,20}-?[\d.]{1,20}(?:[kKMGT]?B)?\s{1,12}-?[\d.]{1,8}%\s{1,8}(\S.{0,2000})$/;

const isHead = (line: string): boolean => local.test(line) || total.test(line) || about.test(line) || columns.test(line);

/** Any of these may be the first line that was pasted. */
const begins = (line: string): boolean => [local, total, columns, kind, shown].some((each) => each.test(line));

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  // Below another one of its lines it was told to be none from there on.
  if (!begins(first) || (from > 0 && begins(lines[from - 1] ?? ''))) return 0;
  let end = from;
  while (end < lines.length && isHead(lines[end] ?? '')) end++;
  const rows = end;
  while (end < lines.length && row.test(lines[end] ?? '')) end++;
  return end === rows ? 0 : end - from;
}

/** Of the largest first. */
const mostEntries = 60;

/** With --addresses or --lines an address stands before the name, and a place behind it: `00003fff938f1d28 load /src/a.c:367`. */
function symbolOf(name: string): string {
  return name
    .replace(/ \(inline\)$/, '')
    .replace(/^[0-9a-f]{8,16} (?=\S)/, '')
    .replace(/ (?:\/|[A-Za-z]:\\|\?\?)\S{0,1000}:\d{1,7}(?: \(discriminator \d{1,4}\))?$/, '');
}

function entryOf(bytes: number, name: string): AllocationEntry {
  return { bytes, allocations: null, stack: stackOf([{ printed: name, symbol: symbolOf(name) }]), trace: null };
}

function parse(lines: readonly string[]): Parsed {
  const unit = readSize(`1 ${lines.map((line) => total.exec(line)?.[2]).find((each) => each !== undefined) ?? 'B'}`)?.bytes ?? 1;
  const type = lines.map((line) => kind.exec(line)?.[1]).find((each) => each !== undefined);
  if (type !== undefined && type !== 'inuse_space') {
    const problem = `This profile counts ${type}, not what is still held. Take the same with go tool pprof -inuse_space -top FILE.`;
    return { ok: false, problem, line: 1 };
  }
  const entries = lines
    .flatMap((line) => {
      const [, flat = '', own, name = ''] = row.exec(line) ?? [];
      const bytes = own === undefined ? (readDecimal(flat) ?? 0) * unit : (readSize(`${flat} ${own}`)?.bytes ?? 0);
      return bytes === 0 ? [] : [entryOf(Math.round(bytes), name.trim())];
    })
    .sort((a, b) => b.bytes - a.bytes);
  const [top] = entries;
  if (top === undefined) {
    return { ok: false, problem: 'No function of this heap profile holds anything. Take it while the memory is held.', line: 1 };
  }
  const held = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const name = top.stack?.frames[0]?.printed ?? '';
  return {
    ok: true,
    readings: [
      {
        kind: 'allocations',
        life: { ...unknownLife, runtime: 'native' },
        takenAt: null,
        diff: false,
        entries: entries.slice(0, mostEntries),
      },
    ],
    notes: [
      `${shortText(name)} holds most: ${bytesText(top.bytes)} of the ${bytesText(held)} that are listed.`,
      'A heap profile is a level: a second one, half an hour later, says whose part grows (jeprof --base=FIRST, pprof -base FIRST).',
    ],
  };
}

export const heapProfile: TextParser = {
  id: 'heap-profile',
  title: 'What functions hold (jeprof, pprof)',
  hints: ['using local file', 'total: ', 'flat%'],
  span,
  parse,
};
