import { describe, expect, it } from '@jest/globals';
import { readText } from '../../support/check-parser.ts';

describe('lists of managed threads, the pool and locks are answered with what to run instead', () => {
  const answer = (text: string): string => {
    const result = readText(text);
    expect(result.blocks).toEqual([]);
    expect(result.unread.map(({ parser }) => parser)).toEqual(['sos-thread-lists']);
    return result.unread[0]?.problem ?? '';
  };

  it('!threads', () => {
    expect(
      answer(
        '> clrthreads\nThreadCount:      412\nUnstartedThread:  0\nBackgroundThread: 405\nPendingThread:    0\nDeadThread:       3\nHosted Runtime:   no\n                                                                        Lock  \n DBG   ID     OSID ThreadOBJ           State GC Mode     GC Alloc Context                  Domain           Count Apt Exception\n   0    1       1a 000055D3C8A0B1C0    20020 Preemptive  00007F4B1F4A2208:00007F4B1F4A3FE8 000055D3C89F2AB0 -00001 Ukn \n',
      ),
    ).toMatch(/412 managed threads \(3 of them dead\).*clrstack -all/);
  });

  it('!threadpool, old and new', () => {
    expect(
      answer(
        '0:000> !threadpool\nCPU utilization: 81%\nWorker Thread: Total: 98 Running: 97 Idle: 1 MaxLimit: 1600 MinLimit: 8\nWork Request in Queue: 37\n    AsyncTimerCallbackCompletion TimerInfo@00000178a62fff30\n--------------------------------------\nNumber of Timers: 12\n',
      ),
    ).toContain('98 threads, 97 of them at work, and 37 requests wait');
    expect(
      answer(
        '> threadpool\nUsing the Portable thread pool.\n\nCPU utilization:  95%\nWorkers Total:    410\nWorkers Running:  408\nWorkers Idle:     2\n',
      ),
    ).toContain('410 threads, 408 of them at work');
  });

  it('!syncblk: an owner counts one, each thread that waits two', () => {
    const table = (held: number) =>
      `0:000> !syncblk\nIndex         SyncBlock MonitorHeld Recursion Owning Thread Info          SyncBlock Owner\n   21 00000246e51268b8          ${held}         1 0000024713F4E330 5634  28   00000246c06bc348 System.Object\n-----------------------------\nTotal           412\nFree            203\n`;
    expect(answer(table(603))).toContain('301 threads wait for a lock that thread 28 holds');
    expect(answer(table(1))).toContain('No thread waits');
  });

  it('!objsize of .NET Framework', () => {
    expect(answer('0:000> !objsize 0000027c88389c38\nsizeof(0000027c88389c38) = 1073741920 (0x40000060) bytes (Shop.Cache)\n')).toMatch(
      /1073741920 bytes by Shop\.Cache\. Run !gcroot/,
    );
  });
});
