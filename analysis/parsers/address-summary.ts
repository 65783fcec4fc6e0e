/**
 * !address -summary of all ages: what the address space is used for.
 *
 *   --- Usage Summary ---------------- RgnCount ----------- Total Size -------- %ofBusy %ofTotal
 *   Heap32                                   67        0`709f3000 (   1.760 GB)  91.47%   87.99%
 *   2f760000 ( 777600) : 37.08%    97.01%    : RegionUsageHeap                       (debuggers before 2009)
 *
 * Sizes are taken from the hexadecimal column; the rounded one is for people. `<unknown>` is VirtualAlloc, the GC heap included.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/-address
 */
import { bodyAt, endOfBlock, readHex } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?address\b/i;
/** A blog that squeezes the dashes of the rule leaves one of them; then the head of the columns behind it tells. */
const section = /^\s{0,8}(?:-{2,24}|-(?=\s?\w{4,8} Summary\b[^\n]{0,40}RgnCount))\s{0,2}(Usage|Type|State|Protect) Summary\b/i;
const largestSection = /^\s{0,8}-{2,24}\s{0,2}Largest Region by Usage\b/i;
const row =
  /^\s{0,8}(\S{1,60}(?: \S{1,40}){0,3})\s{1,60}(\d{1,9})\s{1,40}([0-9a-fA-F`]{1,17})\s{1,12}\(\s{0,8}[\d.,]{1,12} ?(?:[kMGT]?B|[kMG]b|Bytes)\s{0,4}\)/i;
const largestRow =
  /^\s{0,8}(\S{1,60}(?: \S{1,40}){0,3})\s{1,60}[0-9a-fA-F`]{1,17}\s{1,40}([0-9a-fA-F`]{1,17})\s{1,12}\(\s{0,8}[\d.,]{1,12} ?(?:[kMGT]?B|[kMG]b|Bytes)\s{0,4}\)\s*$/i;
const oldRow =
  /^\s{0,20}([0-9a-fA-F`]{1,17}) \(\s{0,12}\d{1,12}\) ?:\s{0,4}[\d.,]{1,8} ?%\s{0,8}(?:[\d.,]{1,8} ?%\s{0,8})?:\s{0,4}(\S{1,60})(?: .{0,120})?$/;
/** A narrow window or a mail puts the name of an old row on the next line. */
const oldRowHead = /^\s{0,20}[0-9a-fA-F`]{1,17} \(\s{0,12}\d{1,12}\) ?:\s{0,4}[\d.,]{1,8} ?%\s{0,8}(?:[\d.,]{1,8} ?%\s{0,8})?:\s*$/;
const oldRowName = /^\s{0,20}(?:RegionUsage\w{1,40}|MEM_\w{1,20}|<free>)\s*$/;
const oldHeader = /^\s{0,20}TotSize \(\s{0,12}KB\)/;
const oldTotal = /^\s{0,20}Tot: ([0-9a-fA-F`]{1,17}) \(\d{1,12} KB\)/;
/** Some pages have it behind the row of reserved memory. */
const oldLargest = /(?:^|\s)Largest free region: Base ([0-9a-fA-F`]{1,17}) - Size ([0-9a-fA-F`]{1,17})/i;
/** Behind a prompt: the list of regions and the progress that stand before the summary. */
const before =
  /^\s{0,8}(?:[-+*\s]{0,4}[0-9a-fA-F`]{6,17} [:-]|Type\s|Protect\s|State\s|Usage\s|ProcessParametrs|Environment|Mapping |Building |Failed|Unable|Loading|\+? ?BaseAddr|[-+* ]{2,6}[0-9a-fA-F`]{1,17}\s|[\d.… ]{0,10}\[omitted\])/i;

const inSummary = (line: string): boolean =>
  section.test(line) ||
  largestSection.test(line) ||
  row.test(line) ||
  largestRow.test(line) ||
  oldRow.test(line) ||
  oldRowHead.test(line) ||
  oldRowName.test(line) ||
  oldHeader.test(line) ||
  oldTotal.test(line) ||
  oldLargest.test(line);

