/**
 * pmap (plain, -x, -d, -X, -XX, its total alone) and /proc/PID/maps of Linux: the mappings of a process.
 *
 *   4120:   /opt/billing/billingd --port 8080
 *   Address           Kbytes     RSS   Dirty Mode  Mapping
 *   00005612a2e1f000     132      60      60 rw---   [ anon ]
 *   total kB          239092   17772   16580
 *
 *   7f3db4e00000-7f3dcec00000 rw-p 00000000 00:00 0
 *
 * pmap(1) of procps, proc_pid_maps(5). Only -x tells what is in use: what is dirty is held by this process alone, but for
 * shared memory. pmap shortens paths to their last part.
 */
import { imageName, unknownLife } from '../life.ts';
import { measureMappings } from '../linux-mappings.ts';
import type { Mapping } from '../linux-mappings.ts';
import { commandOf } from '../prompt.ts';
import { isNamedSum, namedColumns, namedMapping } from './pmap/named-columns.ts';
import type { CounterId, Parsed, ProcessLife, Reading, TextParser } from '../types.ts';

const head = /^(\d{1,10}):\s{1,8}(\S.{0,4000})$/;
const columns = /^Address\s{1,40}Kbytes\s{1,40}(?:RSS\s{1,40}Dirty\s{1,40})?Mode\s{1,40}(?:Offset\s{1,40}Device\s{1,40})?Mapping$/;
const extended =
  /^([0-9a-f]{8,16})\s{1,40}(\d{1,15})\s{1,40}(\d{1,15})\s{1,40}(\d{1,15})\s{1,10}([r-][w-][x-][s-][R-])\s{1,10}(\S.{0,4000})$/;
const device =
  /^([0-9a-f]{8,16})\s{1,40}(\d{1,15}) ([r-][w-][x-][s-][R-]) [0-9a-f]{8,16} [0-9a-f]{3,8}:[0-9a-f]{3,8}\s{1,10}(\S.{0,4000})$/;
const plain = /^([0-9a-f]{8,16})\s{1,40}(\d{1,15})K ([r-][w-][x-][s-][R-])\s{1,10}(\S.{0,4000})$/;
const total =
  /^(?:total(?: kB)?\s{1,40}(\d{1,15})K?(?:\s{1,40}(\d{1,15}))?(?:\s{1,40}\d{1,15})?|mapped: (\d{1,15})K\s.{0,200}|-{8,20}[\s-]{0,60})$/;
const listed =
  /^([0-9a-f]{6,16})-([0-9a-f]{6,16}) ([r-][w-][x-][ps]) [0-9a-f]{8,16} [0-9a-f]{2,8}:[0-9a-f]{2,8} \d{1,20}(?:\s{1,80}(\S.{0,4000}))?$/;
const command = /\/proc\/(\d{1,10})\/maps\b/;
/** Fewer mappings than a program and its C library have are a part of the list. */
const wholeList = 8;

const sized = (start: string, kilobytes: string): Pick<Mapping, 'start' | 'end'> => {
  const from = Number.parseInt(start, 16);
  return { start: from, end: from + Number(kilobytes) * 1024 };
};
/** pmap's `rw-s-` and `[ anon ]` as the kernel writes them. */
const access = (mode: string): string => `${mode.slice(0, 3)}${mode.charAt(3) === 's' ? 's' : 'p'}`;
const path = (name: string): string => (name.trim() === '[ anon ]' ? '' : name.trim().replace(/^\[ (\w{1,20}) \]$/, '[$1]'));

function mappingOf(line: string): Mapping | null {
  const x = extended.exec(line);
  if (x !== null)
    return { ...sized(x[1] ?? '', x[2] ?? ''), access: access(x[5] ?? ''), path: path(x[6] ?? ''), touched: Number(x[4]) * 1024 };
  const d = device.exec(line) ?? plain.exec(line);
  if (d !== null) return { ...sized(d[1] ?? '', d[2] ?? ''), access: access(d[3] ?? ''), path: path(d[4] ?? ''), touched: null };
  const m = listed.exec(line);
  if (m === null) return null;
  const [, start = '', end = '', mode = '', name = ''] = m;
  return { start: Number.parseInt(start, 16), end: Number.parseInt(end, 16), access: mode, path: name.trim(), touched: null };
}

/** The sum alone: `pmap -x PID | tail -1`. */
const totalAlone = /^\s{0,4}total kB\s{1,40}\d{1,15}\s{1,40}\d{1,15}\s{1,40}\d{1,15}$/;

const asked = (line: string): RegExpExecArray | null => command.exec(commandOf(line) ?? '');

