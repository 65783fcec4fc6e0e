import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const log = [
  'ProcDump v3.2 - Sysinternals process dump utility',
  'Copyright (C) 2024 Microsoft Corporation. All rights reserved. Licensed under the MIT license.',
  '',
  '[11:07:48 - INFO]: Process:             leaky (3694)',
  '[11:07:48 - INFO]: Commit threshold:    100 MB',
  '[11:07:48 - INFO]: Starting monitor for process leaky (3694)',
  '[11:08:00 - INFO]: Trigger: Commit usage:101MB on process ID: 3694',
  '[11:08:00 - INFO]: Core dump 0 generated: /tmp/leaky_commit_2026-11-21_11:08:00.3694',
].join('\n');

describe('ProcDump for Linux', () => {
  checkParser('with one core dump', { parser: 'procdump-linux', text: log });

  it('tells the process, the dump and why it was taken', () => {
    const result = readText(log);
    expect(readingsOf(result)).toMatchObject([
      {
        kind: 'dumpLog',
        life: { process: 'leaky', pid: 3694 },
        takenAt: Date.UTC(2026, 10, 21, 11, 8),
        dumps: [{ state: 'complete', path: '/tmp/leaky_commit_2026-11-21_11:08:00.3694', bytes: null }],
      },
    ]);
    expect(result.blocks[0]?.notes[0]).toContain('101MB');
  });

  it('says to wait where nothing was written yet', () => {
    expect(readText(log.split('\n').slice(0, 6).join('\n')).unread[0]?.problem).toContain('Wait until');
  });

  it('leaves ProcDump of Windows to its own parser', () => {
    const windows = 'ProcDump v11.0 - Sysinternals process dump utility\n\n[10:12:11] Dump 1 initiated: D:\\w3wp.exe_260703_101211.dmp\n';
    expect(readText(windows).blocks.map((block) => block.parser)).toEqual(['procdump-console']);
  });
});
