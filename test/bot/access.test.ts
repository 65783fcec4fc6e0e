import { hostname } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { onlyOwn, whyNot } from '../../bot/access.ts';
import type { CollectorHow, Impact, Target } from '../../flows/types.ts';

const target = (over: Partial<Target> = {}): Target => ({
  host: hostname(),
  process: 'node',
  pid: process.pid,
  startedAt: null,
  platform: 'linux-native',
  connector: 'local',
  incident: null,
  ...over,
});
const how = (kind: Impact['kind']): CollectorHow => ({
  argv: ['cat', '/proc/1/status'],
  shell: 'posix',
  rights: 'the same user',
  impact: { kind, seconds: 1, bytes: null, says: 'It pauses the process for 1 s.' },
  byHand: '',
  timeoutMs: 1000,
});

describe('the last gate before anything runs, without an inventory', () => {
  it('lets harmless collectors look at a process of the same user on this machine', async () => {
    expect(await whyNot(target(), how('none'))).toBeNull();
    expect(await whyNot(target({ host: 'localhost' }), null)).toBeNull();
  });

  it('stops whatever has an impact, and says to run it by hand', async () => {
    for (const kind of ['pausesProcess', 'writesDump', 'injects', 'restarts'] as const)
      expect(await whyNot(target(), how(kind))).toMatch(/changes nothing.*Run it yourself/);
  });

  it('stops at other machines, whatever the record says', async () => {
    expect(await whyNot(target({ host: 'WEB01' }), how('none'))).toContain('this machine only');
    expect(await whyNot(target({ connector: 'manual' }), how('none'))).toContain('run the command yourself');
  });

  it('always lets a recording be played', async () => {
    expect(await whyNot(target({ connector: 'replay', host: 'WEB01' }), how('injects'))).toBeNull();
  });

  (process.getuid?.() === 0 || process.platform !== 'linux' ? it.skip : it)(
    'stops at processes of another user (needs Linux, not root)',
    async () => {
      expect(await whyNot(target({ pid: 1 }), how('none'))).toContain('belongs to another user');
      expect(await onlyOwn([{ pid: 1, name: 'init', startedAt: null, detail: '' }])).toEqual([]);
    },
  );
});
