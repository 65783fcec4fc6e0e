/** What every store does, whatever it is made of. Run it once for each. */
import { describe, expect, it } from '@jest/globals';
import { Conflict, type Store } from '../../store/types.ts';
import { investigationRecord } from './investigation-record.ts';

const text = (words: string) => new TextEncoder().encode(words);

/** `open` gives an empty store each time; `reopen` closes it and opens the same data again. */
export function storeContract(name: string, open: () => Promise<{ store: Store; reopen: () => Promise<Store> }>): void {
  describe(`the contract of a store: ${name}`, () => {
    it('gives back what was created, also after a restart', async () => {
      const { store, reopen } = await open();
      const record = investigationRecord('case-1', { symptom: 'grünes Gedächtnis 🧠  \u2028 and a NUL \u0000' });
      await store.create(record);
      expect(await store.load('case-1')).toEqual(record);
      const again = await reopen();
      expect(await again.load('case-1')).toEqual(record);
      await again.close();
    });

    it('knows no case that was never created, whatever the id looks like', async () => {
      const { store } = await open();
      for (const id of ['none', '', '../../etc/passwd', 'a/b', 'a\\b', 'CON', '.', '-x', 'x'.repeat(500), 'a\u0000b']) {
        expect(await store.load(id)).toBeNull();
      }
      await store.close();
    });

    it('refuses to create under an id that could leave its folder, and says why', async () => {
      const { store } = await open();
      for (const id of ['../escape', '/etc/x', 'C:evil', 'nul', 'a.b', ' ', 'x'.repeat(81)]) {
        await expect(store.create(investigationRecord(id))).rejects.toThrow(/cannot be the id of a case/);
      }
      expect(await store.list()).toEqual([]);
      await store.close();
    });

    it('creates a case once', async () => {
      const { store } = await open();
      await store.create(investigationRecord('once'));
      await expect(store.create(investigationRecord('once'))).rejects.toThrow(Conflict);
      await store.close();
    });

    it('raises the version with each save and refuses an old one', async () => {
      const { store } = await open();
      const record = investigationRecord('case-2');
      await store.create(record);
      const first = await store.save({ ...record, symptom: 'slow' });
      expect(first.version).toBe(1);
      await expect(store.save({ ...record, symptom: 'late' })).rejects.toThrow(Conflict);
      expect(await store.load('case-2')).toEqual({ ...record, symptom: 'slow', version: 1 });
      await store.close();
    });

    it('lets one of many simultaneous saves win and tells the others', async () => {
      const { store, reopen } = await open();
      const record = investigationRecord('busy');
      await store.create(record);
      const saves = await Promise.allSettled(
        Array.from({ length: 20 }, (_, at) => store.save({ ...record, symptom: `writer ${String(at)}` })),
      );
      const won = saves.filter((save) => save.status === 'fulfilled');
      expect(won).toHaveLength(1);
      expect(saves.filter((save) => save.status === 'rejected').every((save) => save.reason instanceof Conflict)).toBe(true);
      const again = await reopen();
      expect(await again.load('busy')).toEqual(won[0]!.value);
      await again.close();
    });

    it('loses no change of writers that load again after a conflict', async () => {
      const { store } = await open();
      await store.create(investigationRecord('counted', { symptom: '' }));
      const append = async (letter: string): Promise<void> => {
        for (;;) {
          const now = (await store.load('counted'))!;
          try {
            await store.save({ ...now, symptom: (now.symptom ?? '') + letter });
            return;
          } catch (error) {
            if (!(error instanceof Conflict)) throw error;
          }
        }
      };
      await Promise.all(Array.from('abcdefgh').map(append));
      const record = (await store.load('counted'))!;
      expect(Array.from(record.symptom!).sort().join('')).toBe('abcdefgh');
      expect(record.version).toBe(8);
      await store.close();
    });

    it('lists the cases, newest first, with what a person knows them by', async () => {
      const { store, reopen } = await open();
      await store.create(investigationRecord('older', { updatedAt: '2026-01-01T00:00:00.000Z' }));
      await store.create(investigationRecord('newer', { updatedAt: '2026-01-02T00:00:00.000Z' }));
      const ended = investigationRecord('ended', { updatedAt: '2025-12-31T00:00:00.000Z' });
      await store.create({ ...ended, snapshot: { ...ended.snapshot, state: 'closed' } });
      const list = await store.list();
      expect(list.map((each) => each.id)).toEqual(['newer', 'older', 'ended']);
      expect(list[0]).toEqual({
        id: 'newer',
        title: 'w3wp, pid 4711 on WEB01',
        step: 'counters',
        updatedAt: '2026-01-02T00:00:00.000Z',
        createdAt: '2026-01-05T08:00:00.000Z',
        owner: 'Ada',
        ticket: 'INC-4711',
        open: true,
      });
      expect(list[2]).toMatchObject({ step: 'closed', open: false });
      const again = await reopen();
      expect(await again.list()).toEqual(list);
      await again.close();
    });

    it('keeps a raw output once, under its SHA-256', async () => {
      const { store, reopen } = await open();
      const ref = await store.putRaw(text('Total handles: 29401'));
      expect(ref).toMatch(/^[0-9a-f]{64}$/);
      const refs = await Promise.all([1, 2, 3].map(() => store.putRaw(text('Total handles: 29401'))));
      expect(new Set([...refs, ref]).size).toBe(1);
      const again = await reopen();
      expect(new TextDecoder().decode(await again.getRaw(ref))).toBe('Total handles: 29401');
      await again.close();
    });

    it('has no raw output under a reference that nobody got', async () => {
      const { store } = await open();
      for (const ref of ['0'.repeat(64), '../../etc/passwd', '', 'ab']) {
        expect(await store.getRaw(ref)).toBeNull();
        expect(store.rawPath(ref)).toBeNull();
      }
      await store.close();
    });

    it('appends the lines of a watch in order, each watch for itself', async () => {
      const { store, reopen } = await open();
      await Promise.all(
        [1, 2, 3, 4].map((n) => store.appendSeries('case-3', 'watch:counters/1', [`{"n":${String(n)}}`, `{"n":${String(n)}.5}`])),
      );
      await store.appendSeries('case-3', 'other', ['{"other":true}']);
      await store.appendSeries('case-3', 'other', []);
      const again = await reopen();
      expect(await again.readSeries('case-3', 'watch:counters/1')).toBe(
        [1, 2, 3, 4].map((n) => `{"n":${String(n)}}\n{"n":${String(n)}.5}\n`).join(''),
      );
      expect(await again.readSeries('case-3', 'other')).toBe('{"other":true}\n');
      expect(await again.readSeries('case-3', 'never')).toBe('');
      await again.close();
    });

    it('takes nothing more once it is closed', async () => {
      const { store } = await open();
      await store.close();
      await expect(store.create(investigationRecord('late'))).rejects.toThrow(/closed/);
    });
  });
}
