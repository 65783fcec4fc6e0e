import { userInfo } from 'node:os';
import { createLocal, createManual, createReplay } from '../connectors/index.ts';
import { incidents } from '../connectors/practice/index.ts';
import { createFolderTickets } from '../connectors/tickets/index.ts';
import type { Connector } from '../connectors/types.ts';
import { stepOf } from '../flows/index.ts';
import { createInProcessQueue, openStore } from '../store/index.ts';
import type { Store } from '../store/types.ts';
import { announce } from './announce.ts';
import { createCaseIndex, fillIndex } from './case-index.ts';
import type { CaseIndex } from './case-index.ts';
import type { Outbox } from './chat.ts';
import type { Config } from './config.ts';
import { createConversation } from './conversation.ts';
import { createLanes } from './lanes.ts';
import { createLocalChannel, localConversation } from './local/channel.ts';
import { openTranscript } from './local/transcript.ts';
import type { Transcript } from './local/transcript.ts';
import { describeError } from './log.ts';
import type { Log } from './log.ts';
import { newCaseId } from './opening.ts';
import { createOutputs } from './outputs.ts';
import { createReader } from './reading.ts';
import { createServer } from './server.ts';
import { createAdapter } from './teams/adapter.ts';
import type { AdapterInput, BotAdapter } from './teams/adapter.ts';
import { createHandler } from './teams/handler.ts';
import { createInbox } from './teams/inbox.ts';
import { createOutbox } from './teams/outbox.ts';
import type { Door, Turned } from './turn.ts';
import { createWatches } from './watches.ts';
import { createWorker } from './worker.ts';

export interface Plumbline {
  readonly url: string;
  stop(): Promise<void>;
}
export interface Surroundings {
  readonly log: Log;
  /** Other addresses of the sign-in service: sovereign clouds, tests. */
  readonly signIn?: AdapterInput['signIn'];
}

/** On the page the chart moves every so often; what it costs grows with the series (watch-loop.ts). */
const handInMs = 2000;
const chatFile = 'local-chat';

