import { describe, expect, it } from '@jest/globals';
import { entryFrame, firstOwnFrame, frameName } from '../../../analysis/stacks.ts';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, fixture, sharedText } from '../../support/fixture.ts';
import { leastProcessorMs } from '../../support/processor-time.ts';

type Stacks = Reading & { readonly kind: 'stacks' };
const stacks = (result: ReadResult): Stacks => readingsOf(result, 'cdb-stacks')[0] as Stacks;
const functions = (result: ReadResult) => stacks(result).stacks[0]?.frames.map(frameName);
const seed = fixture('cdb-stacks/kL-x64-gdiplus.txt');

describe('stacks of cdb and WinDbg', () => {
  checkParser('the incident’s kL, blank lines and a wrapped frame in it', { parser: 'cdb-stacks', text: seed });

  it('names the own-code frame and the web method of the incident', () => {
    const [stack] = stacks(readText(seed)).stacks;
    expect(frameName(firstOwnFrame(stack!.frames)!)).toBe('MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome');
    expect(frameName(entryFrame(stack!.frames)!)).toBe('MyService!MyService.GetCommonImages');
    expect(stack).toMatchObject({ threads: ['57'], count: 1 });
    expect(stack!.frames).toHaveLength(28);
  });

  it('counts all threads where !uniqstack shows each stack once', () => {
    const thread = (index: number): string =>
      `.  ${index}  Id: 4a8.8b${index} Suspend: 1 Teb: 000000fa\`1e7fa000 Unfrozen\nChild-SP          RetAddr           Call Site\n000000fa\`1e8ff6c8 00007ff8\`c47c3799 ntdll!NtWait${index}+0x14\n`;
    const result = readText(
      `0:000> !uniqstack\nProcessing 1200 threads, please wait\n\n${thread(0)}\n${thread(1)}\nTotal threads: 1200\nDuplicate callstacks: 1198 (windbg thread #s follow):\n2, 3\n`,
    );
    expect(stacks(result)).toMatchObject({ threads: 1200 });
    expect(stacks(result).stacks.map(({ count }) => count)).toEqual([1, 1]);
    expect(result.blocks[0]?.notes.join(' ')).toContain('of 1200 threads 1198 have one of the 2 stacks here');
  });

  it('says what to run where only the 64-bit layer around a 32-bit process was shown', () => {
    const around =
      ' # Child-SP          RetAddr               Call Site\n00 00000000`0078e5b8 00007ff9`c1c1a24e     wow64cpu!CpupSyscallStub+0xc\n01 00000000`0078e5c0 00007ff9`c1c1a1bd     wow64cpu!WaitForMultipleObjects32+0x1e\n';
    expect(stacks(readText(around)).life.bitness).toBe(32);
    expect(readText(around).blocks[0]?.notes.join(' ')).toContain('!wow64exts.sw');
    expect(readText(seed).blocks[0]?.notes.join(' ')).not.toContain('wow64');
  });

  it('joins a frame that was wrapped over two lines', () => {
    const stub = stacks(readText(seed)).stacks[0]!.frames[14]!;
    expect(stub).toMatchObject({ module: 'System_Drawing_ni', function: 'DomainNeutralILStubClass.IL_STUB_PInvoke', offset: 0x179 });
  });

  it('says which frames are missing, and what is known of the process', () => {
    const result = readText(seed);
    expect(result.blocks[0]?.notes).toEqual(['Frames 11, 15, 17, 1b to 49 are not in this text.']);
    expect(stacks(result).life).toMatchObject({ bitness: 64, runtime: 'netfx', pid: null });
  });

  it('reads ~*k: thread headers, hexadecimal pid, equal stacks as one', () => {
    const header = (at: number, tid: string) =>
      `${at === 0 ? '.' : ' '}  ${at}  Id: 1a2c.${tid} Suspend: 1 Teb: 000000d2\`0d5f1000 Unfrozen`;
    const frames =
      ' # Child-SP          RetAddr               Call Site\n00 000000d2`0d0ff2c8 00007ffd`b18fba2e     ntdll!NtWaitForSingleObject+0x14\n01 000000d2`0d0ff2d0 00007ff6`b18f0000     MyApp!wait+0x3';
    const text = `0:000> ~*k\n\n${[header(0, '3c0'), header(1, '2f10'), header(2, '11')].map((each) => `${each}\n${frames}`).join('\n\n')}\n`;
    const reading = stacks(readText(text));
    expect(reading).toMatchObject({ threads: 3, life: { pid: 0x1a2c, bitness: 64 } });
    expect(reading.stacks).toHaveLength(1);
    expect(reading.stacks[0]).toMatchObject({ count: 3, threads: ['0 (1a2c.3c0)', '1 (1a2c.2f10)', '2 (1a2c.11)'] });
  });

  it('reads kb and kv of x64, with colons and arguments', () => {
    const text = [
      ' # RetAddr               : Args to Child                                                           : Call Site',
      '00 00007ffd`b18fba2e     : 00000000`00000000 00000000`00000001 00000000`00000002 00000000`00000003 : ntdll!NtWaitForSingleObject+0x14',
      '01 00007ff6`b18f0000     : 00000000`00000000 00000000`00000001 00000000`00000002 00000000`00000003 : MyApp!wait+0x3 [C:\\src\\a.cpp @ 12]',
    ].join('\n');
    expect(functions(readText(text))).toEqual(['ntdll!NtWaitForSingleObject', 'MyApp!wait']);
  });

  it('reads kv of x86 with frame pointer remarks, and kb with arguments', () => {
    const text = [
      'ChildEBP RetAddr  Args to Child',
      '0012f9b8 7c90df5a 00000003 0012f9e0 00000001 ntdll!KiFastSystemCallRet (FPO: [0,0,0])',
      '0012f9bc 004010a3 00000003 0012f9e0 00000001 MyApp!CServer::GetToken+0x47 (CONV: thiscall) [c:\\x.cpp @ 3]',
    ].join('\n');
    expect(functions(readText(text))).toEqual(['ntdll!KiFastSystemCallRet', 'MyApp!CServer::GetToken']);
    expect(stacks(readText(text)).life.bitness).toBe(32);
  });

  it('reads kf with its memory column, kc without addresses, and inline frames', () => {
    const kf =
      ' #   Memory  Child-SP          RetAddr               Call Site\n00           000000d2`0d0ff2c8 00007ffd`b18fba2e     ntdll!A+0x14\n01         8 000000d2`0d0ff2d0 00007ff6`b18f0000     MyApp!b+0x3';
    expect(functions(readText(kf))).toEqual(['ntdll!A', 'MyApp!b']);
    expect(functions(readText('0:000> kc\n # Call Site\n00 ntdll!A\n01 MyApp!b\n'))).toEqual(['ntdll!A', 'MyApp!b']);
    expect(
      functions(
        readText(
          '0:000> knL\n # Child-SP          RetAddr           Call Site\n00 (Inline Function) --------`-------- MyApp!func1+0x7\n01 00000000`0050fc90 000007f6`8d6213f3 MyApp!main+0x8f\n',
        ),
      ),
    ).toEqual(['MyApp!func1', 'MyApp!main']);
  });

  it('keeps frames without symbols: modules with an offset and bare addresses of compiled code', () => {
    const text =
      '0:004> kL\n # Child-SP          RetAddr           Call Site\n00 00000000`0b99a320 000007fe`fbbfcb6b 0x000007FE`95B1A2C7\n01 00000000`0b99a360 000007fe`fbbfca82 w3tp+0x1819\n02 00000000`0b99a390 000007fe`fbbf885b MyApp!Run+0x1\n';
    expect(stacks(readText(text)).stacks[0]?.frames.map(({ printed }) => printed)).toEqual([
      '0x000007FE`95B1A2C7',
      'w3tp+0x1819',
      'MyApp!Run+0x1',
    ]);
  });

  it('reads two stacks below each other as two, also without headers between them', () => {
    const frame = (number: string, site: string) => `${number} 00000000\`0b99a320 000007fe\`fbbfcb6b ${site}`;
    const reading = stacks(readText([frame('00', 'a!b+0x1'), frame('01', 'a!c+0x1'), frame('00', 'a!d+0x1')].join('\n')));
    expect(reading.threads).toBe(2);
  });

  it('joins what the debugger says of symbols in the middle of a line', () => {
    const text =
      '0:000> k\nChildEBP RetAddr\n0012f9b8 7c90df5a *** ERROR: Symbol file could not be found.  Defaulted to export symbols for acme.dll - \nacme!Run+0x12\n0012f9bc 004010a3 MyApp!go+0x47\n';
    const result = readText(text);
    expect(functions(result)).toEqual(['acme!Run', 'MyApp!go']);
    expect(result.blocks[0]?.notes.join(' ')).toContain('Without symbols: acme.dll');
  });

  it('takes the thread from the command rather than from the prompt', () => {
    const text = '0:002> ~57k\nChildEBP RetAddr\n0012f9b8 7c90df5a MyApp!go+0x47\n';
    expect(stacks(readText(text)).stacks[0]?.threads).toEqual(['57']);
  });

  it('does not take memory dumps, disassembly or prose for stacks', () => {
    for (const text of [
      '00000054`b71ffb78  00007ffe`1ee672ae ntdll!DbgUiRemoteBreakin+0x4e\n00000054`b71ffb80  00000000`00000000\n00000054`b71ffb88  00007ffe`1e2a3e2d KERNEL32!BaseThreadInitThunk+0x1d\n00000054`b71ffb90  00007ffe`1e2a3e2d a!b+0x1',
      '00246c48  41 6c 6c 2d 49 6e 2d 4f-6e 65 20 43 6f 64 65 20  All-In-One Code\n00246c58  46 72 61 6d 65 77 6f 72-6b 00 00 00 00 00 00 00  Framework.......',
      'ntdll!NtWaitForSingleObject+0x14:\n00007ffd`f23c0e44 c3              ret',
      'Wow! That is a stack. We call ntdll!RtlAllocateHeap from 00 different places.',
    ])
      expect(readingsOf(readText(text), 'cdb-stacks')).toEqual([]);
  });

  it('says what to do when only the head was pasted', () => {
    const result = readText('0:000> kL\n # Child-SP          RetAddr           Call Site\n');
    expect(result.unread[0]).toMatchObject({ parser: 'cdb-stacks' });
    expect(result.unread[0]?.problem).toContain('Paste the frames');
  });

  it('answers at once to 20,000 hostile characters', () => {
    for (const unit of ['0 ', '00000000 ', 'a!', '(', '[', '0`']) {
      const text = `0:000> k\n${unit.repeat(20_000 / unit.length)}\n${unit.repeat(10)}`;
      expect(leastProcessorMs(() => readText(text), 50)).toBeLessThan(50);
    }
  });
});

