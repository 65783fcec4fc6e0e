import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const windowsPowershell = [
  'Handles  NPM(K)    PM(K)      WS(K)     CPU(s)     Id  SI ProcessName',
  '-------  ------    -----      -----     ------     --  -- -----------',
  '   1450      98   310000     350000     125.31   4120   0 w3wp',
  '  29401     120  2710000    2600000   9,125.31   5588   0 My Service Host',
  '   2910       0      212      15044                 4   0 System',
].join('\n');

const valuesOf = (text: string) =>
  readingsOf(readText(text)).map((reading) => [
    reading.life.process,
    reading.life.pid,
    reading.kind === 'snapshot' ? reading.values : reading.kind,
  ]);

describe('processes as a table', () => {
  checkParser('of Get-Process', { parser: 'process-table', text: windowsPowershell });

  it('reads names with blanks and rows without a CPU time', () => {
    expect(valuesOf(windowsPowershell)).toEqual([
      ['w3wp', 4120, { handles: 1450, privateBytes: 310000 * 1024, workingSet: 350000 * 1024 }],
      ['My Service Host', 5588, { handles: 29401, privateBytes: 2710000 * 1024, workingSet: 2600000 * 1024 }],
      ['System', 4, { handles: 2910, privateBytes: 212 * 1024, workingSet: 15044 * 1024 }],
    ]);
  });

  it('reads the same where a chat made one blank of many', () => {
    const collapsed = windowsPowershell.replace(/ {2,}/g, ' ').replace('My Service Host', 'Host').replace(/^ /gm, '');
    expect(valuesOf(collapsed).map(([, pid]) => pid)).toEqual([4120, 5588, 4]);
    expect(valuesOf(collapsed)[2]?.[2]).toMatchObject({ handles: 2910, workingSet: 15044 * 1024 });
  });

  it('reads megabytes of PowerShell 7 with either decimal sign', () => {
    const seven = (pm: string, ws: string) =>
      ` NPM(K)    PM(M)      WS(M)     CPU(s)      Id  SI ProcessName\n ------    -----      -----     ------      --  -- -----------\n     98   ${pm}   ${ws}     125.31    4120   0 w3wp\n`;
    const expected = [['w3wp', 4120, { privateBytes: Math.round(302.73 * 2 ** 20), workingSet: Math.round(1341.8 * 2 ** 20) }]];
    expect(valuesOf(seven('302.73', '1341.80'))).toEqual(expected);
    expect(valuesOf(seven('302,73', '1341,80'))).toEqual(expected);
  });

  it('reads columns that somebody computed, in the unit that their name tells', () => {
    const computed =
      'PS C:\\> Get-Process w3wp | ft Id,ProcessName,@{n="Private MB";e={0}},WS_MB,HandleCount -a\n\n' +
      '  Id ProcessName Private MB WS_MB HandleCount\n  -- ----------- ---------- ----- -----------\n4120 w3wp              1206  1270        1548\n';
    expect(valuesOf(computed)).toEqual([['w3wp', 4120, { privateBytes: 1206 * 2 ** 20, workingSet: 1270 * 2 ** 20, handles: 1548 }]]);
    expect(readText(computed).unread).toEqual([]);
  });

  it('reads a table of Markdown, whose columns do not stand below each other', () => {
    const table =
      '| Id | ProcessName | PM(MB) | WS(MB) | Handles |\n|---:|-------------|-------:|-------:|--------:|\n| 4712 | w3wp | 1206 | 1270 | 1548 |\n| 88 | dotnet | 252 | 293 | 548 |\n';
    expect(valuesOf(table)).toEqual([
      ['w3wp', 4712, { privateBytes: 1206 * 2 ** 20, workingSet: 1270 * 2 ** 20, handles: 1548 }],
      ['dotnet', 88, { privateBytes: 252 * 2 ** 20, workingSet: 293 * 2 ** 20, handles: 548 }],
    ]);
  });

  it.each([
    'PS C:\\> Get-Process w3wp | fl Id,Name,HandleCount,PrivateMemorySize64',
    'C:\\>wmic process where name="w3wp.exe" get Name,ProcessId,HandleCount',
    'C:\\>wmic process get Name,ProcessId,HandleCount,PrivatePageCount',
  ])('does not take a command that names columns for a CSV: %s', (command) => {
    const table = 'HandleCount  PrivatePageCount  ProcessId\n1450         317440000         4120\n';
    const result = readText(`${command}\n${table}`);
    expect(result.unread).toEqual([]);
    expect(valuesOf(`${command}\n${table}`)).toEqual([[null, 4120, { handles: 1450, privateBytes: 317440000 }]]);
  });

  it('reads wmic where the blanks between its columns were lost, a name with blanks too', () => {
    const text =
      'HandleCount Name PrivatePageCount ProcessId VirtualSize\n1450 shop.exe 317440000 412 5046586573\n0 System Idle Process 61440 8 8192\n';
    expect(valuesOf(text)).toEqual([
      ['shop', 412, { handles: 1450, privateBytes: 317440000, virtualBytes: 5046586573 }],
      ['System Idle Process', 8, { handles: 0, privateBytes: 61440, virtualBytes: 8192 }],
    ]);
  });

  it('reads the short properties of Get-Process in list form', () => {
    expect(valuesOf('\nName    : shop\nId      : 412\nHandles : 1450\nPM      : 317440000\nWS      : 350000000\n')).toEqual([
      ['shop', 412, { handles: 1450, privateBytes: 317440000, workingSet: 350000000 }],
    ]);
    expect(readText('Name    : shop\nId      : 412\nOwner   : me\n').blocks).toEqual([]);
  });

  it('reads the details that Task Manager copies', () => {
    const text =
      'Name\tPID\tStatus\tUser name\tCPU\tMemory (active private working set)\tCommit size\tHandles\tThreads\nshop.exe\t412\tRunning\tapp\t02\t412,344 K\t520,000 K\t1,450\t61\n';
    expect(valuesOf(text)).toEqual([['shop', 412, { workingSet: 412344 * 1024, privateBytes: 520000 * 1024, handles: 1450, threads: 61 }]]);
  });

  it('reads selected columns, wmic and tasklist', () => {
    expect(
      valuesOf(
        'Name   Id HandleCount PrivateMemorySize64 VirtualMemorySize64\n----   -- ----------- ------------------- -------------------\nw3wp 5588       29401          2775040000         19100000000\n',
      ),
    ).toEqual([['w3wp', 5588, { handles: 29401, privateBytes: 2775040000, virtualBytes: 19100000000 }]]);
    expect(
      valuesOf(
        'HandleCount  PrivatePageCount  ProcessId  ThreadCount  VirtualSize\n1450         317440000         4120       45           5100000000\n',
      ),
    ).toEqual([[null, 4120, { handles: 1450, privateBytes: 317440000, threads: 45, virtualBytes: 5100000000 }]]);
    expect(
      valuesOf(
        'Image Name                     PID Session Name        Session#    Mem Usage\n========================= ======== ================ =========== ============\nw3wp.exe                      4120 Services                   0    350,000 K\n',
      ),
    ).toEqual([['w3wp', 4120, { workingSet: 350000 * 1024 }]]);
  });

  it('says what a heading without rows lacks', () => {
    const heading = windowsPowershell.split('\n').slice(0, 2).join('\n');
    expect(readText(heading).unread[0]?.problem).toContain('without a row');
  });

  it('leaves other tables alone', () => {
    for (const text of ['Name   Id Threads\n----   -- -------\nabc     1       2\n', 'Id  Title  Text\n--  -----  ----\n1   a      b\n']) {
      expect(readText(text).blocks).toEqual([]);
    }
  });
});

