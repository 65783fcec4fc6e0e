/** Which life's trend counts where the newest is too young to tell. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Judgement } from '../../analysis/types.ts';
import { evidenceInText } from '../support/evidence.ts';

const MB = 1024 * 1024;

interface Sampled {
  readonly pid: number;
  readonly privateMB: number;
  readonly heapMB: number;
}

/** A counter log with a sample in five minutes. */
function judged(samples: readonly Sampled[]): Judgement {
  const counters = ['Process(w3wp)\\ID Process', 'Process(w3wp)\\Private Bytes', '.NET CLR Memory(w3wp)\\# Bytes in all Heaps'];
  const header = ['(PDH-CSV 4.0) (GMT Standard Time)(0)', ...counters.map((each) => `\\\\WEB01\\${each}`)];
  const rows = samples.map(({ pid, privateMB, heapMB }, i) => {
    const [day, time] = [
      new Date(Date.UTC(2026, 0, 5, 0, 5 * i)).toISOString().slice(8, 10),
      new Date(Date.UTC(2026, 0, 5, 0, 5 * i)).toISOString().slice(11, 23),
    ];
    return [`01/${day}/2026 ${time}`, pid, Math.round(privateMB * MB), Math.round(heapMB * MB)];
  });
  const text = [header, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\r\n');
  return judge(evidenceInText('log.csv', Buffer.from(text)), defaultScope);
}

const wave = (i: number): number => ((i * 7) % 5) - 2;

describe('a log of a process that is recycled', () => {
  // Two hours of the first life saw one slow tooth of the GC heap; the life after it has been seen for eight, and its heap is too early.
  const first = Array.from({ length: 24 }, (_, i): Sampled => ({ pid: 100, privateMB: 300 + wave(i), heapMB: 100 + 0.9 * i }));
  const second = Array.from({ length: 96 }, (_, i): Sampled => ({ pid: 200, privateMB: 300 + wave(i), heapMB: 100 + 0.9 * (i % 25) }));

  it('is not judged by a short life where a longer one since is too early to tell', () => {
    const { verdict, trends } = judged([...first, ...second]);
    expect(trends.find(({ counter, life }) => counter === 'gcHeap' && life.pid === 100)?.motion).toBe('grows');
    expect(trends.find(({ counter, life }) => counter === 'gcHeap' && life.pid === 200)?.motion).toBe('too-early');
    expect(verdict.class).toBe('not-enough-data');
  });
});
