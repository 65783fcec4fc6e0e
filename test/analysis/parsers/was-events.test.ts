import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { notes, problem } from '../../support/counter-log.ts';

const event = (id: number, description: string): string => `Log Name:      System
Source:        Microsoft-Windows-WAS
Date:          10/14/2016 9:32:42 AM
Event ID:      ${id}
Task Category: None
Level:         Information
Keywords:      Classic
User:          N/A
Computer:      COLOSSUS.corp.example
Description:
${description}
`;
const limit = event(
  5117,
  "A worker process serving application pool 'WsusPool' has requested a recycle because it reached its private bytes memory limit.",
);
const off = event(5002, "Application pool 'WsusPool' is being automatically disabled due to a series of failures.");

describe('events of the process activation service', () => {
  checkParser('two of one pool', { parser: 'was-events', text: `${limit}\n${off}` });
  checkParser('of a German Windows', {
    parser: 'was-events',
    text: "Protokollname: System\nQuelle:        Microsoft-Windows-WAS\nDatum:         14.10.2016 09:32:42\nEreignis-ID:   5117\nEbene:         Informationen\nBeschreibung:\nEin Arbeitsprozess mit der Prozess-ID '4312', der den Anwendungspool 'Shop' verarbeitet, hat eine Wiederverwendung angefordert.",
  });
  it('ends where the next command was typed, with no blank line between', () => {
    const typed = `${limit.trimEnd()}\nC:\\Tools>handle64 -s -p 4312\n\nHandle type summary:\n  Event           : 900\n  File            : 310\nTotal handles: 1210\n`;
    expect(readText(typed).blocks.map(({ parser }) => parser)).toEqual(['was-events', 'handle-summary']);
  });

  checkParser('of wevtutil', {
    parser: 'was-events',
    text: "Event[0]:\n  Log Name: System\n  Source: Microsoft-Windows-WAS\n  Date: 2026-03-14T09:32:42.000\n  Event ID: 5074\n  Task: N/A\n  Description: \nA worker process with process id of '1234' serving application pool 'Shop' has requested a recycle.",
  });
  checkParser('of Get-WinEvent', {
    parser: 'was-events',
    text: "TimeCreated  : 10/14/2016 9:32:42 AM\nProviderName : Microsoft-Windows-WAS\nId           : 5186\nMessage      : A worker process with process id of '1234' serving application pool 'Shop' was shutdown due to inactivity.",
  });

  it('say that a dump above the limit never comes, and how to learn the limit', () => {
    const text = notes(readText(`${limit}\n${off}`));
    for (const part of ['WsusPool recycled itself at its limit of private memory', '5002', '503', 'appcmd list apppool "WsusPool"']) {
      expect(text).toContain(part);
    }
    expect(readingsOf(readText(`${limit}\n${off}`))[0]).toMatchObject({
      kind: 'host',
      takenAt: Date.UTC(2016, 9, 14, 9, 32, 42),
      life: { process: 'w3wp', appPool: 'WsusPool', machine: 'COLOSSUS.corp.example', pid: null },
    });
  });
});

const xmlEvent = (id: number, time: string, pid: number): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-WAS' EventSourceName='WAS'/><EventID Qualifiers='32768'>${id}</EventID><TimeCreated SystemTime='${time}'/><Computer>WEB01</Computer></System><EventData><Data Name='AppPoolID'>Shop</Data><Data Name='ProcessID'>${pid}</Data></EventData></Event>`;
const folded = `- <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
- <System>
  <Provider Name="Microsoft-Windows-WAS" Guid="{524B5D04-133C-4A62-8362-64E8EDB9CE40}" EventSourceName="WAS" />
  <EventID Qualifiers="16384">5117</EventID>
  <TimeCreated SystemTime="2026-02-03T08:12:44.000000000Z" />
  <Computer>WEB01.corp.example</Computer>
  </System>
- <EventData>
  <Data Name="AppPoolID">Shop &amp; Co</Data>
  <Data Name="ProcessID">4712</Data>
  </EventData>
  </Event>
`;

describe('events of the process activation service as XML', () => {
  checkParser('as the Event Viewer folds it', { parser: 'was-event-xml', text: folded });
  checkParser('of wevtutil, newest first', {
    parser: 'was-event-xml',
    text: `${xmlEvent(5011, '2026-02-03T08:12:44.000Z', 4712)}\n${xmlEvent(5186, '2026-02-03T07:12:44.000Z', 4100)}\n`,
  });

  it('tell number, pool, pid, machine and the time in UTC', () => {
    expect(readingsOf(readText(folded))[0]).toMatchObject({
      takenAt: Date.UTC(2026, 1, 3, 8, 12, 44),
      life: { pid: 4712, machine: 'WEB01.corp.example', appPool: 'Shop & Co' },
    });
    expect(notes(readText(folded))).toContain('limit of private memory');
  });

  it('are as late as the latest of them, whichever stands first', () => {
    const [early, late] = [xmlEvent(5186, '2026-02-03T07:12:44.000Z', 4100), xmlEvent(5011, '2026-02-03T08:12:44.000Z', 4712)];
    for (const text of [`${early}\n${late}`, `${late}\n${early}`]) {
      expect(readingsOf(readText(text))[0]).toMatchObject({ takenAt: Date.UTC(2026, 1, 3, 8, 12, 44) });
    }
  });

  it('that the Event Viewer copies below the text are the same event, and name the pool, not a field', () => {
    const result = readText(`${limit}Event Xml:\n${folded.replace(/^- ?/gm, '')}`);
    expect(result.blocks.map((block) => block.parser)).toEqual(['was-events']);
    expect(readingsOf(result)[0]).toMatchObject({ life: { appPool: 'WsusPool' } });
  });

  it('of other providers are not ours', () => {
    expect(readText(folded.replace('Microsoft-Windows-WAS', 'Other').replace('"WAS"', '"Other"')).blocks).toEqual([]);
  });
});

describe('events of the process activation service that Get-EventLog lists', () => {
  const table = `   Index Time          EntryType   Source                 InstanceID Message
   ----- ----          ---------   ------                 ---------- -------
  141527 Feb 03 09:12  Information Microsoft-Windows... 1073746941 A worker process with process id of '4712' serving application pool 'Shop' has requested a recycle.
`;
  checkParser('have their number in the lower half of the instance id', { parser: 'was-event-table', text: table });

  it('tell the same', () => {
    expect(notes(readText(table))).toContain('The pool Shop recycled itself at its limit of private memory');
    expect(readText(table.replace('1073746941', '1073741825')).blocks).toEqual([]);
  });
});

describe('the table of Get-IISAppPool', () => {
  it('is answered with what to run instead', () => {
    const table = `PS C:\\> Get-IISAppPool
Name                 Status       CLR Ver  Pipeline Mode  Start Mode
----                 ------       -------  -------------  ----------
DefaultAppPool       Started      v4.0     Integrated     OnDemand
.NET v4.5 Classic    Started      v4.0     Classic        OnDemand
`;
    expect(problem(readText(table))).toContain('This lists 2 application pools');
    expect(problem(readText(table))).toContain('appcmd list wp');
  });
});
