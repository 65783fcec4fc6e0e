import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const table = [
  '   ProviderName: Microsoft-Windows-WAS',
  '',
  'TimeCreated                      Id LevelDisplayName Message',
  '-----------                      -- ---------------- -------',
  "11/21/2026 9:32:42 AM          5117 Information      A worker process serving application pool 'Shop' has requested a recycle because it r...",
  "11/20/2026 9:00:42 AM          5074 Information      A worker process with process id of '4120' serving application pool 'Shop' has requested a...",
  '11/20/2026 8:00:42 AM          5211 Warning          Windows Process Activation Service (WAS) did not create the site.',
].join('\n');

describe('events of WAS as Get-WinEvent lists them', () => {
  checkParser('of one provider', { parser: 'was-event-table', text: table });

  it('tell what ended the process, oldest first', () => {
    const result = readText(table);
    expect(readingsOf(result)).toMatchObject([
      { kind: 'host', life: { process: 'w3wp', appPool: 'Shop' }, takenAt: Date.UTC(2026, 10, 21, 9, 32, 42) },
    ]);
    expect(result.blocks[0]?.notes.slice(0, 2)).toEqual([
      expect.stringContaining('its time was up'),
      expect.stringContaining('limit of private memory'),
    ]);
  });

  it('are only those of WAS where several providers are listed', () => {
    const mixed =
      "TimeCreated           ProviderName             Id Message\n-----------           ------------             -- -------\n11/21/2026 9:32:42 AM Microsoft-Windows-WAS  5117 A worker process serving application pool 'Shop' has requested\n11/21/2026 9:31:42 AM EventLog               6013 The system uptime is 5 seconds.\n";
    expect(readText(mixed).blocks[0]?.notes[0]).toContain('event 5117');
    expect(readText(mixed.replaceAll('Microsoft-Windows-WAS', 'Something-Else-Alone ')).blocks).toEqual([]);
  });
});

const head =
  'Log Name:      System\nSource:        Microsoft-Windows-Resource-Exhaustion-Detector\nDate:          11/21/2026 9:32:42 AM\nEvent ID:      2004\nComputer:      WEB01\nDescription:\n';
const english =
  'Windows successfully diagnosed a low virtual memory condition. The following programs consumed the most virtual memory: w3wp.exe (4120) consumed 12345678848 bytes, sqlservr.exe (900) consumed 2345678848 bytes, and svchost.exe (1234) consumed 345678848 bytes.';
const german =
  'Die folgenden Programme haben den meisten virtuellen Arbeitsspeicher verbraucht: "w3wp.exe (4120)" verbrauchte 12345678848 Bytes, "My App.exe (900)" verbrauchte 2345678848 Bytes und "svchost.exe (1234)" verbrauchte 345678848 Bytes.';
const consumersOf = (text: string) =>
  readingsOf(readText(text)).map(({ life, takenAt, ...reading }) => [
    life.process,
    life.pid,
    life.machine,
    takenAt,
    reading.kind === 'snapshot' ? reading.values.privateBytes : null,
  ]);

describe('Windows running short of memory', () => {
  checkParser('as the Event Viewer copies it', { parser: 'resource-exhaustion', text: head + english });

  it('names the processes with most committed memory, in any language', () => {
    const at = Date.UTC(2026, 10, 21, 9, 32, 42);
    expect(consumersOf(head + english)).toEqual([
      ['w3wp', 4120, 'WEB01', at, 12345678848],
      ['sqlservr', 900, 'WEB01', at, 2345678848],
      ['svchost', 1234, 'WEB01', at, 345678848],
    ]);
    expect(consumersOf(head + german).map(([process, pid]) => [process, pid])).toEqual([
      ['w3wp', 4120],
      ['My App', 900],
      ['svchost', 1234],
    ]);
  });

  it('reads the events of a list, each at its time', () => {
    const row = (time: string, bytes: number, [a, b]: readonly [string, string]): string =>
      ['Warning', time, 'Microsoft-Windows-Resource-Exhaustion-Detector', '2004', 'Resource Exhaustion Diagnosis Events', ''].join(a) +
      `${b}The following programs consumed the most virtual memory: shop.exe (4120)   consumed ${bytes} bytes, and svchost.exe (900) consumed 345678848 bytes.${b}`;
    for (const marks of [[',', '"'] as const, ['\t', ''] as const, [' | ', ''] as const]) {
      const list = `${row('21/11/2026 09:42:10', 7345678848, marks)}\n${row('21/11/2026 09:37:10', 7145678848, marks)}\n`;
      expect(consumersOf(list).filter(([process]) => process === 'shop')).toEqual([
        ['shop', 4120, null, Date.UTC(2026, 10, 21, 9, 42, 10), 7345678848],
        ['shop', 4120, null, Date.UTC(2026, 10, 21, 9, 37, 10), 7145678848],
      ]);
    }
    expect(consumersOf(row('03/04/2026 09:42:10', 7345678848, [',', '"']))[0]?.[3]).toBeNull();
  });

  it('asks for the whole event where the processes are missing', () => {
    expect(readText(head).unread[0]?.problem).toContain('Copy the whole event');
  });
});

describe('events as Get-WinEvent | Format-List * prints them, the message first', () => {
  const rest = (provider: string, id: number): string =>
    `Id                   : ${id}\nVersion              : 0\nQualifiers           : \nLevel                : 4\nTask                 : 0\nOpcode               : \nKeywords             : 36028797018963968\nRecordId             : 81234\nProviderName         : ${provider}\nProviderId           : 524b5d04-133c-4a62-8362-64e8edb9ce40\nLogName              : System\nMachineName          : WEB01\nTimeCreated          : 11/21/2026 9:32:42 AM\nLevelDisplayName     : Information\n`;
  const recycled = `Message              : A worker process with process id of '4712' serving application pool 'Shop' has requested a recycle\n                       because the worker process reached its allowed processing time limit.\n${rest('Microsoft-Windows-WAS', 5074)}`;
  const short = `Message              : The following programs consumed the most virtual memory: w3wp.exe (4120) \n                       consumed 12345678848 bytes, and sqlservr.exe (900) consumed 2345678848 bytes.\n${rest('Microsoft-Windows-Resource-Exhaustion-Detector', 2004)}`;
  checkParser('of WAS', { parser: 'was-events', text: recycled });
  checkParser('of memory that ran short', { parser: 'resource-exhaustion', text: short });

  it('name the pool and its process', () => {
    expect(readingsOf(readText(recycled))).toMatchObject([{ life: { machine: 'WEB01', pid: 4712, appPool: 'Shop' } }]);
  });

  it('keep a consumer whose name and size stand on two lines', () => {
    expect(readingsOf(readText(short)).map(({ life }) => life.pid)).toEqual([4120, 900]);
  });
});
