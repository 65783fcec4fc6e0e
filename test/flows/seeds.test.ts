import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../analysis/index.ts';
import { stepOf, takeIn } from '../../flows/index.ts';
import { bytesOf } from '../../flows/record-size.ts';
import { moved, opened, taking } from './support/a-case.ts';

const seeds = join(import.meta.dirname, '../../../shared/seeds');
const describeSeeds = existsSync(seeds) ? describe : describe.skip;
describeSeeds('the articles of the seeds, pasted whole (skipped where ../shared is absent)', () => {
  const textOf = (prefix: string) =>
    readFileSync(
      join(
        seeds,
        readdirSync(seeds).find((name) => name.startsWith(prefix))!,
      ),
    );
  const pasted = (prefix: string) =>
    takeIn(opened({ ...opened().target!, process: null, pid: null, startedAt: null }), taking(readBytes('pasted text', textOf(prefix))))
      .investigation;

  it('seed 004 is concluded at once', () => {
    const record = pasted('004');
    expect(stepOf(record)).toBe('concluded');
    expect(record.judgement?.verdict).toMatchObject({ class: 'native', ownFrame: 'MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome' });
  });

  it('seed 000 is a level of handles: the counters are asked for, and one step further lies the verdict', () => {
    const record = pasted('000');
    expect(record.judgement?.verdict.class).toBe('handle');
    expect(stepOf(record)).toBe('counters');
    expect(bytesOf(record)).toBeLessThan(200_000);
    expect(['plainDump', 'concluded', 'handleTypes']).toContain(stepOf(moved(record, { type: 'goOnRequested' })));
  });
});