/** Below a heading with named columns: the end of its rows, with their sums. */
function namedEnd(lines: readonly string[], heading: number): number {
  const columns = namedColumns(lines[heading] ?? '');
  let end = heading + 1;
  while (columns !== null && namedMapping(lines[end] ?? '', columns) !== null) end++;
  if (columns === null || end === heading + 1) return -1;
  while (isNamedSum(lines[end] ?? '')) end++;
  return end;
}

function span(lines: readonly string[], from: number): number {
  let start = from;
  if (totalAlone.test(lines[from] ?? '')) return 1;
  if (asked(lines[start] ?? '') !== null) start++;
  if (head.test(lines[start] ?? '')) start++;
  const named = namedEnd(lines, start);
  if (named > 0) return named - from;
  if (columns.test(lines[start] ?? '')) start++;
  let end = start;
  while (mappingOf(lines[end] ?? '') !== null) end++;
  if (end === start) return 0;
  while (total.test((lines[end] ?? '').trim())) end++;
  return end - from;
}

function lifeOf(lines: readonly string[], runtime: ProcessLife['runtime']): ProcessLife {
  const named = lines
    .slice(0, 2)
    .map((line) => head.exec(line))
    .find((found) => found !== null);
  const pid = named?.[1] ?? asked(lines[0] ?? '')?.[1];
  const program = named?.[2]?.split(' ')[0];
  return {
    ...unknownLife,
    pid: pid === undefined ? null : Number(pid),
    process: program === undefined ? null : imageName(program),
    runtime,
  };
}

/** The rows of whichever form, and what is resident where only the rows tell. */
function mappingsIn(lines: readonly string[]): { readonly mappings: readonly Mapping[]; readonly resident: number | null } {
  const columns = lines.map((line) => namedColumns(line)).find((each) => each !== null);
  if (columns == null) return { mappings: lines.flatMap((line) => mappingOf(line) ?? []), resident: null };
  const mappings = lines.flatMap((line) => namedMapping(line, columns) ?? []);
  return { mappings, resident: mappings.reduce((sum, each) => sum + each.resident, 0) };
}

/** `total kB  239092  17772  16580` → its bytes; pmap's own sums. */
function sumsIn(lines: readonly string[]): Partial<Record<CounterId, number>> {
  const sums = lines.map((line) => total.exec(line.trim())).find((found) => found?.[1] !== undefined && found[1] !== '');
  const [, whole, resident] = sums ?? [];
  return {
    ...(whole === undefined ? {} : { virtualBytes: Number(whole) * 1024 }),
    ...(resident === undefined ? {} : { workingSet: Number(resident) * 1024 }),
  };
}

function parse(lines: readonly string[]): Parsed {
  const { mappings, resident } = mappingsIn(lines);
  const sums = sumsIn(lines);
  if (mappings.length < wholeList) {
    const life = lifeOf(lines, null);
    if (sums.virtualBytes !== undefined) {
      const notes = ['Only the sum of the mappings is here. RSS holds shared pages too: private bytes are in /proc/PID/status.'];
      return { ok: true, readings: [{ kind: 'snapshot', life, takenAt: null, values: sums }], notes };
    }
    return {
      ok: false,
      problem: 'This is a part of a list of mappings. Paste the whole output of cat /proc/PID/smaps, which also tells what is in use.',
      line: 1,
    };
  }
  const { runtime, usage, touched, untouched } = measureMappings(mappings);
  const life = lifeOf(lines, runtime);
  const values: Partial<Record<CounterId, number>> = {
    virtualBytes: mappings.reduce((sum, { start, end }) => sum + end - start, 0),
    ...(resident === null ? {} : { workingSet: resident }),
    ...(sums.workingSet === undefined ? {} : { workingSet: sums.workingSet }),
  };
  const space = { usage, privateBytes: touched, committed: touched, reserved: untouched, free: null, largestFree: null };
  const readings: readonly Reading[] = [
    { kind: 'snapshot', life, takenAt: null, values },
    { kind: 'addressSpace', life, takenAt: null, ...space },
  ];
  const only = touched === null ? ['This list does not tell what is in use: cat /proc/PID/smaps does.'] : [];
  return { ok: true, readings, notes: [`${mappings.length} mappings were summed up.`, ...only] };
}

export const pmap: TextParser = {
  id: 'pmap',
  title: 'the mappings of a process (pmap, /proc/PID/maps)',
  hints: [' rw-p ', '[ anon ]', ' rw--- ', 'total kb'],
  span,
  parse,
};
