import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';

const status = `Name:	leakdemo
Umask:	0022
State:	S (sleeping)
Tgid:	3694
Ngid:	0
Pid:	3695
Uid:	0	0	0	0
Groups:	 
VmPeak:	  239092 kB
VmSize:	  239092 kB
VmRSS:	   16744 kB
RssAnon:	   15552 kB
VmSwap:	      10 kB
Threads:	4
voluntary_ctxt_switches:	1
nonvoluntary_ctxt_switches:	2
`;
const rollup = `56422c23f000-7ffe23598000 ---p 00000000 00:00 0                          [rollup]
Rss:               17772 kB
Pss:               16660 kB
Pss_Anon:          16580 kB
Private_Dirty:     16592 kB
Anonymous:         16580 kB
FilePmdMapped:         0 kB
Swap:                 20 kB
SwapPss:               0 kB
`;

describe('/proc/PID/status', () => {
  checkParser('whole', { parser: 'proc-status', text: status });

  it('reads a size although somebody wrote beside it what it comes to', () => {
    const text =
      'VmPeak:  3764160 kB  (~3.6 GB virtual)\nVmRSS:   2824493 kB  (~2.7 GB)\nRssAnon: 2824212 kB (most of it)\nVmSwap:   136178 kB\n';
    expect(readingsOf(readText(text))[0]).toMatchObject({
      values: { workingSet: 2_824_493 * 1024, privateBytes: (2_824_212 + 136_178) * 1024 },
    });
  });

  it('gives private bytes as RssAnon and VmSwap, in bytes', () => {
    expect(readingsOf(readText(status))).toEqual([
      expect.objectContaining({
        kind: 'snapshot',
        life: expect.objectContaining({ process: 'leakdemo', pid: 3694 }),
        values: { privateBytes: 15562 * 1024, virtualBytes: 239092 * 1024, workingSet: 16744 * 1024, threads: 4 },
      }),
    ]);
  });

  it('of which a grep left some lines is read, with the pid of the command', () => {
    const grepped = readText('me@web01:~$ grep -E "VmRSS|VmSize" /proc/4312/status\nVmSize:	  239092 kB\nVmRSS:	   16744 kB\n');
    expect(readingsOf(grepped)[0]).toMatchObject({ life: { pid: 4312 }, values: { workingSet: 16744 * 1024 } });
    expect(grepped.blocks[0]?.notes.join()).toContain('RssAnon is missing');
  });

  it('of which the first line was lost is no list of processes', () => {
    const cut =
      'State:\tS (sleeping)\nTgid:\t2210\nPid:\t2210\nPPid:\t1\nVmPeak:\t 9100000 kB\nVmSize:\t 9000000 kB\nVmRSS:\t  105000 kB\nRssAnon:\t  100000 kB\n';
    expect(readText(cut).blocks.map(({ parser }) => parser)).toEqual(['proc-status']);
    expect(readingsOf(readText(cut))).toMatchObject([{ life: { process: null, pid: 2210 }, values: { privateBytes: 102_400_000 } }]);
  });

  it('of several processes is one reading each', () => {
    expect(readText(status + status.replace('3694', '3700')).blocks).toHaveLength(2);
  });

  it('of an ended process says so', () => {
    expect(readText('Name:	x\nState:	Z (zombie)\nTgid:	5\nTracerPid:	0\nFDSize:	0\n').unread[0]?.problem).toContain('has ended');
  });
});

describe('smaps_rollup', () => {
  checkParser('whole', { parser: 'smaps-rollup', text: rollup });

  it('gives private bytes as Anonymous and Swap', () => {
    expect(readingsOf(readText(rollup))[0]).toMatchObject({ values: { privateBytes: 16600 * 1024, workingSet: 17772 * 1024 } });
  });

  it('of all mappings is summed up', () => {
    const mapping = (start: string): string =>
      `${start}-7ffe23598000 rw-p 00000000 08:01 4711  /usr/lib/x.so\nSize:   9 kB\nRss:   10 kB\nAnonymous:   4 kB\nSwap:   1 kB\nVmFlags: rd wr\n`;
    const result = readText(mapping('56422c23f000') + mapping('56422c24f000'));
    expect(readingsOf(result)[0]).toMatchObject({ values: { privateBytes: 10 * 1024, workingSet: 20 * 1024 } });
    expect(result.blocks[0]?.notes).toEqual(['2 mappings were summed up.']);
  });
});
