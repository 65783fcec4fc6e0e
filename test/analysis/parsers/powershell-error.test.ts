import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import { powershellErrorSays } from '../../../analysis/powershell-errors.ts';
import { readText, utf16 } from '../../support/check-parser.ts';
import { problem } from '../../support/counter-log.ts';

const italian = `hostname1 : Termine 'hostname1' non riconosciuto come nome di cmdlet, funzione, programma eseguibile o file script.
Controllare l'ortografia del nome o verificare che il percorso sia incluso e corretto, quindi riprovare.
In riga:1 car:1
+ hostname1
+ ~~~~~~~~~
    + CategoryInfo          : ObjectNotFound: (hostname1:String) [], CommandNotFoundException
    + FullyQualifiedErrorId : CommandNotFoundException
`;
const german = `Get-Process : Es kann kein Prozess mit der Prozess-ID 4312 gefunden werden.
In Zeile:1 Zeichen:1
+ Get-Process -Id 4312
+ ~~~~~~~~~~~~~~~~~~~~
    + CategoryInfo          : ObjectNotFound: (4312:Int32) [Get-Process], ProcessCommandException
    + FullyQualifiedErrorId : NoProcessFoundForGivenId,Microsoft.PowerShell.Commands.GetProcessCommand
`;
const objects = (inner: string): string =>
  `#< CLIXML\n<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj S="progress" RefId="0"><MS><I64 N="SourceId">1</I64></MS></Obj>${inner}</Objs>`;

describe('an error of PowerShell', () => {
  it.each([
    ['a missing program, in Italian', italian, 'was not found on that machine'],
    ['a process that is gone, in German', german, 'another pid'],
  ])('%s is answered with what to do', (_, text, says) => {
    for (const bytes of [text, text.replaceAll('\n', '\r\n'), `\ufeff${text}`, `PS C:\\> x\n${text}\nPS C:\\> `]) {
      expect(readText(bytes).unread).toEqual([expect.objectContaining({ parser: 'powershell-error' })]);
      expect(problem(readText(bytes))).toContain(says);
    }
    expect(problem(readBytes('e.txt', utf16(text)))).toContain(says);
    for (const part of [0.2, 0.5, 0.9]) expect(problem(readText(text.slice(0, text.length * part))).length).toBeGreaterThan(20);
  });

  it.each([
    ['UnauthorizedAccess', 'SecurityError', 'execution policy'],
    ['HRESULT 0x80041003,Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand', 'PermissionDenied', 'administrator'],
    ['CounterApiError,Microsoft.PowerShell.Commands.GetCounterCommand', 'InvalidResult', 'typeperf -q'],
    ['NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand', 'ObjectNotFound', 'No such event'],
    ['TerminatorExpectedAtEndOfString', 'ParserError', 'quotes'],
    ['CannotConnect,PSSessionStateBroken', 'OpenError', 'on that machine itself'],
    ['NativeCommandError', 'NotSpecified', 'what a program printed'],
    ['Something,New', 'PermissionDenied', 'administrator'],
    ['Something,New', 'NotSpecified', 'Something,New'],
  ])('%s (%s) says what to do', (id, category, says) => expect(powershellErrorSays(id, category)).toContain(says));

  it('leaves the output above it to its own parser', () => {
    const status = 'Name:\tdemo\nState:\tS (sleeping)\nPid:\t42\nVmSize:\t  239092 kB\nVmRSS:\t   16744 kB\n';
    const result = readText(`${status}\n${german}`);
    expect(result.blocks.map((block) => block.parser)).toEqual(['proc-status']);
    expect(result.unread.map((part) => part.parser)).toEqual(['powershell-error']);
  });
});

describe('CLIXML', () => {
  it('is unwrapped to the error in it', () => {
    const text = objects(
      italian
        .split('\n')
        .map((line) => `<S S="Error">${line.replaceAll("'", '&apos;')}_x000D__x000A_</S>`)
        .join(''),
    );
    expect(problem(readText(text))).toContain('was not found on that machine');
    expect(problem(readText(text.slice(0, text.length - 7)))).toContain('was not found on that machine');
    expect(problem(readText(objects('<S S="Error">Zugriff verweigert_x000D__x000A_</S>')))).toContain('Zugriff verweigert');
  });

  it('with progress only says that the output went elsewhere', () => {
    expect(problem(readText(objects('')))).toContain('SilentlyContinue');
    expect(readText(objects('')).unread[0]).toMatchObject({ parser: 'clixml' });
  });
});
