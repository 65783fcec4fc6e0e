/** What kind of kernel object a stack opens, by the system call at its top: who reads it needs no own code for that. */
import type { StackFrame } from './types.ts';

/**
 * System calls that hand out a handle, by what follows `Nt` or `Zw`; the longest name first where one begins another.
 * https://learn.microsoft.com/windows-hardware/drivers/kernel/nt-prefix-routines
 */
const opened: readonly (readonly [string, string])[] = [
  ['openprocesstoken', 'Token'],
  ['openthreadtoken', 'Token'],
  ['duplicatetoken', 'Token'],
  ['createtoken', 'Token'],
  ['createuserprocess', 'Process'],
  ['createprocess', 'Process'],
  ['openprocess', 'Process'],
  ['createthread', 'Thread'],
  ['openthread', 'Thread'],
  ['createfile', 'File'],
  ['openfile', 'File'],
  ['createnamedpipefile', 'File'],
  ['createkey', 'Key'],
  ['openkey', 'Key'],
  ['createevent', 'Event'],
  ['openevent', 'Event'],
  ['createmutant', 'Mutant'],
  ['openmutant', 'Mutant'],
  ['createsemaphore', 'Semaphore'],
  ['opensemaphore', 'Semaphore'],
  ['createsection', 'Section'],
  ['opensection', 'Section'],
  ['createtimer', 'Timer'],
  ['createiocompletion', 'IoCompletion'],
  ['createworkerfactory', 'TpWorkerFactory'],
  ['alpcconnectport', 'ALPC Port'],
  ['connectport', 'ALPC Port'],
];

/** `Thread` of a stack that passes through `ntdll!NtOpenThread`; null where no such call is in it. */
export function objectOpenedBy(frames: readonly StackFrame[]): string | null {
  for (const { function: name } of frames) {
    if (name === null || !/^(?:Nt|Zw)[A-Z]/.test(name)) continue;
    const call = name.slice(2).toLowerCase();
    const found = opened.find(([start]) => call.startsWith(start));
    if (found !== undefined) return found[1];
  }
  return null;
}
