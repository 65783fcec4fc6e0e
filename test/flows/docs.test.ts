import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { memoryLeakPage } from '../../docs/generate.ts';
import { collectors } from '../../flows/index.ts';
import { chartStates } from '../../flows/memory-leak/chart.ts';

const onDisk = readFileSync(join(import.meta.dirname, '../../docs/memory-leak.md'), 'utf8');

describe('docs/memory-leak.md', () => {
  it('is what the machine says now (npm run docs)', () => {
    expect(onDisk).toBe(memoryLeakPage());
  });

  it('names every step and every collector', () => {
    const steps = new Set(chartStates().flatMap(({ step }) => step ?? []));
    for (const name of [...steps, ...collectors.map(({ id }) => id)]) expect(onDisk).toContain(name);
  });
});
