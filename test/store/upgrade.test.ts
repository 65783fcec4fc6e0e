import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { offer, stepOf } from '../../flows/index.ts';
import { unpackedEvidence } from '../../flows/packed-samples.ts';
import type { Investigation } from '../../flows/types.ts';
import { openStore } from '../../store/index.ts';
import { currentSchema, upgrade } from '../../store/upgrade.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/records');
const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

describe('records of every schema so far', () => {
  it('have a fixture each', async () => {
    const expected = Array.from({ length: currentSchema }, (_, at) => `v${String(at + 1)}.json`);
    expect((await readdir(fixtures)).sort()).toEqual(expected);
  });

  it.each(Array.from({ length: currentSchema }, (_, at) => at + 1))(
    'schema %i becomes a record of today that can go on',
    async (schema) => {
      const stored: unknown = JSON.parse(await readFile(join(fixtures, `v${String(schema)}.json`), 'utf8'));
      const record = upgrade('pl-260105-k3f9q', stored) as unknown as Investigation;
      expect(record.schema).toBe(currentSchema);
      expect(stepOf(record)).toBe('leakTracking');
      expect(offer(record).collector).not.toBeNull();
      const kinds = record.evidence.map(({ kind }) => kind).filter((kind) => kind !== 'counters');
      expect(kinds.sort()).toEqual(['handles', 'leakReport', 'leakReport']);
    },
  );

  it('are stored and listed as they are, their curves packed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-upgrade-'));
    made.push(folder);
    const stored = JSON.parse(await readFile(join(fixtures, 'v2.json'), 'utf8')) as Investigation;
    const record = { ...stored, evidence: stored.evidence.map(unpackedEvidence) as Investigation['evidence'] };
    expect(record.evidence.at(-1)).toMatchObject({
      series: [{ samples: expect.arrayContaining([{ at: expect.any(Number), value: 943_718_400 }]) }],
    });
    const store = await openStore({ folder });
    await store.create(record);
    expect(await store.list()).toMatchObject([{ title: 'w3wp, pid 5588 on WEBSVC01', step: 'leakTracking', open: true }]);
    await store.close();
    const again = await openStore({ folder });
    expect(await again.load(record.id)).toEqual(record);
    await again.close();
    const [, line = ''] = (await readFile(join(folder, 'cases', `${record.id}.json`), 'utf8')).split('\n');
    expect((JSON.parse(line) as Investigation).evidence).toEqual(stored.evidence);
  });
});