/** Builds every part once, picks up what an earlier run left, and listens. */
export async function startPlumbline(config: Config, { log, signIn }: Surroundings): Promise<Plumbline> {
  const store = await openStore({ folder: config.dataFolder, maxRawBytes: config.maxUploadBytes, warn: (sentence) => log.warn(sentence) });
  try {
    return await build(config, store, log, signIn);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function build(config: Config, store: Store, log: Log, signIn: AdapterInput['signIn']): Promise<Plumbline> {
  const now = Date.now;
  const index = createCaseIndex(stepOf);
  const reader = createReader({ timeoutMs: config.readTimeoutMs, log });
  const outputs = createOutputs({ store, reader });
  const transcript = await openTranscript({
    append: (line) => store.appendSeries(chatFile, 'messages', [line]),
    read: () => store.readSeries(chatFile, 'messages'),
  });
  const connectors: Readonly<Record<Connector['id'], Connector>> = {
    local: createLocal(),
    manual: createManual(),
    replay: createReplay({ speed: config.practiceSpeed }),
  };
  const where = { baseUrl: '' };
  const adapters: { teams: BotAdapter | null; local: BotAdapter | null } = { teams: null, local: null };
  const outbox = createOutbox({
    adapter: (channel) => adapters[channel],
    localServiceUrl: () => where.baseUrl,
    journal: { append: (id, line) => store.appendSeries(id, 'posted', [line]), read: (id) => store.readSeries(id, 'posted') },
    log,
    now,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    chance: Math.random,
  });
  const shared = { connectors, outputs, log, now, door: () => door, announce: (turned: Turned) => announce(outbox, turned) };
  const worker = createWorker({
    ...shared,
    effects: { connectors, tickets: createFolderTickets(config.ticketsFolder), store, outputs, outbox, now },
    queue: createInProcessQueue((error, key) => log.error({ case: key, error: describeError(error) }, 'work failed')),
  });
  const watches = createWatches({ ...shared, handInMs });
  const door = createDoor({ store, index, transcript, log, worker, watches });
  const adapterFor = conversations(config, { store, index, door, outputs, outbox, log });
  adapters.teams = adapterFor('teams', config.teams, signIn);
  adapters.local = adapterFor('local', null, undefined);
  const state = { ready: false };
  const local = adapters.local;
  const server = createServer({
    adapter: adapters.teams,
    signedIn: config.teams !== null,
    log,
    ready: () => state.ready,
    local: config.localPage
      ? createLocalChannel({
          transcript,
          store,
          incidents,
          maxUploadBytes: config.maxUploadBytes,
          person: { id: 'local', name: userInfo().username },
          baseUrl: () => where.baseUrl,
          receive: (activity) => local.receive(activity, ''),
          currentCase: () => index.current(localConversation),
          now,
        })
      : [],
  });
  const port = await server.listen(config.port, config.host);
  where.baseUrl = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  await pickUp({ store, index, worker, watches, outbox, log });
  state.ready = true;
  return {
    url: where.baseUrl,
    async stop() {
      state.ready = false;
      await watches.stop();
      await worker.stop();
      await server.close();
      await reader.close();
      await store.close();
    },
  };
}

interface Kept {
  readonly store: Store;
  readonly index: CaseIndex;
  readonly log: Log;
  readonly worker: ReturnType<typeof createWorker>;
  readonly watches: ReturnType<typeof createWatches>;
}

function createDoor({ store, index, transcript, log, worker, watches }: Kept & { readonly transcript: Transcript }): Door {
  return {
    store,
    lanes: createLanes(),
    changed({ before, investigation, refused }) {
      index.note(investigation);
      worker.pickUp(investigation);
      watches.makeSo(investigation);
      transcript.tell({ event: 'case', data: { id: investigation.id, version: investigation.version } });
      log.info(
        {
          case: investigation.id,
          version: investigation.version,
          from: stepOf(before),
          step: stepOf(investigation),
          pending: investigation.pending.length,
          refused,
        },
        'turn',
      );
    },
  };
}

interface Talking {
  readonly store: Store;
  readonly index: CaseIndex;
  readonly door: Door;
  readonly outputs: ReturnType<typeof createOutputs>;
  readonly outbox: Outbox;
  readonly log: Log;
}

function conversations(config: Config, { index, door, outputs, outbox, log }: Talking) {
  const settings = {
    minimumCountersMs: config.minimumWatchMs,
    sampleIntervalMs: config.sampleIntervalMs,
    handleSummariesApartMs: config.handleSummariesApartMs,
  };
  const converse = createConversation({ door, index, outputs, opening: { settings, incidents: practiceTargets(), newId: newCaseId } });
  const inbox = createInbox(createLanes());
  return (channel: 'teams' | 'local', teams: AdapterInput['teams'], signIn: AdapterInput['signIn']): BotAdapter => {
    const attachments = { maxBytes: config.maxUploadBytes, loopback: teams === null };
    const handle = createHandler({ channel, attachments, inbox, outbox, converse, now: Date.now });
    return createAdapter({ teams, log, handle, ...(signIn === undefined ? {} : { signIn }) });
  };
}

function practiceTargets() {
  return incidents.map(({ id, title, host, process, pid, startedAt, platform }) => ({
    id,
    title,
    target: { host, process, pid, startedAt: Date.parse(startedAt), platform },
  }));
}

/** What an earlier run left: pending effects, watches, due times, and the cards as they should be shown. */
async function pickUp({ store, index, worker, watches, outbox, log }: Kept & { readonly outbox: Outbox }): Promise<void> {
  const cases = await fillIndex(index, store, (id, error) => log.error({ case: id, error: describeError(error) }, 'case cannot be read'));
  for (const investigation of cases) {
    worker.pickUp(investigation);
    watches.makeSo(investigation);
    void outbox.showCase(investigation);
  }
}
