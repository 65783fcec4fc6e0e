/** What piles up in one look: threads at one place, GC handles of one kind. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { readingsOf, readText } from '../support/check-parser.ts';
import { evidenceOf } from '../support/evidence.ts';
import { stacks } from '../support/made-clues.ts';
import { verdictOf } from '../support/made-evidence.ts';

const read = (text: string): readonly Evidence[] => readingsOf(readText(text)).map((reading, i) => evidenceOf(`e${i}`, reading));
const rules = (...evidence: readonly Evidence[]) => judge(evidence, defaultScope).findings.map(({ rule }) => rule);

describe('hundreds of threads', () => {
  const blocked = [
    'System.Threading.ManualResetEventSlim.Wait(Int32, System.Threading.CancellationToken)',
    'System.Threading.Tasks.Task.SpinThenBlockingWait(Int32, System.Threading.CancellationToken)',
    'Shop.PriceController.Get(Int32)',
    'System.Threading.PortableThreadPool+WorkerThread.WorkerThreadStart()',
  ];
  const hex = (value: number) => value.toString(16).padStart(16, '0');
  const thread = (n: number) =>
    `OS Thread Id: 0x${(n + 4096).toString(16)} (${n})\n        Child SP               IP Call Site\n${blocked
      .map((call, i) => `${hex(0x7f0000000000 + n * 65_536 + i * 64)} ${hex(0x7ffd50a1b0c8 + i * 256)} ${call}`)
      .join('\n')}\n`;
  const listing = (threads: number) => read(`> clrstack -all\n${Array.from({ length: threads }, (_, n) => thread(n + 1)).join('')}`);

  it('at one own call that blocks are a pile-up, below what a busy site has as a whole', () => {
    const verdict = verdictOf(...listing(400));
    expect(verdict).toMatchObject({ class: 'virtual', component: 'thread stacks' });
    expect(verdict.lead).toContain('400 of them wait for the same: Shop.PriceController.Get.');
    expect(verdict.causes[0]?.id).toBe('thread-pile-up');
  });
  it('that wait below one own call without a lock are told, and decide nothing: a pool at rest looks the same', () => {
    const waiting = ['ntdll!NtWaitForSingleObject', 'KERNELBASE!WaitForSingleObjectEx', 'till!Printer::WaitReady', 'till!JobThreadProc'];
    const { verdict, findings } = judge([stacks(260, ...waiting)], defaultScope);
    expect(verdict.class).toBe('not-enough-data');
    expect(verdict.lead).toContain('what stands out is this: 260 of 260 threads wait in till!Printer::WaitReady');
    expect(findings.find(({ rule }) => rule === 'threads-together')).toMatchObject({ points: null });
    expect(rules(stacks(260, 'till!Reader::parse', 'till!ReadThreadProc'))).not.toContain('threads-together');
    expect(rules(stacks(90, ...waiting))).not.toContain('threads-together');
  });
  it('are not, where they are some dozens, where they do not wait, or where they wait for work', () => {
    expect(rules(...listing(60))).not.toContain('thread-pile-up');
    expect(rules(stacks(400, 'Shop.Parser.Next()', 'Shop.PriceController.Get(Int32)'))).not.toContain('thread-pile-up');
    const idle = ['System.Threading.Monitor.Wait(System.Object, Int32)', 'System.Collections.Concurrent.BlockingCollection`1.TryTake()'];
    expect(rules(stacks(400, ...idle, 'Shop.Worker.Run()'))).not.toContain('thread-pile-up');
  });
});

describe('GC handles', () => {
  const table = (pinned: number, strong: number) =>
    read(
      `> gchandles\nStatistics:\n              MT    Count    TotalSize Class Name\n00007ffd50a1b0c8    45000    180000000 System.Byte[]\n00007ffd50a1b1c8      200         9600 System.Object\nTotal 45200 objects\n\nHandles:\n    Strong Handles:       ${strong}\n    Pinned Handles:       ${pinned}\n    Weak Short Handles:   200\n`,
    );
  it('that are pinned in tens of thousands were not freed', () => {
    const verdict = verdictOf(...table(45_010, 180));
    expect(verdict).toMatchObject({ class: 'managed', component: 'System.Byte[]' });
    expect(verdict.lead).toBe(
      '45,010 of 45,390 GC handles (99 %) are pinned: each keeps its object until the handle is freed. Most of what handles hold are 45,000 System.Byte[] (172 MB).',
    );
    expect(verdict.causes[0]?.id).toBe('gc-handle-not-freed');
  });
  it('of the numbers that any service has say nothing', () => {
    expect(rules(...table(300, 14_440))).not.toContain('gc-handles');
  });

  const held = (strong: number, rest: number) => {
    const row = (count: number, bytes: number, type: string) => `00007ffd50a1b0c8 ${count} ${bytes} ${type}\n`;
    const heap = `0:000> !dumpheap -stat\nStatistics:\n              MT    Count    TotalSize Class Name\n${row(4000, rest, 'System.String')}${row(900, 90_000_000, 'Shop.Frame')}Total 4900 objects\n`;
    const handles = `0:000> !gchandles\nStatistics:\n              MT    Count    TotalSize Class Name\n${row(20, 8000, 'System.Object[]')}${row(880, 88_000_000, 'Shop.Frame')}Total 900 objects\n\nHandles:\n    Strong Handles:       ${strong}\n    Pinned Handles:       ${1000 - strong}\n`;
    return read(heap + handles);
  };
  it('that hold most of the heap one by one were not freed, although they are hundreds', () => {
    const verdict = verdictOf(...held(910, 300_000));
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.Frame' });
    expect(verdict.causes[0]?.id).toBe('gc-handle-not-freed');
  });
  it('are a pool where they are pinned, and no matter where the heap is of something else', () => {
    expect(rules(...held(100, 300_000))).not.toContain('gc-handles');
    expect(rules(...held(910, 400_000_000))).not.toContain('gc-handles');
  });
});
