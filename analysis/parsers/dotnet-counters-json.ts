/**
 * Counter events as JSON: dotnet-counters collect --format json, and dotnet-monitor's /livemetrics
 * (application/json-seq: each record behind an RS, 0x1E), on one endless line or indented:
 *
 *   {"TargetProcess": "app", "StartTime": "9/29/2026 10:00:00 AM", "Events": [
 *   {"timestamp": "2026-09-29 10:00:01Z", "provider": "System.Runtime", "name": "GC Heap Size (MB)", "tags": "", "counterType": "Metric", "value": 10.5 },
 *   {"timestamp": "2021-08-31T16:58:39.75+00:00", "provider": "System.Runtime", "name": "working-set", "unit": "MB", "counterType": "Metric", "value": 126}
 *
 * Times are UTC and say so. A tool that was killed leaves the array open. dotnet/diagnostics
 * JSONExporter.cs; dotnet-monitor documentation/api/livemetrics-get.md; RFC 7464; FACTS 8.
 */
import { isoTime } from '../dates.ts';
import { isJsonObject, readJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { imageName } from '../life.ts';
import { wideEncoding } from '../text.ts';
import type { ByteParser, Parsed, Place, TextParser, Want } from '../types.ts';
import { createCounterRows, resultOf, takeRow } from './dotnet-counters-csv/rows.ts';
import type { CounterRow, CounterRows } from './dotnet-counters-csv/rows.ts';
import { jsonSpan } from './json-block.ts';

const title = 'dotnet-counters log as JSON';
const chunkLength = 2 ** 20;
/** An event is some 200 characters long; one that does not end within this is none. */
const maxEvent = 16 * 1024;
/** The time is an event's first member in every writer; blanks of an indented one may stand before it. */
const beforeKey = 200;
const timeMember = /"timestamp"\s{0,8}:\s{0,8}"/y;
const isEventHead = /^[\s\u001e]{0,200}\{\s{0,200}"timestamp"\s{0,20}:\s{0,20}"[^"]{10,60}"\s{0,20},\s{0,200}"provider"\s{0,20}:/;
const isFileHead = /^[\s\u001e]{0,200}\{\s{0,200}"TargetProcess"\s{0,20}:/;

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/**
 * One event as a row. dotnet-monitor writes the source's own name beside its unit and tells no interval,
 * so of its rates only those that are added up can be used.
 */
function rowOf(event: JsonObject): CounterRow | null {
  const { value } = event;
  const [time, name] = [textOf(event['timestamp']), textOf(event['name'])];
  if (typeof value !== 'number' || time === '' || name === '') return null;
  const isRate = textOf(event['counterType']) === 'Rate';
  const [unit, tags] = [textOf(event['unit']), textOf(event['tags'])];
  if (
    isRate &&
    event['displayName'] !== undefined &&
    !/^gen-2-gc-count$|^dotnet\.(?:gc\.collections|thread_pool\.thread\.count)$/.test(name)
  )
    return null;
  const printed = unit === '' || name.endsWith(')') ? name : `${name} (${unit})`;
  return { time, printed: tags === '' ? printed : `${printed}[${tags}]`, isRate, value };
}

interface Scan {
  readonly rows: CounterRows;
  /** When the current tick began, and how that was printed. */
  tick: { readonly at: number; readonly time: string } | null;
  events: number;
  /** Where the last event of the piece ends. */
  end: number;
  /** Text that may go on in the next piece. */
  carry: string;
}

/** The counters of one tick come some ms apart, and the generations of a heap are parts of one value; ticks are a second or more apart. */
const tickMs = 500;

function atTick(state: Scan, row: CounterRow): CounterRow {
  const at = isoTime(row.time);
  if (at === null) return row;
  if (state.tick === null || at < state.tick.at || at - state.tick.at > tickMs) state.tick = { at, time: row.time };
  return { ...row, time: state.tick.time };
}

/** Takes the events of one more piece of the file. */
function scan(state: Scan, piece: string, isLast: boolean): void {
  const text = state.carry + piece;
  let at = 0;
  for (;;) {
    const key = text.indexOf('"timestamp"', at);
    if (key === -1) {
      state.carry = text.slice(Math.max(at, text.length - maxEvent));
      return;
    }
    const from = Math.max(at, key - beforeKey);
    const start = from + text.slice(from, key).lastIndexOf('{');
    timeMember.lastIndex = key;
    if (start < from || (!timeMember.test(text) && text.length - key > 40)) {
      at = key + 1;
      continue;
    }
    const event = readJson(text.slice(start, start + maxEvent));
    if (event === null || (event.torn && !isLast && text.length - start < maxEvent)) {
      state.carry = text.slice(start);
      return;
    }
    const row = event.torn || !isJsonObject(event.value) ? null : rowOf(event.value);
    if (row !== null) {
      state.events++;
      takeRow(state.rows, atTick(state, row));
    }
    at = Math.max(key + 1, start + event.end);
    state.end = at;
  }
}

function processOf(head: string): string | null {
  const name = /"TargetProcess"\s{0,20}:\s{0,20}"([^"\\]{1,200})"/.exec(head)?.[1];
  return name === undefined ? null : imageName(name);
}