const list =
  'Id                  : 4120\nHandles             : 1450\nCPU                 : 125,31\nName                : w3wp\nPrivateMemorySize64 : 317440000';

describe('processes property by property', () => {
  checkParser('of Format-List', { parser: 'process-list', text: list });

  it('reads several, apart by empty lines', () => {
    expect(
      valuesOf(
        '\nHandleCount=1450\nPrivatePageCount=317440000\nProcessId=4120\n\n\nHandleCount=29401\nPrivatePageCount=2775040000\nProcessId=5588\n',
      ),
    ).toEqual([
      [null, 4120, { handles: 1450, privateBytes: 317440000 }],
      [null, 5588, { handles: 29401, privateBytes: 2775040000 }],
    ]);
  });

  it('takes no list of other things for one of processes', () => {
    expect(readText('Name : Default\nStatus : Started\nCLR Ver : v4.0\n').blocks).toEqual([]);
  });
});

const csv =
  '"Time","Id","ProcessName","HandleCount","PrivateMemorySize64"\n"2026-11-21T10:00:00.0000000+01:00","4120","w3wp","1450","317440000"\n"2026-11-21T10:05:00.0000000+01:00","4120","w3wp","1470","327440000"';

describe('processes as CSV', () => {
  checkParser('of Export-Csv', { parser: 'process-csv', text: csv });

  it('makes a series of rows with a time', () => {
    expect(readingsOf(readText(csv))).toMatchObject([
      {
        kind: 'counters',
        life: { process: 'w3wp', pid: 4120 },
        takenAt: Date.UTC(2026, 10, 21, 9, 5),
        series: [{ counter: 'handles' }, { counter: 'privateBytes', samples: [{ value: 317440000 }, { value: 327440000 }] }],
      },
    ]);
  });

  it('reads wmic with the empty lines that it puts between', () => {
    expect(valuesOf('\nNode,HandleCount,PrivatePageCount,ProcessId\nWEB01,1450,317440000,4120\n\nWEB01,29401,2775040000,5588\n')).toEqual([
      [null, 4120, { handles: 1450, privateBytes: 317440000 }],
      [null, 5588, { handles: 29401, privateBytes: 2775040000 }],
    ]);
  });
});

