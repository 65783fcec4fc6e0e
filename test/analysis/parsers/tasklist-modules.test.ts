import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const table = `C:\\tools>tasklist /m LeakTrack.dll

Image Name                     PID Modules
========================= ======== ============================================
w3wp.exe                      7412 LeakTrack.dll
`;
const german = `Abbildname                     PID Module
========================= ======== ============================================
w3wp.exe                      5588 ntdll.dll, kernel32.dll, KERNELBASE.dll,
                                   GdiPlus.dll, LeakTrack.dll
iisexpress.exe               13724 ntdll.dll
`;
const csv = `tasklist /m LeakTrack.dll /fi "PID eq 7412" /fo csv /nh
"w3wp.exe","7412","LeakTrack.dll"
`;

describe('tasklist with modules', () => {
  checkParser('the table', { parser: 'tasklist-modules', text: table });
  checkParser('the table of a German Windows with wrapped modules', { parser: 'tasklist-modules', text: german });
  checkParser('CSV', { parser: 'tasklist-modules', text: csv });

  it('tells which process has loaded LeakTrack', () => {
    expect(readingsOf(readText(table))).toMatchObject([
      { kind: 'modules', life: { process: 'w3wp', pid: 7412 }, names: ['LeakTrack.dll'] },
    ]);
    expect(readingsOf(readText(csv))).toMatchObject([{ life: { process: 'w3wp', pid: 7412 }, names: ['LeakTrack.dll'] }]);
  });

  it('joins the modules that go on in the next lines, in any language', () => {
    expect(readingsOf(readText(german))).toMatchObject([
      { life: { pid: 5588 }, names: ['ntdll.dll', 'kernel32.dll', 'KERNELBASE.dll', 'GdiPlus.dll', 'LeakTrack.dll'] },
      { life: { process: 'iisexpress', pid: 13724 }, names: ['ntdll.dll'] },
    ]);
  });

  it('says what to do where nothing has loaded it', () => {
    const { unread } = readText('C:\\tools>tasklist /m LeakTrack.dll\nINFO: No tasks are running which match the specified criteria.\n');
    expect(unread).toMatchObject([{ parser: 'tasklist-modules', problem: expect.stringContaining('Monitor For Leaks') }]);
  });

  it('leaves other tables alone', () => {
    const { blocks } = readText(
      'Image Name                     PID Session Name\n========================= ======== ================\nw3wp.exe                      7412 Services\n',
    );
    expect(blocks.filter((block) => block.parser === 'tasklist-modules')).toEqual([]);
  });
});
