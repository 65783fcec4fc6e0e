import { describe, expect, it } from '@jest/globals';
import type { Reading } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Handles = Reading & { readonly kind: 'handles' };
const all = (text: string): readonly Handles[] => readingsOf(readText(text), 'handle-list') as readonly Handles[];

/** Hand-made after the documented format: one process, `-a -p 4312`. */
const listing = `Nthandle v4.22 - Handle viewer
Copyright (C) 1997-2019 Mark Russinovich
Sysinternals - www.sysinternals.com

------------------------------------------------------------------------------
w3wp.exe pid: 4312 IIS APPPOOL\\Shop
    4: Event
   40: File  (RW-)   C:\\Windows\\System32\\inetsrv
   44: Key           HKLM\\SOFTWARE\\Microsoft
  3C4: Event         \\BaseNamedObjects\\SendSAS
  3C8: Event         \\BaseNamedObjects\\SendSAS
  3CC: WaitCompletionPacket
`;
const csv = `Process,PID,Type,Handle,Name
w3wp.exe,4312,File,0x00000054,D:\\a, b\\held.txt
w3wp.exe,4312,Event,0x00000748,
w3wp.exe,4312,Event,0x0000074C,\\BaseNamedObjects\\x
second line of a name
w3wp.exe,4312,Event,0x00000750,\\BaseNamedObjects\\x
`;

describe('handle -a and -v', () => {
  checkParser('a listing of one process', { parser: 'handle-list', text: listing });
  checkParser('CSV', { parser: 'handle-list', text: csv });

  it('counts a listing by type and by name', () => {
    const [reading] = all(listing);
    expect(reading?.life).toMatchObject({ process: 'w3wp', pid: 4312 });
    expect(reading?.summary).toEqual({
      byType: { Event: 3, File: 1, Key: 1, WaitCompletionPacket: 1 },
      total: 6,
      partial: false,
      byName: { '\\BaseNamedObjects\\SendSAS': 2 },
    });
  });

  it('keeps processes apart', () => {
    const two = `${listing}------------------------------------------------------------------------------\nsvchost.exe pid: 7 NT AUTHORITY\\SYSTEM\n   10: Event\n   14: Mutant        \\x\n`;
    expect(all(two).map(({ life, summary }) => [life.process, life.pid, summary.total])).toEqual([
      ['w3wp', 4312, 6],
      ['svchost', 7, 2],
    ]);
  });

  it('reads CSV with commas and line breaks in names, and says what it passed over', () => {
    const result = readText(csv);
    expect(all(csv)[0]?.summary).toMatchObject({ byType: { File: 1, Event: 3 }, total: 4, byName: { '\\BaseNamedObjects\\x': 2 } });
    expect(result.blocks[0]?.notes.join(' ')).toContain('1 lines were passed over');
  });

  it('reads the CSV whose header describes other rows', () => {
    const wrong =
      'Process,PID,User,Handle,Type,Share Flags,Name,Access\nipf_helper.exe,3456,File,Domain\\User,0x00000050,C:\\Windows\nipf_helper.exe,3456,Key,Domain\\User,0x00000054,HKLM\\x\n';
    expect(all(wrong)[0]?.summary.byType).toEqual({ File: 1, Key: 1 });
    expect(readText(wrong).blocks[0]?.notes.join(' ')).toContain('header of this version');
  });

  it('takes a list of files only as a part', () => {
    expect(all('Process,PID,Type,Handle,Name\npwsh.exe,64336,File,0x00000054,D:\\x\n')[0]?.summary).toMatchObject({
      total: null,
      partial: true,
    });
  });

  it('reads a search by name', () => {
    const found =
      'pwsh.exe           pid: 64336  type: File            54: D:\\x\npwsh.exe           pid: 64336  type: Section         58: D:\\y\n';
    expect(all(found)[0]).toMatchObject({ life: { pid: 64336 }, summary: { byType: { File: 1, Section: 1 }, partial: true } });
  });
});

describeWithShared('handle -v of version 5', () => {
  it('never takes a search for all handles of a process, whatever types it found', () => {
    const text =
      'w3wp.exe           pid: 4712   type: File           148: \\Device\\Afd\nw3wp.exe           pid: 4712   type: Key            150: HKLM\\SOFTWARE\n';
    const result = readText(text);
    expect(readingsOf(result)[0]).toMatchObject({ summary: { byType: { File: 1, Key: 1 }, total: null, partial: true } });
    expect(result.blocks[0]?.notes.join(' ')).toContain('a search by name found');
  });

  it('reads both recorded layouts', () => {
    expect(all(sharedText('samples/handle/handle64_v5.0_-v_name_search.csv'))[0]?.summary.byType).toEqual({ File: 2 });
    const wrong = all(sharedText('samples/handle/handle_v5.0_-u_-v_name_search_wrong_header.csv'));
    expect(wrong.map(({ life, summary }) => [life.process, summary.byType])).toEqual([
      ['ipf_helper', { File: 1 }],
      ['sihost', { File: 2 }],
    ]);
  });

  it('goes on behind a row of a layout that is not known, and claims no whole then', () => {
    const text =
      'w3wp.exe pid: 4120 IIS APPPOOL\\Shop\n   40: File  (RW-)   C:\\Windows\n   44: Event         \n   48: 17+4          ?\n   4C: Mutant        \\BaseNamedObjects\\c\n';
    const result = readText(text);
    expect(result.blocks).toHaveLength(1);
    expect(readingsOf(result)).toMatchObject([{ summary: { byType: { File: 1, Event: 1, Mutant: 1 }, total: null, partial: true } }]);
    expect(result.blocks[0]?.notes).toEqual(['1 lines were passed over: names with line breaks, or rows of another layout.']);
  });
});
