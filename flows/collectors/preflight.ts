import { quote } from '../../connectors/quote.ts';
import type { Collector, CollectorHow, Target } from '../types.ts';
import { harmless } from './impacts.ts';
import { imageOf, isDotnet, isWindows, pidForPeople, pidOf } from './target-values.ts';

/** Of the process: its start, private bytes and the path, which shows SysWOW64 for 32 bits. Of the host: what can still be committed, and free disk. */
function looksOf(target: Target): readonly string[] {
  const properties = 'ProcessId,Name,ExecutablePath,CreationDate,PrivatePageCount,VirtualSize,HandleCount,ThreadCount';
  const asJson = 'ConvertTo-Json -Compress';
  // As long as the pid is not known, its name finds it, and its namesakes with it.
  const image = imageOf(target);
  const filter = pidOf(target) === null && image !== null ? `Name="${image}.exe"` : `ProcessId=${pidForPeople(target)}`;
  return [
    `Get-CimInstance Win32_Process -Filter '${filter}' | Select-Object ${properties} | ${asJson}`,
    `Get-CimInstance Win32_OperatingSystem | Select-Object Caption,OSArchitecture,FreeVirtualMemory,TotalVirtualMemorySize | ${asJson}`,
    `Get-CimInstance Win32_LogicalDisk -Filter 'DriveType=3' | Select-Object DeviceID,FreeSpace,Size | ${asJson}`,
  ];
}

/** Language-neutral, and nothing to install: FACTS.md §1.7, §2. */
function onWindows(target: Target): CollectorHow {
  const looks = looksOf(target);
  const argv = ['powershell', '-NoProfile', '-NonInteractive', '-Command', looks.join('; ')] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: 'powershell',
    rights: 'the same user as the process, or administrator',
    impact: harmless(3),
    byHand: [
      `In PowerShell as administrator: ${looks.join('; ')}`,
      'A path under C:\\Windows\\SysWOW64 means 32 bits: such a process ends near 2.8 GB of private bytes.',
      '%windir%\\system32\\inetsrv\\appcmd list wp   (which w3wp is which application pool)',
      '%windir%\\system32\\inetsrv\\appcmd list apppool "NAME" /text:*   (look for privateMemory and memory in KB, time, idleTimeout)',
      'Paste what they print here, or say "skip" with the reason.',
    ].join('\n'),
    timeoutMs: 30_000,
  };
}

function onLinux(target: Target): CollectorHow {
  const pid = pidForPeople(target);
  const argv = ['cat', `/proc/${pid}/status`, `/proc/${pid}/smaps_rollup`] as const;
  return {
    argv: pidOf(target) === null ? null : argv,
    shell: 'posix',
    rights: 'the same user as the process, or root',
    impact: harmless(1),
    byHand: `${quote(argv, 'posix')}\nPaste what it prints here.${isDotnet(target.platform) ? ' The .NET heap is read with dotnet-counters in the next step.' : ''}`,
    timeoutMs: 15_000,
  };
}

export const preflight: Collector = {
  id: 'preflight',
  title: 'A look at the process and its host',
  yields: ['host', 'snapshot'],
  tells:
    'Where the process must end (address space, recycle limits, container), whether there is room for dumps, and which life of the process this is. It decides which later steps are possible, and costs seconds.',
  on: (target) => (isWindows(target.platform) ? onWindows(target) : onLinux(target)),
};
