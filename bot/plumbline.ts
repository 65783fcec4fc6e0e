import { userInfo } from 'node:os';
import { incidents } from '../connectors/practice/index.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/types.ts';
import { fillIndex } from './case-index.ts';
import type { Place } from './chat.ts';
import type { Config } from './config.ts';
import { createConversation } from './conversation.ts';
import { createLanes } from '../store/lanes.ts';
import { createLocalChannel, keptRefIn, localConversation } from './local/channel.ts';
import { describeError } from './log.ts';
import type { Log } from './log.ts';
import { newCaseId } from './opening.ts';
import { createParts } from './parts.ts';
import type { Parts } from './parts.ts';
import type { Transcript } from './local/transcript.ts';
import type { Route } from './route.ts';
import { createServer } from './server.ts';
import { createAdapter } from './teams/adapter.ts';
import type { AdapterInput, BotAdapter } from './teams/adapter.ts';
import { createHandler } from './teams/handler.ts';
import { createInbox } from './teams/inbox.ts';

export interface Plumbline {
  readonly url: string;
  stop(): Promise<void>;
}
export interface Surroundings {
  readonly log: Log;
  /** Other addresses of the sign-in service: sovereign clouds, tests. */
  readonly signIn?: AdapterInput['signIn'];
}

/** Builds every part once, picks up what an earlier run left, and listens. */
export async function startPlumbline(config: Config, { log, signIn }: Surroundings): Promise<Plumbline> {
  const store = await openStore({
    folder: config.dataFolder,
    maxRawBytes: Math.max(config.maxUploadBytes, leastRawBytes),
    warn: (sentence) => log.warn(sentence),
  });
  try {
    return await build(config, store, log, signIn);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Outputs that a connector collects are kept too, whatever people may upload. */
const leastRawBytes = 64 * 2 ** 20;

async function build(config: Config, store: Store, log: Log, signIn: AdapterInput['signIn']): Promise<Plumbline> {
  const now = { baseUrl: '', ready: false };
  const adapters = new Map<Place['channel'], BotAdapter>();
  const adapter = (channel: Place['channel']): BotAdapter | null => adapters.get(channel) ?? null;
  const parts = await createParts({ config, store, log, adapter, localServiceUrl: () => now.baseUrl });
  const create = adapterMaker(config, parts, () => now.baseUrl);
  const teams = create('teams', config.teams, signIn);
  const local = create('local', null, undefined);
  adapters.set('teams', teams).set('local', local);
  const routes = config.localPage ? localRoutes(config, parts, local, () => now.baseUrl) : [];
  const server = createServer({ adapter: teams, signedIn: config.teams !== null, log, ready: () => now.ready, local: routes });
  const port = await server.listen(config.port, config.host);
  now.baseUrl = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  await pickUp(parts);
  now.ready = true;
  return {
    url: now.baseUrl,
    async stop() {
      now.ready = false;
      await parts.watches.stop();
      await parts.worker.stop();
      await server.close();
      await parts.reader.close();
      await store.close();
    },
  };
}

function adapterMaker(config: Config, { door, index, outputs, outbox, log }: Parts, baseUrl: () => string) {
  const settings = {
    minimumCountersMs: config.minimumWatchMs,
    sampleIntervalMs: config.sampleIntervalMs,
    handleSummariesApartMs: config.handleSummariesApartMs,
  };
  const converse = createConversation({ door, index, outputs, opening: { settings, incidents: practiceTargets(), newId: newCaseId } });
  const inbox = createInbox(createLanes());
  return (channel: Place['channel'], teams: AdapterInput['teams'], signIn: AdapterInput['signIn']): BotAdapter => {
    const keptRef = (address: string): string | null => (channel === 'local' ? keptRefIn(address, baseUrl()) : null);
    const attachments = { maxBytes: config.maxUploadBytes, loopback: teams === null, keptRef };
    const handle = createHandler({ channel, attachments, inbox, outbox, converse, now: Date.now });
    return createAdapter({ teams, log, handle, ...(signIn === undefined ? {} : { signIn }) });
  };
}

function practiceTargets() {
  return incidents.map(({ id, symptom, ticket, host, process, pid, startedAt, platform, outputs, curves }) => {
    const ran = outputs.map((output) => output.collector);
    const recorded = [...new Set([...ran, ...(Object.keys(curves).length === 0 ? [] : ['counters'])])];
    return { id, symptom, ticket, target: { host, process, pid, startedAt: Date.parse(startedAt), platform, recorded } };
  });
}

function localRoutes(config: Config, { transcript, store, index }: Parts, adapter: BotAdapter, baseUrl: () => string): readonly Route[] {
  return createLocalChannel({
    transcript,
    store,
    incidents,
    maxUploadBytes: config.maxUploadBytes,
    person: { id: 'local', name: userInfo().username },
    baseUrl,
    receive: (activity) => adapter.receive(activity, ''),
    currentCase: () => index.current(localConversation),
    now: Date.now,
  });
}

/** What an earlier run left: pending effects, watches, due times, and the cards as they should be shown. */
async function pickUp({ store, index, transcript, worker, watches, outbox, log }: Parts): Promise<void> {
  const cases = await fillIndex(index, store, (id, error) => log.error({ case: id, error: describeError(error) }, 'case cannot be read'));
  for (const investigation of cases) {
    worker.pickUp(investigation);
    watches.makeSo(investigation);
    void outbox.showCase(investigation);
  }
  await tellUnreadable(store, transcript);
}

/** A case that vanishes without a word would be believed never to have been: the page is told, once for each. */
async function tellUnreadable(store: Store, transcript: Transcript): Promise<void> {
  const told = new Set(transcript.all().map((each) => each.text));
  for (const { problem } of await store.list()) {
    if (problem === undefined || told.has(problem)) continue;
    const from = { name: 'Plumbline', role: 'bot' } as const;
    await transcript.add({ timestamp: new Date().toISOString(), from, text: problem, cards: [], files: [] });
  }
}
