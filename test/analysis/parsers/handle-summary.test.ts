import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, fixture, sharedText } from '../../support/fixture.ts';

type Handles = Reading & { readonly kind: 'handles' };
const handles = (result: ReadResult): Handles => readingsOf(result, 'handle-summary')[0] as Handles;
const withPrompt = fixture('handle-summary/v4.0-with-prompt.txt');
const filtered = fixture('handle-summary/v4.0-select-string.txt');

describe('handle -s', () => {
  checkParser('with its prompt and banner', { parser: 'handle-summary', text: withPrompt });
  checkParser('through select-string, without its header', { parser: 'handle-summary', text: filtered });

  it('tells every type, the total, and the pid that the command names', () => {
    const { summary, life } = handles(readText(withPrompt));
    expect(summary).toMatchObject({ total: 29401, partial: false });
    expect(summary.byType).toMatchObject({ Event: 14440, Semaphore: 14029, WaitCompletionPacket: 15, 'ALPC Port': 8 });
    expect(Object.keys(summary.byType)).toHaveLength(19);
    expect(life).toMatchObject({ pid: 13724, process: null });
  });

  it('reads rows that stand without their header as a part', () => {
    const result = readText(filtered);
    expect(handles(result).summary).toEqual({ byType: { Event: 14422, Semaphore: 14029 }, total: null, partial: true, byName: {} });
    expect(handles(result).life.pid).toBe(13724);
    expect(result.blocks[0]?.notes[0]).toContain('without their header');
  });

  it('adds up a type that stands on several rows', () => {
    const text =
      'Handle type summary:\n  <Unknown type>  : 1\n  <Unknown type>  : 166\n  Process         : 3\n  Process         : 38\nTotal handles: 208\n';
    expect(handles(readText(text)).summary).toMatchObject({ byType: { '<Unknown type>': 167, Process: 41 }, total: 208, partial: false });
  });

  it('says so when the rows do not add up to the total', () => {
    const result = readText('Handle type summary:\n  Event           : 10\nTotal handles: 29401\n');
    expect(handles(result).summary.partial).toBe(true);
    expect(result.blocks[0]?.notes.join(' ')).toContain('add up to 10 and not to the total of 29401');
  });

  it('reads a single row in the tool’s own columns, and rows with collapsed blanks', () => {
    expect(handles(readText('  Semaphore       : 14029\n')).summary.byType).toEqual({ Semaphore: 14029 });
    expect(handles(readText('Event : 14422\nSemaphore : 14029\n')).summary.byType).toEqual({ Event: 14422, Semaphore: 14029 });
  });

  it('leaves ordinary text alone that looks like a row', () => {
    for (const text of ['Process : 13724', 'Total : 5\nEvent log entries : 4', 'Key: value\nFile: 3', 'severity : 2\nservice : 4\n']) {
      expect(readText(text).blocks).toEqual([]);
    }
  });

  it('names the process where the command names it, and warns that a name is a prefix', () => {
    const result = readText(withPrompt.replace('-p 13724', '-p w3wp.exe'));
    expect(handles(result).life).toMatchObject({ process: 'w3wp', pid: null });
    expect(result.blocks[0]?.notes[0]).toContain('every process whose name begins so');
  });

  it.each([
    'Start-Sleep 300; .\\handle64.exe -p 4712 -s',
    'date /t && handle.exe -s -p 4712',
    'Get-Date; & "C:\\Tools\\handle64.exe" -s -p 4712',
  ])('tells the pid where the command stands behind another: %s', (command) => {
    const text = `PS C:\\tools> ${command}\nHandle type summary:\n  Event           : 10\nTotal handles: 10\n`;
    expect(handles(readText(text)).life.pid).toBe(4712);
  });

  it('says what to do when the tool was refused or found nothing', () => {
    const denied = readText('Nthandle v4.22 - Handle viewer\n\nError obtaining handle information: Access denied\n');
    expect(denied.unread[0]).toMatchObject({ parser: 'handle-summary', problem: expect.stringContaining('Run as administrator') });
    const nothing = readText('PS C:\\> handle -p 4312 -s\n\nNo matching handles found.\n');
    expect(nothing.unread[0]?.problem).toContain('handle64.exe');
  });
});

describeWithShared('handle -s of other versions', () => {
  it('reads v3.42 and Nthandle v4.22', () => {
    const old = readText(sharedText('samples/handle/handle_v3.42_-s_-p.txt'));
    expect(handles(old).summary).toMatchObject({ total: 238, partial: false, byType: { Process: 41, Event: 108 } });
    const nt = readText(sharedText('samples/handle/nthandle_v4.22_-s_-p.txt'));
    expect(handles(nt).summary).toMatchObject({ total: 706, partial: false, byType: { '<Unknown type>': 167, Semaphore: 43 } });
  });
});
