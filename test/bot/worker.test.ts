import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Connector } from '../../connectors/types.ts';
import { advance, offer, openInvestigation } from '../../flows/index.ts';
import type { Investigation } from '../../flows/types.ts';
import { createInProcessQueue } from '../../store/index.ts';
import { Conflict } from '../../store/types.ts';
import type { Store } from '../../store/types.ts';
import { createLanes } from '../../store/lanes.ts';
import type { Outputs } from '../../bot/outputs.ts';
import { turn } from '../../bot/turn.ts';
import type { Door } from '../../bot/turn.ts';
import { createWatches } from '../../bot/watches.ts';
import { createWorker } from '../../bot/worker.ts';

const at = '2026-01-15T12:00:00.000Z';
const by = { id: 'a', name: 'Robin' };

function practiceCase(): Investigation {
  return openInvestigation({
    id: 'pl-260115-aaaaa',
    at,
    owner: by,
    conversation: null,
    asked: { host: 'WEB01', process: 'w3wp', pid: 4312 },
    target: { host: 'WEB01', process: 'w3wp', pid: 4312, startedAt: null, platform: 'windows-netfx', connector: 'replay', incident: 'x' },
    ticket: null,
    symptom: null,
    settings: { minimumCountersMs: 1000, sampleIntervalMs: 100, handleSummariesApartMs: 0 },
  });
}

/** One record in memory, with the store's check of the version. */
function memoryStore(first: Investigation, conflicts = 0) {
  let record = first;
  let left = conflicts;
  return {
    load: (id: string) => Promise.resolve(id === record.id ? record : null),
    save: (given: Investigation) => {
      if (left > 0) {
        left -= 1;
        record = { ...record, version: record.version + 1 };
      }
      if (given.version !== record.version) return Promise.reject(new Conflict(given.id));
      record = { ...given, version: given.version + 1 };
      return Promise.resolve(record);
    },
    now: () => record,
  };
}
const doorTo = (store: ReturnType<typeof memoryStore>): Door => ({
  store: store as unknown as Store,
  lanes: createLanes(),
  changed: () => undefined,
});
const noted = (text: string) => ({ type: 'event' as const, event: { type: 'noted' as const, text, by, at } });

describe('the door', () => {
  it('loads again and tries once more when somebody else has saved in between', async () => {
    const store = memoryStore(practiceCase(), 1);
    const turned = await turn(doorTo(store), 'pl-260115-aaaaa', noted('hello'));
    expect(turned?.refused).toBeNull();
    expect(store.now().timeline.some((each) => each.says.includes('hello'))).toBe(true);
    await expect(turn(doorTo(memoryStore(practiceCase(), 2)), 'pl-260115-aaaaa', noted('hello'))).rejects.toThrow(Conflict);
  });

  it('loses none of many events that come at once', async () => {
    const store = memoryStore(practiceCase());
    const door = doorTo(store);
    await Promise.all(Array.from({ length: 20 }, (_, index) => turn(door, 'pl-260115-aaaaa', noted(`note ${index};`))));
    for (let index = 0; index < 20; index += 1)
      expect(store.now().timeline.some((each) => each.says.includes(`note ${index};`))).toBe(true);
  });

  it('knows no case that is not there', async () => {
    expect(await turn(doorTo(memoryStore(practiceCase())), 'pl-other', noted('x'))).toBeNull();
  });
});

describe('an effect that was started when the process died', () => {
  async function runAfterCrash(collector: string, connector: 'local' | 'replay') {
    const asked = advance(practiceCase(), { type: 'collectRequested', collector, by, at });
    const { investigation } = asked;
    const target = { ...investigation.target!, connector };
    const pending = investigation.pending.map((each) => ({ ...each, status: 'started' as const }));
    expect(pending).toHaveLength(1);
    const store = memoryStore({ ...investigation, target, pending });
    const runs: string[] = [];
    const replay: Connector = {
      id: 'replay',
      title: 'fake',
      exec: (_, command) => {
        runs.push(command.collector);
        return Promise.resolve({ status: 'failed', reason: 'exitCode', detail: 'fake' });
      },
    };
    const queue = createInProcessQueue();
    const worker = createWorker({
      queue,
      log: pino({ level: 'silent' }),
      door: () => doorTo(store),
      announce: () => Promise.resolve(),
      effects: {
        connectors: { replay, local: replay, manual: { id: 'manual', title: '' } },
        tickets: { id: 'none', file: () => Promise.resolve({ ok: false, problem: 'none' }) },
        store: store as unknown as Store,
        outputs: { take: () => Promise.reject(new Error('not reached')), takeFile: () => Promise.reject(new Error('not reached')) },
        outbox: {
          reply: () => Promise.resolve(),
          notify: () => Promise.resolve(),
          showCase: () => Promise.resolve(),
          typing: () => Promise.resolve(),
        },
        now: () => Date.parse(at),
      },
    });
    worker.pickUp(store.now());
    worker.pickUp(store.now()); // twice: it is taken once
    await queue.idle();
    return { runs, record: store.now() };
  }

  it('runs again where it changes nothing, once', async () => {
    const { runs, record } = await runAfterCrash('preflight', 'replay');
    expect(runs).toEqual(['preflight']);
    expect(record.pending).toEqual([]);
  });

  it('never runs again where it has an impact: a person is asked to look', async () => {
    const { runs, record } = await runAfterCrash('process-dump', 'local');
    expect(runs).toEqual([]);
    expect(record.problem).toContain('Look at the host before you start it again');
    expect(record.pending).toEqual([]);
  });
});

describe('a watch', () => {
  it('that breaks within Plumbline itself is said to be lost, instead of being waited for', async () => {
    const first = practiceCase();
    const asked = advance(first, { type: 'skipped', reason: 'known', by, at }).investigation;
    const watched = advance(asked, { type: 'collectRequested', collector: 'counters', by, at }).investigation;
    const store = { ...memoryStore(watched), readSeries: () => Promise.reject(new Error('a bug')) };
    const told: (string | null)[] = [];
    const replay: Connector = { id: 'replay', title: 'fake', sample: () => Promise.reject(new Error('never asked')) };
    const watches = createWatches({
      connectors: { replay, local: { ...replay, id: 'local' }, manual: { ...replay, id: 'manual' } },
      outputs: {} as Outputs,
      log: pino({ level: 'silent' }),
      door: () => doorTo(store),
      announce: ({ investigation }) => Promise.resolve(void told.push(investigation.problem)),
      now: () => Date.parse(at),
      handInMs: 1000,
    });
    watches.makeSo(watched);
    for (let tries = 0; told.length === 0 && tries < 3000; tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(told[0]).toContain('Start watching again');
    expect(offer(store.now()).phase).toBe('offering');
  });
});
