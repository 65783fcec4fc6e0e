/**
 * One process at a time writes the data folder. The lock names its holder by pid, start time and
 * boot, so that a lock that a killed process left is taken over and a reused pid does not deceive.
 */
import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from './durable-file.ts';

/** How often the holder touches the lock, and how old a touch may be, where the holder cannot be looked up (another machine or container). */
const heartbeatMs = 5_000;
const heartbeatLostMs = 20_000;
const attempts = 10;
/** Whoever takes a dead lock away needs hardly so long. */
const claimedMs = 20;

const holder = z.object({ pid: z.int().positive(), host: z.string(), boot: z.string(), startedAt: z.string(), since: z.string() });
type Holder = z.infer<typeof holder>;

/** Gives the lock back; harmless when called twice. */
export type Release = () => Promise<void>;

/** Takes `<folder>/lock`. Throws, naming the process, where another one that lives holds it. */
export async function takeLock(folder: string): Promise<Release> {
  const path = join(folder, 'lock');
  const mine = JSON.stringify(whoIAm());
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (await createWhole(path, mine)) return hold(path, mine);
    const text = await readText(path);
    if (text === null) continue; // given back in this moment
    const touchedMs = await touched(path);
    const theirs = readHolder(text);
    if (theirs !== null && lives(theirs, touchedMs)) throw inUse(folder, theirs);
    await removeDead(path, text);
  }
  throw inUse(folder, null);
}

function whoIAm(): Holder {
  return { pid: process.pid, host: hostname(), boot: bootId(), startedAt: startOf(process.pid) ?? '', since: new Date().toISOString() };
}

/** The boot and the pid namespace: only inside both does a pid mean the same process. Elsewhere than Linux: the machine's name. */
function bootId(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** Start time in clock ticks since boot (field 22 of /proc/PID/stat; the name before it may hold blanks and brackets). Null: no such process, or not Linux. */
function startOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function lives(theirs: Holder, touchedMs: number): boolean {
  if (theirs.boot !== bootId()) {
    const sameMachine = theirs.host === hostname() && theirs.boot.split(' ')[1] === bootId().split(' ')[1];
    return !sameMachine && Date.now() - touchedMs < heartbeatLostMs; // booted since: that process is gone
  }
  if (process.platform === 'linux') return startOf(theirs.pid) === theirs.startedAt;
  try {
    process.kill(theirs.pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** The lock appears with its whole content or not at all. */
async function createWhole(path: string, content: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, content, { flag: 'wx', mode: 0o600 });
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Takes the lock of a dead holder away. Of many who found it dead one has the claim to that very lock, and looks once more
 * whether it is still there: nobody moves the lock of who came after it. A claim that was left by a kill is void after a while.
 */
async function removeDead(path: string, judged: string): Promise<void> {
  const claim = `${path}.${createHash('sha256').update(judged).digest('hex').slice(0, 16)}`;
  if (!(await createWhole(claim, ''))) {
    if (Date.now() - (await touched(claim)) > heartbeatLostMs) await rm(claim, { force: true });
    await new Promise((resolve) => setTimeout(resolve, claimedMs));
    return;
  }
  try {
    if ((await readText(path)) === judged) await rm(path, { force: true });
  } finally {
    await rm(claim, { force: true });
  }
}

function hold(path: string, mine: string): Release {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined); // the folder was removed: nothing is left to hold
  }, heartbeatMs);
  beat.unref();
  return async () => {
    clearInterval(beat);
    if ((await readText(path)) === mine) await rm(path, { force: true });
  };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function touched(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

function readHolder(text: string): Holder | null {
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    return null; // torn or foreign: nobody holds it
  }
}

function inUse(folder: string, theirs: Holder | null): Error {
  const who = theirs === null ? 'another process' : `process ${String(theirs.pid)} on ${theirs.host} (since ${theirs.since})`;
  const error = new Error(`The data folder ${folder} is in use by ${who}. Stop that process, or give this one another data folder.`);
  error.name = 'ConfigError'; // bot/main.ts shows it as it shows a wrong setting: the sentence, no stack
  return error;
}
