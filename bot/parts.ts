import { createLocal, createManual, createReplay } from '../connectors/index.ts';
import { createFolderTickets } from '../connectors/tickets/index.ts';
import type { Connector } from '../connectors/types.ts';
import { stepOf } from '../flows/index.ts';
import { createInProcessQueue } from '../store/index.ts';
import type { Store } from '../store/types.ts';
import { announce } from './announce.ts';
import { createCaseIndex } from './case-index.ts';
import type { CaseIndex } from './case-index.ts';
import type { Outbox, Place } from './chat.ts';
import type { Config } from './config.ts';
import { createLanes } from '../store/lanes.ts';
import { localConversation } from './local/channel.ts';
import { openTranscript } from './local/transcript.ts';
import type { Transcript } from './local/transcript.ts';
import { describeError } from './log.ts';
import type { Log } from './log.ts';
import { createOutputs } from './outputs.ts';
import type { Outputs } from './outputs.ts';
import { createReader } from './reading.ts';
import type { Reader } from './reading.ts';
import type { BotAdapter } from './teams/adapter.ts';
import { createOutbox } from './teams/outbox.ts';
import { placeOf } from './teams/place.ts';
import { createSending } from './teams/sending.ts';
import type { Door, Turned } from './turn.ts';
import { createWatches } from './watches.ts';
import type { Watches } from './watches.ts';
import { createWorker } from './worker.ts';
import type { Worker } from './worker.ts';

/** On the page the chart moves this often at most; for a long series less (watch-loop.ts). */
const handInMs = 2000;
/** The chat of the page is kept beside the cases' series, under a name that no case has. */
const chatFile = 'local-chat';

/** Everything that needs no network. Each exists once; what depends on each other in a circle is asked for late. */
export interface Parts {
  readonly store: Store;
  readonly index: CaseIndex;
  readonly reader: Reader;
  readonly outputs: Outputs;
  readonly transcript: Transcript;
  readonly outbox: Outbox;
  readonly worker: Worker;
  readonly watches: Watches;
  readonly door: Door;
  readonly log: Log;
}
export interface PartsInput {
  readonly config: Config;
  readonly store: Store;
  readonly log: Log;
  readonly adapter: (channel: Place['channel']) => BotAdapter | null;
  readonly localServiceUrl: () => string;
}

export async function createParts({ config, store, log, adapter, localServiceUrl }: PartsInput): Promise<Parts> {
  const now = Date.now;
  const index = createCaseIndex(stepOf);
  const reader = createReader({ timeoutMs: config.readTimeoutMs, log });
  const outputs = createOutputs({ store, reader });
  const transcript = await openTranscript({
    // On a full disk a message is shown all the same: it may be the one that says so.
    append: (line) =>
      store
        .appendSeries(chatFile, 'messages', [line])
        .catch((error: unknown) => log.error({ error: describeError(error) }, 'chat not kept')),
    read: () => store.readSeries(chatFile, 'messages'),
  });
  const sending = createSending({ adapter, localServiceUrl, log, now, chance: Math.random, wait: sleep });
  const outbox = createOutbox({
    sending,
    journal: { append: (id, line) => store.appendSeries(id, 'posted', [line]), read: (id) => store.readSeries(id, 'posted') },
    now,
  });
  const connectors: Readonly<Record<Connector['id'], Connector>> = {
    local: createLocal(),
    manual: createManual(),
    replay: createReplay({ speed: config.practiceSpeed }),
  };
  const shared = {
    connectors,
    outputs,
    log,
    now,
    door: () => door,
    announce: (turned: Turned) => announce({ outbox, index, store }, turned),
  };
  const worker = createWorker({
    ...shared,
    effects: { connectors, tickets: createFolderTickets(config.ticketsFolder), store, outputs, outbox, now },
    queue: createInProcessQueue((error, key) => log.error({ case: key, error: describeError(error) }, 'work failed')),
  });
  const watches = createWatches({ ...shared, handInMs });
  const door = createDoor({ store, index, transcript, log, worker, watches });
  return { store, index, reader, outputs, transcript, outbox, worker, watches, door, log };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function createDoor(parts: Pick<Parts, 'store' | 'index' | 'transcript' | 'log' | 'worker' | 'watches'>): Door {
  return {
    store: parts.store,
    lanes: createLanes(),
    changed({ before, investigation, refused }) {
      const { id, version, pending } = investigation;
      parts.index.note(investigation);
      parts.worker.pickUp(investigation);
      parts.watches.makeSo(investigation);
      // The page turns to a case that was opened on it, not to one that somebody opened in another chat.
      const here = placeOf(investigation)?.conversation === localConversation;
      parts.transcript.tell({ event: 'case', data: { id, version, here } });
      parts.log.info({ case: id, version, from: stepOf(before), step: stepOf(investigation), pending: pending.length, refused }, 'turn');
    },
  };
}
