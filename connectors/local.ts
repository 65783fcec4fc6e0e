/** This machine: Linux processes from /proc, without any set-up. Nothing here changes the process. */
import { refusal } from './linux/allowed-commands.ts';
import { findProcesses } from './linux/find-processes.ts';
import { hostLine } from './linux/host-line.ts';
import { createStartTimes, isZombie, sameLifeMs, type ProcessStart } from './linux/process-life.ts';
import { identityOf, sampleLine } from './linux/sample-process.ts';
import { runProgram } from './run-program.ts';
import type { Command, Connector, ConnectorTarget, Outcome, SampleOutcome, SampleRequest } from './types.ts';

type Failed = Extract<Outcome, { status: 'failed' }>;

/** Elsewhere than on Linux there is no /proc: then the connector can do nothing, and its title says so. */
export function createLocal(platform: NodeJS.Platform = process.platform): Connector {
  if (platform !== 'linux') {
    return { id: 'local', title: 'This machine (can be read by itself only on Linux: run the commands by hand and paste their output)' };
  }
  const startOf = createStartTimes();
  const sampled = createSampledLives();
  return {
    id: 'local',
    title: 'This machine',
    find: (name, pid, signal) => findProcesses(name, pid, startOf, signal),
    exec: (target, command, signal) => execute(target, command, signal, startOf),
    sample: (request, signal) => sample(request, signal, startOf, sampled),
  };
}

async function execute(
  target: ConnectorTarget,
  command: Command,
  signal: AbortSignal,
  startOf: ReturnType<typeof createStartTimes>,
): Promise<Outcome> {
  const life = await lifeOf(target, startOf);
  if ('status' in life) return life;
  if (command.collector === 'preflight') return preflight(life);
  const refused = refusal(command.argv, life.pid);
  if (refused !== null) return { status: 'failed', reason: 'denied', detail: refused };
  const outcome = await runProgram(command.argv, command.timeoutMs, signal);
  const after = await startOf(life.pid);
  // The pid may have been given to another process between the check and the reading.
  if (outcome.status === 'done' && after?.ticks !== life.start.ticks) return gone(life.pid);
  return outcome;
}

async function preflight({ pid, start }: { readonly pid: number; readonly start: ProcessStart }): Promise<Outcome> {
  const begun = performance.now();
  const identity = await identityOf(pid, start);
  if (identity === null) return gone(pid);
  const stdout = `${await hostLine(identity)}\n`;
  return { status: 'done', stdout, stderr: '', durationMs: performance.now() - begun, takenAt: Date.now() };
}

const rememberedTargets = 1_000;

/**
 * Two readings of one start time may differ by seconds over a restart of the bot, and a busy machine can give
 * a pid away within that: what was sampled once in this run is known by its exact ticks.
 */
function createSampledLives(): (target: ConnectorTarget, start: ProcessStart) => boolean {
  const known = new Map<string, string>();
  return ({ pid, startedAt }, { ticks }) => {
    const target = `${String(pid)} ${String(startedAt)}`;
    const first = known.get(target) ?? ticks;
    if (known.size >= rememberedTargets) known.clear();
    known.set(target, first);
    return first === ticks;
  };
}

async function sample(
  request: SampleRequest,
  signal: AbortSignal,
  startOf: ReturnType<typeof createStartTimes>,
  isSameLife: ReturnType<typeof createSampledLives>,
): Promise<SampleOutcome> {
  const found = await lifeOf(request.target, startOf);
  const life = 'status' in found || isSameLife(request.target, found.start) ? found : gone(found.pid);
  const cursor = request.cursor ?? '';
  if ('status' in life) return life.reason === 'gone' && cursor !== '' ? { status: 'done', lines: [], cursor, ended: true } : life;
  const identity = await identityOf(life.pid, life.start);
  const line = identity === null ? null : await sampleLine(identity, signal);
  if (line !== null) return { status: 'done', lines: [line], cursor: new Date().toISOString(), ended: false };
  if ((await startOf(life.pid))?.ticks !== life.start.ticks || (await isZombie(life.pid)))
    return { status: 'done', lines: [], cursor, ended: true };
  return {
    status: 'failed',
    reason: 'denied',
    detail: `This user may not read the counters of process ${String(life.pid)}. Run the bot as the user of that process.`,
  };
}

/** The process of the target, if it is still the same life. */
async function lifeOf(
  target: ConnectorTarget,
  startOf: ReturnType<typeof createStartTimes>,
): Promise<{ readonly pid: number; readonly start: ProcessStart } | Failed> {
  const { pid, startedAt } = target;
  if (pid === null || !Number.isSafeInteger(pid) || pid <= 0) {
    return { status: 'failed', reason: 'gone', detail: 'No process was chosen yet: say which pid.' };
  }
  const start = await startOf(pid);
  if (start === null) return gone(pid);
  if (startedAt !== null && Math.abs(start.startedAt - startedAt) > sameLifeMs) {
    return {
      status: 'failed',
      reason: 'gone',
      detail: `Process ${String(pid)} has ended, and its number was given to another process since.`,
    };
  }
  return { pid, start };
}

function gone(pid: number): Failed {
  return { status: 'failed', reason: 'gone', detail: `Process ${String(pid)} has ended.` };
}
