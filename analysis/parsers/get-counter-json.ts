/**
 * PowerShell's counter samples as JSON, on one line or indented, one array a sample or one for all:
 *
 *   [{"Path":"\\\\web01\\process(w3wp)\\private bytes","InstanceName":"w3wp","CookedValue":310000000,
 *     "Timestamp":"2026-02-03T09:00:00.4170000+01:00"}, …]
 *   Windows PowerShell 5.1 writes the time as "\/Date(1770105600417)\/".
 *
 * FACTS 1.6; Microsoft Learn: Get-Counter, ConvertTo-Json. The samples are put into rows and read as
 * a counter log, so that instances are joined by process id in the same way.
 */
import { isJsonObject, readJson } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Parsed, TextParser } from '../types.ts';
import { readCounterSamples } from './get-counter/samples.ts';
import type { CounterSample } from './get-counter/samples.ts';
import { jsonSpan } from './json-block.ts';
import { powershellTime } from './powershell-time.ts';

function sampleOf(object: JsonObject): CounterSample | null {
  const { Path: path, CookedValue: value } = object;
  const at = powershellTime(object['Timestamp']);
  return typeof path === 'string' && typeof value === 'number' && at !== null ? { path, value, at } : null;
}

/** Samples anywhere in a value: bare, in an array, or under CounterSamples of a sample set. */
function samplesIn(value: Json, depth = 0): readonly CounterSample[] {
  if (depth > 4) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => samplesIn(item, depth + 1));
  if (!isJsonObject(value)) return [];
  const own = sampleOf(value);
  return own === null ? samplesIn(value['CounterSamples'] ?? null, depth + 1) : [own];
}

function parse(lines: readonly string[]): Parsed {
  const samples: CounterSample[] = [];
  const text = lines.join('\n');
  let torn = false;
  for (let at = 0; at < text.length;) {
    const read = readJson(text, at);
    if (read === null) break;
    samples.push(...samplesIn(read.value));
    torn ||= read.torn && read.end >= text.length && !/[\]}]\s*$/.test(text);
    at = read.end;
  }
  if (samples.length === 0) {
    return {
      ok: false,
      problem:
        "These are counter samples as JSON, but without Path, CookedValue and a Timestamp in ISO form. Add @{n='Timestamp';e={$_.Timestamp.ToString('o')}} to the Select-Object before ConvertTo-Json.",
      line: 1,
    };
  }
  const parsed = readCounterSamples(samples);
  if (!parsed.ok) return parsed;
  return {
    ok: true,
    readings: parsed.readings,
    notes: torn ? [...parsed.notes, 'The last sample is torn and was left out.'] : parsed.notes,
  };
}

export const getCounterJson: TextParser = {
  id: 'get-counter-json',
  title: 'Get-Counter samples as JSON',
  hints: ['"cookedvalue"'],
  span: (lines, from) => jsonSpan(lines, from, (text) => text.includes('"CookedValue"')),
  parse,
};
