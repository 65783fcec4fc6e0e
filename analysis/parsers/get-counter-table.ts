/**
 * PowerShell's Get-Counter as a table, which is recognised and not read: the date is in the culture
 * of the host, the columns are cut at the window's width, and nothing tells which pid a value is of:
 *
 *   Timestamp                  CounterSamples
 *   ---------                  --------------
 *   6/25/2026 1:24:39 PM       \\akswin25000003\memory\commit limit :
 *                              39722938368
 *
 *   Path                                 InstanceName  CookedValue      (CounterSamples alone: without a time)
 *
 * FACTS 1.6; Microsoft Learn: Get-Counter. The answer is what to run instead.
 */
import type { TextParser } from '../types.ts';

const heading = /^\s{0,20}(?:Timestamp\s{1,80}CounterSamples|Path\s{1,200}InstanceName\s{1,200}CookedValue)$/i;
const sampleRow = /^\s{0,8}\\\\\S/;
const rest = /^\s*$|^[\s-]*$|^\s{6,}\S|\s:$(?<=\\\\.{1,300}\s:)/;

export const getCounterTable: TextParser = {
  id: 'get-counter-table',
  title: 'Get-Counter as a table',
  hints: ['countersamples', 'cookedvalue'],
  span(lines, from) {
    if (!heading.test(lines[from] ?? '')) return 0;
    let at = from + 1;
    while (at < lines.length && (rest.test(lines[at] ?? '') || sampleRow.test(lines[at] ?? ''))) at++;
    return at - from;
  },
  parse: () => ({
    ok: false,
    problem:
      'This is the table of Get-Counter, and its dates and widths depend on the machine, so it is not read. Run typeperf "\\Process(NAME*)\\Private Bytes" "\\Process(NAME*)\\ID Process" -si 15 -sc 240 -o run.csv -y and drop run.csv, or end the pipe with | Select-Object -ExpandProperty CounterSamples | Select-Object Path, InstanceName, CookedValue, @{n=\'Timestamp\';e={$_.Timestamp.ToString(\'o\')}} | ConvertTo-Json -Compress.',
    line: null,
  }),
};
