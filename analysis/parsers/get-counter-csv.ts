/**
 * PowerShell's counter samples as CSV: Get-Counter … | Select-Object -ExpandProperty CounterSamples | Export-Csv.
 *
 *   "Path","InstanceName","CookedValue","Timestamp"
 *   "\\\\web01\\process(w3wp)\\private bytes","w3wp","310000000","2026-11-21T10:00:00.1234567+01:00"
 *   "\\\\web01\\process(w3wp)\\private bytes","w3wp","310000000","21.11.2026 10:00:00"
 *
 * Without ToString('o') the time is in the culture of the session, as is the separator of -UseCulture.
 * Microsoft Learn: Get-Counter, Export-Csv; FACTS 1.6.
 */
import { dateOrderOf, inOrder, isoTime, numericDateOf } from '../dates.ts';
import { readDecimal, readInteger } from '../numbers.ts';
import type { Parsed, TextParser } from '../types.ts';
import { csvHead, csvRows, csvSpan } from './csv-block.ts';
import { readCounterSamples } from './get-counter/samples.ts';

const isMine = (names: readonly string[]): boolean => ['path', 'cookedvalue', 'timestamp'].every((name) => names.includes(name));

function parse(lines: readonly string[]): Parsed {
  const head = csvHead(lines, 0);
  const rows = head === null ? [] : csvRows(lines, head);
  const dates = rows.map((row) => numericDateOf(row.get('timestamp') ?? ''));
  const { order, sure } = dateOrderOf(dates.filter((date) => date !== null));
  const samples = rows.flatMap((row, index) => {
    const date = dates[index] ?? null;
    const at = isoTime(row.get('timestamp') ?? '') ?? (date === null ? null : inOrder(date, order));
    const text = row.get('cookedvalue') ?? '';
    const value = readInteger(text) ?? readDecimal(text);
    return at === null || value === null ? [] : [{ path: row.get('path') ?? '', value, at }];
  });
  if (samples.length === 0) {
    return {
      ok: false,
      problem:
        "These are counter samples as CSV, but none has a value and a time that can be read. Add @{n='Timestamp';e={$_.Timestamp.ToString('o')}} to the Select-Object before Export-Csv.",
      line: 1,
    };
  }
  const parsed = readCounterSamples(samples);
  if (!parsed.ok) return parsed;
  const lost = rows.length - samples.length;
  return {
    ok: true,
    readings: parsed.readings,
    notes: [
      ...parsed.notes,
      ...(dates.some((date) => date !== null) ? ['The times tell no zone: they are taken as UTC.'] : []),
      ...(sure || dates.every((date) => date === null) ? [] : ['Nothing tells day from month in these times.']),
      ...(lost > 0 ? [`${lost} rows without a value or a time were left out.`] : []),
    ],
  };
}

export const getCounterCsv: TextParser = {
  id: 'get-counter-csv',
  title: 'Get-Counter samples as CSV',
  hints: ['cookedvalue'],
  yieldsExcept: [],
  span: (lines, from) => csvSpan(lines, from, isMine),
  parse,
};
