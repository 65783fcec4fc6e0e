import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** The settings are wrong; `mistakes` has one plain sentence for each, all at once. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

const mb = 2 ** 20;
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** `30 min`, `20 s`, `2 h`, `500 ms` → milliseconds. */
function durationMs(text: string): number | null {
  const found = /^(\d{1,6}(?:\.\d{1,3})?) {0,3}(ms|s|min|h)$/.exec(text.trim());
  const unit = unitMs[found?.[2] ?? ''];
  return found?.[1] === undefined || unit === undefined ? null : Math.round(Number(found[1]) * unit);
}

const duration = (fallback: string, leastMs: number) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const ms = durationMs(text);
      if (ms !== null && ms >= leastMs) return ms;
      context.addIssue({ code: 'custom', message: `must be a time such as "${fallback}", at least ${leastMs} ms` });
      return z.NEVER;
    });
const number = (fallback: number, least: number, most: number) =>
  z
    .string()
    .default(String(fallback))
    .transform((text, context) => {
      const value = Number(text);
      if (text.trim() !== '' && value >= least && value <= most) return value;
      context.addIssue({ code: 'custom', message: `must be a number from ${least} to ${most}` });
      return z.NEVER;
    });
const choice = <T extends string>(...choices: readonly [T, ...T[]]) =>
  z.enum(choices, { error: `must be ${choices.map((each) => `"${each}"`).join(' or ')}` }).optional();

/** Every setting there is; the same names in the environment and in plumbline.yaml. Secrets have no default. */
const settings = z.object({
  PORT: number(3978, 0, 65_535),
  HOST: z.string().default('127.0.0.1'),
  DATA: z.string().default('data'),
  TICKETS: z.string().optional(),
  MICROSOFT_APP_ID: z.string().optional(),
  MICROSOFT_APP_PASSWORD: z.string().optional(),
  MICROSOFT_APP_TENANT: z.string().optional(),
  LOCAL_PAGE: choice('on', 'off'),
  PRACTICE_SPEED: number(600, 1, 100_000),
  MINIMUM_WATCH: duration('30 min', 1000),
  SAMPLE_INTERVAL: duration('10 s', 100),
  HANDLE_SUMMARIES_APART: duration('5 min', 0),
  MAX_UPLOAD_MB: number(100, 1, 1024),
  READ_TIMEOUT: duration('60 s', 100),
  LOG_LEVEL: choice('debug', 'info', 'warn', 'error'),
});
export const settingNames = Object.keys(settings.shape) as readonly (keyof typeof settings.shape)[];

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly ticketsFolder: string;
  /** null: no Teams, and only callers on this machine are answered. */
  readonly teams: { readonly appId: string; readonly password: string; readonly tenant: string | null } | null;
  readonly localPage: boolean;
  readonly practiceSpeed: number;
  readonly minimumWatchMs: number;
  readonly sampleIntervalMs: number;
  readonly handleSummariesApartMs: number;
  readonly maxUploadBytes: number;
  readonly readTimeoutMs: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

const loopbackHosts: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** Mistakes that no single setting shows. */
function together(
  values: Pick<Partial<z.output<typeof settings>>, 'MICROSOFT_APP_ID' | 'MICROSOFT_APP_PASSWORD' | 'LOCAL_PAGE'> & {
    readonly HOST: string;
  },
): string[] {
  const mistakes: string[] = [];
  const { MICROSOFT_APP_ID: id, MICROSOFT_APP_PASSWORD: password } = values;
  if (id !== undefined && password === undefined)
    mistakes.push('MICROSOFT_APP_PASSWORD is missing: with MICROSOFT_APP_ID the bot needs its secret to answer Teams.');
  if (id === undefined && password !== undefined) mistakes.push('MICROSOFT_APP_ID is missing: MICROSOFT_APP_PASSWORD alone says nothing.');
  if (id === undefined && !loopbackHosts.includes(values.HOST))
    mistakes.push(`HOST is ${values.HOST}: without MICROSOFT_APP_ID nobody is checked, so only 127.0.0.1 is allowed.`);
  if (values.LOCAL_PAGE === 'on' && !loopbackHosts.includes(values.HOST) && id !== undefined)
    mistakes.push(`LOCAL_PAGE is on and HOST is ${values.HOST}: the page has no sign-in, so it is only served on 127.0.0.1.`);
  return mistakes;
}

