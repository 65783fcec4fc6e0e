import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge, readBytes } from '../../analysis/index.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { seededRandom } from '../support/sample.ts';

const everyMs = 250;
const mb = 2 ** 20;

/** What our own sampler saw of a process, four times a second. */
function watched(seconds: number, countedAt: (second: number) => object): Judgement {
  const start = Date.UTC(2026, 10, 21, 10);
  const lines = Array.from({ length: (seconds * 1000) / everyMs }, (_, index) => {
    const at = new Date(start + index * everyMs).toISOString();
    const life = { machine: 'here', process: 'shopd', pid: 4312, startedAt: '2026-11-21T08:12:40.000Z', runtime: 'native' };
    return JSON.stringify({ plumbline: 'sample', at, ...life, ...countedAt((index * everyMs) / 1000) });
  });
  const { blocks } = readBytes('watch.jsonl', new TextEncoder().encode(lines.join('\n')));
  const common = { parser: 'sampler-lines', from: 'watch', rawRef: '', notes: [], timeFrom: 'content', sequence: null } as const;
  const evidence = blocks
    .flatMap((block) => block.readings)
    .map((reading, index): Evidence => ({ ...reading, ...common, id: `e${index}` }));
  return judge(evidence, { ...defaultScope, minimumMs: 20_000 });
}
/** Its sockets and a few other descriptors, while its memory stands. */
const watchedSockets = (seconds: number, socketsAt: (second: number) => number): Judgement =>
  watched(seconds, (second) => {
    const handlesByType = { socket: 1 + Math.round(socketsAt(second)), file: 2, pipe: 1 };
    return { privateBytes: 30 * mb, handles: handlesByType.socket + 3, handlesByType };
  });
const classOf = (judgement: Judgement): string => judgement.verdict.class;

describe('descriptors that are watched', () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  /** Opened in bursts and closed again: at any moment some hundreds are open, or none. */
  const bursts = (seed: number): ((second: number) => number) => {
    const chance = seededRandom(seed);
    const slots = Array.from({ length: 400 }, () => (chance() < 0.5 ? 0 : Math.round(20 + 360 * chance())));
    return (second) => slots[Math.floor(second * 1.3)] ?? 0;
  };

  it('and opened in bursts are no leak at any time of the watch, whatever any two moments show', () => {
    for (const seed of seeds)
      for (const seconds of [3, 6, 9, 14, 18, 24, 31, 40, 62])
        expect([seed, seconds, classOf(watchedSockets(seconds, bursts(seed)))]).not.toContain('handle');
  });

  it('and opened until a pool is full are no leak', () => {
    for (const seconds of [3, 8, 15, 30, 60])
      expect(classOf(watchedSockets(seconds, (second) => Math.min(60, second * 10)))).not.toBe('handle');
  });

  it('and never closed are a leak with its type, also below bursts that are', () => {
    const leaks = [(second: number) => second * 12, (second: number) => second * 12 + bursts(3)(second) / 4];
    for (const sockets of leaks) {
      const { verdict, handleGrowth } = watchedSockets(40, sockets);
      expect(verdict.class).toBe('handle');
      expect(handleGrowth?.rows[0]?.type).toBe('socket');
      expect(handleGrowth?.rows[0]?.growth).toBeGreaterThan(200);
    }
  });
});

describe('threads that are watched', () => {
  /** A thread more each second: 8 MB are reserved for its stack, and 8 KB of it are touched. */
  const piling = (second: number): object => {
    const more = Math.floor(second);
    return { privateBytes: 200_000 + more * 8192, virtualBytes: 70 * mb + more * 8 * mb, handles: 4, threads: 9 + more };
  };

  it('and pile up in a small process are a leak of address space, although their pages are too few to be judged', () => {
    const { verdict, trends } = watched(60, piling);
    expect(trends.find(({ counter }) => counter === 'privateBytes')?.motion).toBe('too-early');
    expect(verdict).toMatchObject({ class: 'virtual', component: 'thread stacks' });
  });

  it('and pile up beside memory that is too early to judge and may be more than theirs decide nothing', () => {
    const beside = watched(60, (second) => ({ ...piling(second), privateBytes: 20 * mb + (second > 45 ? (second - 45) * mb : 0) }));
    expect(classOf(beside)).not.toBe('virtual');
  });
});