function result({ rows, events }: Scan, end: string): Parsed {
  if (events === 0) {
    return {
      ok: false,
      problem:
        'This starts like counter events as JSON, but no event in it is whole: let dotnet-counters run for at least half an hour, and stop it with Q so that the file is closed.',
      line: 1,
    };
  }
  const parsed = resultOf(rows);
  const isOpen = !/[\]}]\s*$/.test(end);
  const note = 'The log is not closed: the tool was killed and not stopped with Q. Every event before that was read.';
  return parsed.ok && isOpen ? { ...parsed, notes: [...parsed.notes, note] } : parsed;
}

const newScan = (head: string): Scan => ({
  rows: { ...createCounterRows(null), process: processOf(head) },
  tick: null,
  events: 0,
  end: 0,
  carry: '',
});

const asText: Place = { offset: 0, line: 0 };

/** Behind the last event a line that is none of JSON's: something else was pasted below, and the whole is read as text. */
const isFollowed = (behind: string): boolean =>
  behind
    .split('\n')
    .slice(1)
    .some((line) => /^\s{0,80}(?:[^\s"{}[\],:\u001e]|\[\s{0,8}\d)/.test(line));

function* read(size: number): Generator<Want, Parsed, Uint8Array> {
  let state: Scan | null = null;
  let decoder = new TextDecoder();
  let end = '';
  for (let offset = 0; offset < size;) {
    const bytes = yield { offset, length: Math.min(chunkLength, size - offset) };
    if (bytes.length === 0) break;
    if (offset === 0) decoder = new TextDecoder(wideEncoding(bytes) ?? 'utf-8');
    offset += bytes.length;
    const piece = decoder.decode(bytes, { stream: offset < size }).replaceAll('\u00a0', ' ');
    state ??= newScan(piece.slice(0, 1000));
    scan(state, piece, offset >= size);
    if (bytes.length === size && isFollowed(piece.slice(state.end))) return { ok: true, readings: [], notes: [], rest: asText };
    end = (end + piece.slice(-40)).slice(-40);
  }
  return result(state ?? newScan(''), end);
}

function headOf(head: Uint8Array): string {
  return new TextDecoder(wideEncoding(head) ?? 'utf-8').decode(head).replaceAll('\u00a0', ' ');
}

export const dotnetCountersJson: ByteParser = {
  id: 'dotnet-counters-json',
  title,
  recognises(head) {
    const text = headOf(head);
    return isFileHead.test(text) || isEventHead.test(text);
  },
  read,
};

/** The same within a pasted text. */
export const dotnetCountersJsonPaste: TextParser = {
  id: 'dotnet-counters-json-paste',
  title,
  hints: ['"countertype"', '"targetprocess"'],
  span: (lines, from) => jsonSpan(lines, from, (text) => isFileHead.test(text) || isEventHead.test(text)),
  parse(lines) {
    const text = lines.join('\n');
    const state = newScan(text.slice(0, 1000));
    scan(state, text, true);
    return result(state, text.slice(-40));
  },
};