/**
 * Environment and file → Config; the environment wins, an empty value counts as absent.
 * Throws ConfigError with every mistake at once.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, yamlText: string | null): Config {
  const { values: fromFile, mistakes } = yamlText === null ? { values: {}, mistakes: [] } : fileSettings(yamlText);
  const present = settingNames.flatMap((name) => {
    const value = environment[name]?.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  const read = settings.safeParse({ ...fromFile, ...Object.fromEntries(present) });
  const all = [
    ...mistakes,
    ...(read.success ? [] : read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`)),
    ...together(read.success ? read.data : { HOST: '127.0.0.1', ...fromFile, ...Object.fromEntries(present) }),
  ];
  if (!read.success || all.length > 0) throw new ConfigError(all);
  return toConfig(read.data);
}

function fileSettings(text: string): { values: Record<string, string>; mistakes: string[] } {
  const values: Record<string, string> = {};
  const mistakes: string[] = [];
  let parsed: unknown;
  try {
    parsed = parse(text) as unknown;
  } catch (cause) {
    return { values, mistakes: [`plumbline.yaml is not YAML: ${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : ''}`] };
  }
  if (parsed === null || parsed === undefined) return { values, mistakes };
  if (typeof parsed !== 'object' || Array.isArray(parsed))
    return { values, mistakes: ['plumbline.yaml must be a list of lines "SETTING: value".'] };
  for (const [name, value] of Object.entries(parsed)) {
    if (!(settingNames as readonly string[]).includes(name)) mistakes.push(`plumbline.yaml: there is no setting ${name}.`);
    else if (typeof value === 'boolean') values[name] = value ? 'on' : 'off';
    else if (typeof value === 'string' || typeof value === 'number') values[name] = String(value);
    else mistakes.push(`plumbline.yaml: ${name} must be one value.`);
  }
  return { values, mistakes };
}

function toConfig(values: z.output<typeof settings>): Config {
  const dataFolder = resolve(values.DATA);
  const id = values.MICROSOFT_APP_ID;
  return {
    port: values.PORT,
    host: values.HOST,
    dataFolder,
    ticketsFolder: resolve(values.TICKETS ?? `${dataFolder}/tickets`),
    teams:
      id === undefined ? null : { appId: id, password: values.MICROSOFT_APP_PASSWORD ?? '', tenant: values.MICROSOFT_APP_TENANT ?? null },
    localPage: values.LOCAL_PAGE === undefined ? id === undefined : values.LOCAL_PAGE === 'on',
    practiceSpeed: values.PRACTICE_SPEED,
    minimumWatchMs: values.MINIMUM_WATCH,
    sampleIntervalMs: values.SAMPLE_INTERVAL,
    handleSummariesApartMs: values.HANDLE_SUMMARIES_APART,
    maxUploadBytes: values.MAX_UPLOAD_MB * mb,
    readTimeoutMs: values.READ_TIMEOUT,
    logLevel: values.LOG_LEVEL ?? 'info',
  };
}

/** The settings of this process: its environment and plumbline.yaml in the folder it was started in. */
export function loadConfig(): Config {
  return readConfig(process.env, readFileThere(resolve('plumbline.yaml')));
}

/** null: there is no such file. One that is there and cannot be read must not count as none: its settings would be missing. */
function readFileThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return null;
    throw new ConfigError([
      `plumbline.yaml is there but cannot be read (${code}). Give the bot's user the right to read it, or remove it.`,
    ]);
  }
}