const samples = String.raw`"Path","InstanceName","CookedValue","Timestamp"
"\\web01\process(w3wp)\private bytes","w3wp","310000000","2026-11-21T10:00:00.1234567+01:00"
"\\web01\process(w3wp)\id process","w3wp","4120","2026-11-21T10:00:00.1234567+01:00"
"\\web01\process(w3wp)\private bytes","w3wp","320000000","2026-11-21T10:05:00.1234567+01:00"
"\\web01\process(w3wp)\id process","w3wp","4120","2026-11-21T10:05:00.1234567+01:00"`;

describe('counter samples as CSV', () => {
  checkParser('of Export-Csv', { parser: 'get-counter-csv', text: samples });

  it('joins instances by process id', () => {
    expect(readingsOf(readText(samples))).toMatchObject([
      { kind: 'counters', series: [{ counter: 'privateBytes', life: { machine: 'web01', process: 'w3wp', pid: 4120 } }] },
    ]);
  });

  it('reads the culture of a German session', () => {
    const german =
      '#TYPE Selected.Microsoft.PowerShell.Commands.GetCounter.PerformanceCounterSample\n"Timestamp";"Path";"CookedValue"\n"21.11.2026 10:00:00";"\\\\web01\\prozess(w3wp)\\private bytes";"310000000"\n"21.11.2026 10:05:00";"\\\\web01\\prozess(w3wp)\\private bytes";"320000000,5"\n';
    const result = readText(german);
    expect(readingsOf(result)[0]).toMatchObject({ takenAt: Date.UTC(2026, 10, 21, 10, 5) });
    expect(result.blocks[0]?.notes.join(' ')).toContain('taken as UTC');
  });

  it('says how to write the time where none can be read', () => {
    expect(readText('Path,CookedValue,Timestamp\n\\\\a\\process(b)\\private bytes,5,noon\n').unread[0]?.problem).toContain("ToString('o')");
  });
});

describe('a process of App Service as Kudu tells it', () => {
  const process = (scm: boolean) =>
    JSON.stringify({
      id: 4120,
      name: 'w3wp',
      handle_count: 1450,
      thread_count: 45,
      start_time: '2026-11-21T08:00:00Z',
      private_memory: 317440000,
      is_scm_site: scm,
      time_stamp: '2026-11-21T10:00:00Z',
    });

  it('is read', () => {
    expect(readingsOf(readText(process(false)))).toMatchObject([
      {
        kind: 'snapshot',
        takenAt: Date.UTC(2026, 10, 21, 10),
        life: { process: 'w3wp', pid: 4120, startedAt: Date.UTC(2026, 10, 21, 8) },
        values: { privateBytes: 317440000, handles: 1450, threads: 45 },
      },
    ]);
  });

  it('is not taken for the site where it is Kudu’s own', () => {
    expect(readText(process(true)).unread[0]?.problem).toContain('Kudu itself');
  });
});
