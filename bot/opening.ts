import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { ProcessLife } from '../analysis/types.ts';
import { openInvestigation, unnamedHost } from '../flows/index.ts';
import type { FlowSettings, Investigation, OpenInput, Person, Platform, Target, Word } from '../flows/types.ts';
import type { Place } from './chat.ts';
import type { ReadOutput } from './outputs.ts';

export interface OpeningInput {
  readonly settings: FlowSettings;
  readonly incidents: readonly {
    readonly id: string;
    /** What was reported, in the words of whoever did; and the ticket it was reported under. */
    readonly symptom: string;
    readonly ticket: string;
    readonly target: Omit<Target, 'connector' | 'incident'>;
  }[];
  newId(at: string): string;
}
export interface Asked {
  readonly place: Place;
  readonly by: Person;
  readonly at: string;
}

/** `pl-260115-k3f9q`: short enough to be said, not guessed; letters and digits that are not mixed up. */
export function newCaseId(at: string): string {
  const letters = '23456789abcdefghjkmnpqrstvwxyz';
  const chance = [...randomBytes(5)].map((byte) => letters[byte % letters.length]).join('');
  return `pl-${at.slice(2, 10).split('-').join('')}-${chance}`;
}

export function isThisMachine(host: string | null): boolean {
  if (host === null) return true;
  const asked = host.toLowerCase();
  const own = hostname().toLowerCase();
  return ['localhost', '127.0.0.1', '::1', 'this machine', own, own.split('.')[0]].includes(asked);
}

/** Processes of IIS and .NET Framework services; any other name on a Windows host may be modern .NET. */
const netFrameworkProcesses = ['w3wp', 'iisexpress', 'aspnet_wp', 'wcfsvchost', 'smsvchost'];

function platformOf(process: string | null): Platform {
  const name = (process ?? '').toLowerCase().replace('.exe', '');
  return name === 'dotnet' ? 'windows-dotnet' : netFrameworkProcesses.includes(name) || name === '' ? 'windows-netfx' : 'windows-dotnet';
}

const anEmptyCase = { ticket: null, symptom: null } as const;

/**
 * `investigate w3wp on WEB01 for INC-4711`. On this machine the process is looked for; on another one the
 * person runs what is shown (without an inventory the bot itself touches this machine only).
 */
export function openAsked(input: OpeningInput, asked: Asked, word: Extract<Word, { word: 'investigate' }>): Investigation {
  const here = isThisMachine(word.host);
  const host = here ? hostname() : (word.host ?? '');
  const { process, pid } = word;
  const target: Target | null = here
    ? null
    : { host, process, pid, startedAt: null, platform: platformOf(process), connector: 'manual', incident: null };
  return open(input, asked, { ...anEmptyCase, asked: { host, process, pid }, target, ticket: word.ticket });
}

/** A recorded incident; null: there is none of that name. */
export function openPractice(input: OpeningInput, asked: Asked, incident: string | null): Investigation | null {
  const found = input.incidents.find((each) => each.id === (incident ?? input.incidents[0]?.id));
  if (found === undefined) return null;
  const target: Target = { ...found.target, connector: 'replay', incident: found.id };
  const { host, process, pid } = target;
  const { symptom, ticket } = found;
  return open(input, asked, { asked: { host, process, pid }, target, symptom, ticket });
}

/** A paste where no case is open: it becomes one of its own, about whatever process the outputs name. */
export function openForOutputs(input: OpeningInput, asked: Asked, outputs: readonly ReadOutput[]): Investigation {
  const lives = outputs.flatMap(({ result }) => result.blocks.flatMap((block) => block.readings.map((reading) => reading.life)));
  const said = <K extends keyof ProcessLife>(key: K): ProcessLife[K] | null => lives.find((life) => life[key] !== null)?.[key] ?? null;
  const [process, pid] = [said('process'), said('pid')];
  const host = said('machine') ?? unnamedHost;
  const kinds = outputs.flatMap(({ result }) => result.blocks.map((block) => block.parser));
  const linux = kinds.some((parser) => parser.startsWith('proc-'));
  const runtime = said('runtime');
  const windows: Platform = runtime === 'dotnet' ? 'windows-dotnet' : 'windows-netfx';
  const target: Target = {
    host,
    process,
    pid,
    startedAt: said('startedAt'),
    platform: linux ? (runtime === 'dotnet' ? 'linux-dotnet' : 'linux-native') : windows,
    connector: 'manual',
    incident: null,
  };
  // Nobody has asked for a pid: of several processes of that name all outputs together choose.
  return open(input, asked, { ...anEmptyCase, asked: { host, process, pid: null }, target, symptom: 'Analysis of pasted output' });
}

function open(input: OpeningInput, asked: Asked, what: Pick<OpenInput, 'asked' | 'target' | 'ticket' | 'symptom'>): Investigation {
  return openInvestigation({
    ...what,
    id: input.newId(asked.at),
    at: asked.at,
    owner: asked.by,
    conversation: asked.place,
    settings: here(what) ? { ...input.settings, utcOffsetMinutes: -new Date(asked.at).getTimezoneOffset() } : input.settings,
  });
}

/** A process of this machine is spoken of in this machine's time; of other hosts the zone is not known: UTC, said so. */
function here({ target, asked }: Pick<OpenInput, 'asked' | 'target'>): boolean {
  return target === null && isThisMachine(asked.host);
}
