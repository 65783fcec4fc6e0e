import { describe, expect, it } from '@jest/globals';
import { refusal } from '../../../connectors/linux/allowed-commands.ts';

describe('the commands that the local connector allows', () => {
  it.each([
    [['cat', '/proc/17/status']],
    [['cat', '/proc/17/status', '/proc/17/smaps_rollup']],
    [['cat', '/proc/meminfo']],
    [['find', '/proc/17/fd', '-printf', '%f %l\\n']],
    [['find', '/proc/17/fd', '-maxdepth', '1', '-type', 'l', '-printf', '%l\\n']],
    [['ls', '-l', '/proc/17/fd']],
    [['readlink', '/proc/17/exe']],
    [['ps', '-o', 'pid,rss,nlwp', '-p', '17']],
    [['uname', '-a']],
  ])('%j may run', (argv) => {
    expect(refusal(argv, 17)).toBeNull();
  });

  it.each([
    [['rm', '-rf', '/']],
    [['sh', '-c', 'cat /proc/17/status']],
    [['/bin/cat', '/proc/17/status']],
    [['cat']],
    [['cat', '/etc/shadow']],
    [['cat', '/proc/17/environ']],
    [['cat', '/proc/17/cmdline']],
    [['cat', '/proc/17/mem']],
    [['cat', '/proc/18/status']],
    [['cat', '/proc/17/../18/status']],
    [['cat', '/proc/17/status', '/etc/passwd']],
    [['cat', '/proc/17/status; id']],
    [['cat', '--help']],
    [['find', '/', '-printf', '%l']],
    [['find', '/proc/17/fd', '-exec', 'id']],
    [['find', '/proc/17/fd', '-delete']],
    [['find', '/proc/17/fd', '-fprintf', '/tmp/x', '%l']],
    [['find', '/proc/17/fd', '-printf']],
    [['find', '/proc/17/fd', '-printf', '%l\u0000']],
    [['find', '/proc/17/fd', '/etc', '-printf', '%l']],
    [['ls', '-lR', '/proc/17/fd']],
    [['ls', '-l', '/home']],
    [['readlink', '/proc/17/root']],
    [['ps', '-o', 'args', '-p', '17']],
    [['ps', '-o', 'pid,cmd', '-p', '17']],
    [['ps', '-e', '-o', 'pid', '17']],
    [['constructor', 'x']],
    [['toString', 'x']],
    [['']],
  ])('%j may not', (argv) => {
    expect(refusal(argv, 17)).toMatch(/^This connector .*\.$/);
  });
});