function firstSection(lines: readonly string[], body: number): number {
  let at = body;
  while (at < lines.length && !section.test(lines[at] ?? '') && ((lines[at] ?? '').trim() === '' || before.test(lines[at] ?? ''))) at += 1;
  return section.test(lines[at] ?? '') ? at : -1;
}

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const start =
    body > from ? firstSection(lines, body) : section.test(lines[body] ?? '') || largestSection.test(lines[body] ?? '') ? body : -1;
  return start < 0 ? 0 : endOfBlock(lines, start, inSummary) - from;
}

/** Old rows whose name stands on the next line, made whole. */
function unwrapped(lines: readonly string[]): readonly string[] {
  return lines.map((line, at) => {
    const next = lines[at + 1] ?? '';
    return oldRowHead.test(line) && oldRowName.test(next) ? `${line.trimEnd()} ${next.trim()}` : line;
  });
}

interface Found {
  readonly usage: Record<string, number>;
  readonly types: Map<string, number>;
  readonly states: Map<string, number>;
  largestFree: number | null;
}

function readSummary(lines: readonly string[]): Found {
  const found: Found = { usage: {}, types: new Map(), states: new Map(), largestFree: null };
  let part = '';
  for (const line of unwrapped(lines)) {
    const title = section.exec(line)?.[1];
    if (title !== undefined) part = title.toLowerCase();
    else if (largestSection.test(line)) part = 'largest';
    const free = oldLargest.exec(line);
    if (free !== null) found.largestFree = readHex(free[2] ?? '');
    const largest = part === 'largest' ? largestRow.exec(line) : null;
    if (largest?.[1] === 'Free') found.largestFree = readHex(largest[2] ?? '');
    const [modern, old] = [part === 'largest' ? null : row.exec(line), oldRow.exec(line)];
    const [name, bytes] =
      modern !== null ? [modern[1], readHex(modern[3] ?? '')] : old !== null ? [old[2]?.trim(), readHex(old[1] ?? '')] : [undefined, null];
    if (name === undefined || bytes === null) continue;
    if (part === 'usage') found.usage[name] = bytes;
    else if (part === 'type') found.types.set(name, bytes);
    else if (part === 'state') found.states.set(name, bytes);
  }
  return found;
}

/** More address space than a 32-bit process can have (4 GB). */
const above32bit = 2 ** 32;

function bitnessOf(usage: Readonly<Record<string, number>>): 32 | 64 | null {
  const names = Object.keys(usage);
  if (names.some((name) => /^(?:Heap|Stack|TEB|PEB|Other)32$/.test(name))) return 32;
  const whole = Object.values(usage).reduce((sum, bytes) => sum + bytes, 0);
  if (whole > above32bit) return 64;
  return names.some((name) => /free/i.test(name)) ? 32 : null;
}

function parse(lines: readonly string[]): Parsed {
  const { usage, types, states, largestFree } = readSummary(lines);
  if (Object.keys(usage).length === 0 && types.size === 0 && states.size === 0) {
    return { ok: false, problem: 'This is the head of !address -summary without its rows. Paste the tables below it too.', line: 1 };
  }
  const free = states.get('MEM_FREE') ?? usage['Free'] ?? usage['RegionUsageFree'] ?? null;
  return {
    ok: true,
    readings: [
      {
        kind: 'addressSpace',
        life: { ...unknownLife, bitness: bitnessOf(usage) },
        takenAt: null,
        usage,
        privateBytes: types.get('MEM_PRIVATE') ?? null,
        committed: states.get('MEM_COMMIT') ?? null,
        reserved: states.get('MEM_RESERVE') ?? null,
        free,
        largestFree,
      },
    ],
    notes: [
      ...(types.has('MEM_PRIVATE')
        ? ['MEM_PRIVATE counts reserved address space too, so it is larger than the counter Private Bytes.']
        : []),
      ...(states.size === 0 ? ['The table "State Summary" is missing: what is committed and what is only reserved is not told.'] : []),
    ],
  };
}

export const addressSummary: TextParser = {
  id: 'address-summary',
  title: 'Use of the address space (!address -summary)',
  hints: ['usage summary', 'type summary', 'state summary', 'largest region by usage'],
  span,
  parse,
};
