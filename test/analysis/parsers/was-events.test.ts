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
