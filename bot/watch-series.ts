import { z } from 'zod';
import type { Store } from '../store/types.ts';

/** How far a watch has come; kept as a line among its samples, so that both are on the disk or neither. */
export interface WatchMark {
  readonly startedAt: number;
  readonly cursor: string | null;
  /** The likeness of the process that is watched (`FoundProcess.like`), to know it again after a restart. */
  readonly like?: string | null;
}
const markLine = z.object({
  plumbline: z.literal('mark'),
  startedAt: z.number(),
  cursor: z.string().nullable(),
  like: z.string().nullish(),
});
const markStart = '{"plumbline":"mark"';

export async function appendSamples(store: Store, caseId: string, watch: string, lines: readonly string[], mark: WatchMark): Promise<void> {
  await store.appendSeries(caseId, watch, [...lines, JSON.stringify({ plumbline: 'mark', ...mark })]);
}

/** The samples alone, as the output that is read; and the newest mark. */
export async function readSamples(store: Store, caseId: string, watch: string): Promise<{ text: string; mark: WatchMark | null }> {
  const lines = (await store.readSeries(caseId, watch)).split('\n').filter((line) => line !== '');
  const last = lines.findLast((line) => line.startsWith(markStart));
  const samples = lines.filter((line) => !line.startsWith(markStart));
  return { text: samples.map((line) => `${line}\n`).join(''), mark: last === undefined ? null : readMark(last) };
}

function readMark(line: string): WatchMark | null {
  try {
    const read = markLine.safeParse(JSON.parse(line));
    if (!read.success) return null;
    const { startedAt, cursor, like } = read.data;
    return { startedAt, cursor, like: like ?? null };
  } catch {
    return null;
  }
}

const sampleLine = z.object({
  privateBytes: z.number().optional(),
  pid: z.number().nullable().optional(),
  startedAt: z.union([z.string(), z.number()]).nullable().optional(),
});

/** What decides whether a person or a guard must hear of new samples at once. */
export function lookAt(lines: readonly string[]): { readonly privateBytes: number | null; readonly lives: readonly string[] } {
  const read = lines.flatMap((line) => {
    try {
      const sample = sampleLine.safeParse(JSON.parse(line));
      return sample.success ? [sample.data] : [];
    } catch {
      return [];
    }
  });
  const sizes = read.flatMap((each) => each.privateBytes ?? []);
  const lives = new Set(read.map((each) => `${each.pid ?? ''} ${each.startedAt ?? ''}`));
  return { privateBytes: sizes.length === 0 ? null : Math.max(...sizes), lives: [...lives] };
}