describeWithShared('samples of cdb stacks', () => {
  for (const name of [
    'k_x64_frame_numbers',
    'k_x86_ChildEBP_RetAddr',
    'kb_x86_frame_numbers_args_source',
    'knL_x64_inline_function',
    'kL_x64_gdiplus_mixed_stack',
  ])
    checkParser(name, { parser: 'cdb-stacks', text: sharedText(`samples/cdb/${name}.txt`) });

  it('are read behind the echo of a -c command, once for each stack command', () => {
    const result = readText(sharedText('samples/cdb/cdb_c_echo_then_markers.txt'));
    expect(readingsOf(result).map((each) => (each as Stacks).threads)).toEqual([1, 2]);
    expect((readingsOf(result)[1] as Stacks).life.pid).toBe(0x10260);
  });

  it('keep a thread whose lower frames were cut out', () => {
    const result = readText(sharedText('cases/signalr-2325-7249-threads-lock/stacks.txt'));
    expect(stacks(result)).toMatchObject({ threads: 1, life: { pid: 0x11fc, bitness: 64, runtime: 'netfx' } });
    expect(stacks(result).stacks[0]?.frames.at(-1)?.function).toBe('AwareLock::Contention');
    expect(result.blocks[0]?.notes.join(' ')).toMatch(/more than 7249 threads.*cut out/);
  });
});
