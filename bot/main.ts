import { ConfigError, loadConfig } from './config.ts';
import type { Config } from './config.ts';
import { createLog, describeError } from './log.ts';
import type { Log } from './log.ts';
import { whyUnusable } from '../store/index.ts';
import { startPlumbline } from './plumbline.ts';

/** Reads the settings, starts, and stops cleanly. The terminal sees three lines; the rest is in the log. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = await openLog(config);
  quietSdk(log);
  const plumbline = await startPlumbline(config, { log }).catch((error: unknown) => giveUp(error, config));
  const teams = config.teams === null ? 'local preview, not Teams' : 'connected to Teams';
  process.stdout.write(`Plumbline leads you from a growing process to the line that leaks (${teams}).\n`);
  process.stdout.write(config.localPage ? `Open ${plumbline.url}\n` : `Listening for Teams at ${plumbline.url}/api/messages\n`);
  process.stdout.write(`Data and log: ${config.dataFolder}\n`);
  const stop = (): void => {
    plumbline.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: describeError(error) }, 'stop failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** botbuilder prints a stack for each refused token; whoever sends rubbish must not fill the terminal. */
function quietSdk(log: Log): void {
  const quiet = (...parts: readonly unknown[]): void =>
    log.debug({ said: parts.map((part) => describeError(part).message).join(' ') }, 'sdk');
  console.error = quiet;
  console.warn = quiet;
  console.log = quiet;
}

/** The data folder must be one that can be written and synced: everything that is known lies there. */
async function openLog(config: Config): Promise<Log> {
  const why = await whyUnusable(config.dataFolder);
  if (why !== null) throw new ConfigError([`DATA is ${config.dataFolder}, which cannot be used: ${why}. Choose another folder.`]);
  try {
    return createLog(config.dataFolder, config.logLevel);
  } catch (error) {
    throw new ConfigError([
      `The log in DATA, ${config.dataFolder}, cannot be written (${describeError(error).message}). Look at plumbline.log there.`,
    ]);
  }
}

/** Expected trouble at the start, in a sentence. */
function giveUp(error: unknown, config: Config): never {
  const { code, syscall, path } = error as Partial<NodeJS.ErrnoException>;
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${config.port} is in use. Set PORT to another one, or stop what listens there.`,
    EACCES: `Port ${config.port} may not be used by this user. Set PORT to one above 1024.`,
    ENOTFOUND: `${config.host} is no address of this machine. Set HOST to 127.0.0.1.`,
    EADDRNOTAVAIL: `${config.host} is no address of this machine. Set HOST to 127.0.0.1.`,
  };
  const ofNetwork = syscall === 'listen' || syscall === 'getaddrinfo';
  const sentence = ofNetwork && code !== undefined ? sentences[code] : undefined;
  if (sentence !== undefined) stopWith([sentence]);
  if (!ofNetwork && code !== undefined && !code.startsWith('ERR_'))
    stopWith([
      `${path ?? 'A file'} in DATA cannot be used (${code}). Was it made by another user? Give the user that runs the bot the right to it, or choose another DATA.`,
    ]);
  if (error instanceof Error && error.name === 'ConfigError') stopWith([error.message]);
  throw error;
}

function stopWith(sentences: readonly string[]): never {
  process.stderr.write(`Plumbline cannot start:\n${sentences.map((each) => `  ${each}\n`).join('')}`);
  process.exit(1);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) stopWith(error.mistakes);
  stopWith([describeError(error).stack ?? String(error)]);
});
