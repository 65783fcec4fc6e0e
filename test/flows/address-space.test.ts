import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../analysis/index.ts';
import { offer, stepOf, takeIn } from '../../flows/index.ts';
import type { Investigation, Platform } from '../../flows/types.ts';
import { counters, life, linux, moved, opened, start, taken, taking } from './support/a-case.ts';

const gb = 2 ** 30;
const mb = 2 ** 20;

/** `cat /proc/4312/smaps /proc/4312/status` of a program that has left forty threads behind. */
function mappings(): string {
  const stack = (at: number, access: string, kilobytes: number): string =>
    `${at.toString(16)}-${(at + kilobytes * 1024).toString(16)} ${access} 00000000 00:00 0 \nSize: ${kilobytes} kB\nRss: 8 kB\nPss: 8 kB\nPrivate_Clean: 0 kB\nPrivate_Dirty: 8 kB\nAnonymous: 8 kB\nSwap: 0 kB\n`;
  const stacks = Array.from({ length: 40 }, (_, index) => {
    const low = 0x7f0000000000 + index * (8 * mb + 4096);
    return stack(low, '---p', 4) + stack(low + 4096, 'rw-p', 8192);
  });
  return `${stacks.join('')}Name:\tleaky\nPid:\t4312\nVmSize:\t  337000 kB\nVmRSS:\t    2300 kB\nRssAnon:\t    1300 kB\nThreads:\t41\n`;
}

/** Watched for two hours: much is reserved, little of it used. */
function watched(platform: Platform): Investigation {
  const runtime = platform === 'linux-dotnet' ? 'dotnet' : 'native';
  const ofProcess = { ...life, machine: 'here', process: 'leaky', runtime } as const;
  const grown = counters({ privateBytes: [20 * mb, 0.2 * mb], virtualBytes: [gb, 4 * gb] }, 120, start, ofProcess);
  return taken(moved(opened({ ...linux, platform }), { type: 'skipped', reason: 'known' }), grown).investigation;
}

describe('the address space of a Linux process', () => {
  it.each(['linux-native', 'linux-dotnet'] as const)(
    'on %s is told by what its step collects: it is offered once, and the way goes on',
    (platform) => {
      const record = watched(platform);
      expect(stepOf(record)).toBe('addressSpace');
      expect(offer(record).how?.argv).toEqual(['cat', '/proc/4312/smaps', '/proc/4312/status']);
      const collected = readBytes('address-space', new TextEncoder().encode(mappings()));
      expect(collected.unread).toEqual([]);
      const after = takeIn(record, taking(collected, { from: 'address-space' })).investigation;
      expect(stepOf(after)).not.toBe('addressSpace');
    },
  );
});
