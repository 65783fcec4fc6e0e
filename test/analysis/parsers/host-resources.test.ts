import { describe, expect, it } from '@jest/globals';
import type { Reading } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { notes, problem } from '../../support/counter-log.ts';

const GB = 1024 ** 3;
const system = `{"Caption":"Microsoft Windows Server 2019 Standard","OSArchitecture":"64-bit","FreeVirtualMemory":6291456,"TotalVirtualMemorySize":20971520}`;
const disks = `[{"DeviceID":"C:","FreeSpace":21474836480,"Size":106847793152},{"DeviceID":"D:","FreeSpace":64424509440,"Size":214748364800}]`;
const drives = `PS C:\\> Get-PSDrive -PSProvider FileSystem

Name           Used (GB)     Free (GB) Provider      Root                                               CurrentLocation
----           ---------     --------- --------      ----                                               ---------------
C                  79.53         46.50 FileSystem    C:\\                                              Users\\Administrator
E                                      FileSystem    E:\\
`;
const first = (text: string, parser: string): Reading => readingsOf(readText(text), parser)[0]!;

describe('what the host has left, by WMI', () => {
  checkParser('as JSON', { parser: 'cim-host', text: `${system}\n${disks}\n` });
  checkParser('as a list', {
    parser: 'cim-host',
    text: 'OSArchitecture         : 64-bit\nFreeVirtualMemory      : 3145728\nTotalVirtualMemorySize : 9437184\n',
  });

  it('is commit, the bits of Windows and the disk of the dumps', () => {
    expect(first(`${system}\n${disks}`, 'cim-host')).toMatchObject({
      kind: 'host',
      os: 'Microsoft Windows Server 2019 Standard',
      osBitness: 64,
      commitFreeBytes: 6 * GB,
      freeDiskBytes: 60 * GB,
    });
    expect(notes(readText(disks))).toContain('Free: C: 20.0 GB and D: 60.0 GB. Room for dumps is taken to be that of D:');
  });

  it('is read in a list, in other languages too, and of one disk', () => {
    expect(first('OSArchitecture : 32 бит\nFreeVirtualMemory : 1048576\n', 'cim-host')).toMatchObject({
      osBitness: 32,
      commitFreeBytes: GB,
    });
    expect(
      first(
        'DeviceID  : C:\nFreeSpace : 1073741824\nSize      : 2147483648\n\nDeviceID  : E:\nFreeSpace : 3221225472\nSize      : 4294967296\n',
        'cim-host',
      ),
    ).toMatchObject({ freeDiskBytes: 3 * GB });
    expect(first('{"DeviceID":"C:","FreeSpace":1073741824}', 'cim-host')).toMatchObject({
      freeDiskBytes: GB,
      commitFreeBytes: null,
      os: null,
    });
  });

  it('is asked for again where it has no number', () => {
    expect(problem(readText('{"DeviceID":"D:","FreeSpace":null}'))).toContain('neither FreeVirtualMemory nor FreeSpace has a number');
  });

  it('stands beside the process in one paste', () => {
    const process =
      '{"ProcessId":5588,"Name":"w3wp.exe","ExecutablePath":"C:\\\\Windows\\\\SysWOW64\\\\inetsrv\\\\w3wp.exe","PrivatePageCount":310000000,"VirtualSize":900000000,"HandleCount":1450}';
    const readings = readText(`${process}\n${system}\n${disks}\n`).blocks.flatMap((block) => block.readings);
    expect(readings.map(({ kind }) => kind)).toEqual(['snapshot', 'host']);
    expect(readings[0]!.life).toMatchObject({ pid: 5588, bitness: 32 });
  });
});

describe('free disk', () => {
  checkParser('Get-PSDrive', { parser: 'free-disk', text: drives.split('\n').slice(2).join('\n') });

  it('is read from Get-PSDrive, with decimals of either kind', () => {
    expect(first(drives, 'free-disk')).toMatchObject({ kind: 'host', freeDiskBytes: 46.5 * GB });
    expect(first(drives.replace('46.50', '46,50').replace('79.53', '79,53'), 'free-disk')).toMatchObject({ freeDiskBytes: 46.5 * GB });
  });

  it('is read from df, without what is no disk', () => {
    const df =
      'Filesystem     1K-blocks     Used Available Use% Mounted on\ntmpfs          99999999999 1 99999999998 1% /run\n/dev/sda1      102626232 31457280 65914112 33% /\n/dev/sdb1 206292968 524288 195214080 1% /var/dumps\n';
    expect(first(df, 'free-disk')).toMatchObject({ freeDiskBytes: 195_214_080 * 1024 });
    expect(notes(readText(df))).toContain('/ 62.9 GB and /var/dumps 186 GB');
    const human = 'Dateisystem    Größe Benutzt Verf. Verw% Eingehängt auf\n/dev/sda1        98G     30G   63G   33% /\n'.replace(
      'Größe',
      'Size',
    );
    expect(first(human, 'free-disk')).toMatchObject({ freeDiskBytes: 63 * GB });
  });

  it('of drives without a medium is not known', () => {
    const none = drives
      .split('\n')
      .filter((line) => !/^C /.test(line))
      .join('\n');
    expect(problem(readText(none))).toContain('none with its free space');
  });
});
