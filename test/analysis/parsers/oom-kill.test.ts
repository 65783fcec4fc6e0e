import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';

const report = `[  901.000100] worker invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
[  901.000200] memory: usage 524288kB, limit 524288kB, failcnt 77
[  901.000300] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[  901.000400] [    411]     0   411     2048      400    40960        0             0 sh
[  901.000500] [    412]  1000   412   262144   130000  1200000      100             0 Shop Worker
[  901.000600] Memory cgroup out of memory: Killed process 412 (Shop Worker) total-vm:1048576kB, anon-rss:510000kB, file-rss:9000kB, shmem-rss:1000kB, UID:1000 pgtables:1172kB oom_score_adj:0
`;

describe('Linux ending a process for want of memory', () => {
  checkParser('dmesg', { parser: 'oom-kill', text: report });

  it('tells how large the process was, and the limit that it met', () => {
    const readings = readingsOf(readText(report));
    expect(readings[0]).toMatchObject({
      kind: 'snapshot',
      life: { process: 'Shop Worker', pid: 412 },
      values: { privateBytes: 510000 * 1024 + 100 * 4096, virtualBytes: 2 ** 30, workingSet: 520000 * 1024 },
    });
    expect(readings).toContainEqual(expect.objectContaining({ kind: 'host', ceilingBytes: 512 * 2 ** 20 }));
    expect(readText(report).blocks[0]?.notes.join(' ')).toContain('Linux ended Shop Worker (pid 412)');
  });

  it.each([
    ['dmesg -T', '[Mon Mar  2 08:00:00 2026] ', Date.UTC(2026, 2, 2, 8)],
    ['the journal', 'Mar 02 08:00:00 web01 kernel: ', null],
    ['the journal in ISO', '2026-03-02T08:00:00+0000 web01 kernel: ', Date.UTC(2026, 2, 2, 8)],
    ['no prefix', '', null],
  ])('is read with %s before its lines', (_name, prefix, takenAt) => {
    const text = report.replaceAll(/^\[ {2}901\.\d{6}\] /gm, prefix);
    expect(readingsOf(readText(text))[0]).toMatchObject({ life: { process: 'Shop Worker', pid: 412 }, takenAt });
  });

  it('is read from its last line alone, and from its table alone', () => {
    const [last = ''] = report.trimEnd().split('\n').slice(-1);
    expect(readingsOf(readText(last))[0]).toMatchObject({ life: { pid: 412 }, values: { privateBytes: 510000 * 1024 } });
    const table = report.split('\n').slice(2, 5).join('\n');
    expect(readingsOf(readText(table)).map(({ life }) => life.pid)).toEqual([412, 411]);
  });
});
