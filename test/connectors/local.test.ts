import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { openSync, closeSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createLocal, createManual } from '../../connectors/index.ts';
import type { Command, ConnectorTarget } from '../../connectors/types.ts';
import { connectorContract } from '../support/connector-contract.ts';

const signal = new AbortController().signal;
const onLinux = process.platform === 'linux' ? describe : describe.skip;
const local = createLocal();

connectorContract('by hand', createManual);
connectorContract('this machine', () => createLocal());
connectorContract('this machine, elsewhere than on Linux', () => createLocal('win32'));

async function me(): Promise<ConnectorTarget> {
  const [found] = await local.find!(null, process.pid, signal);
  return { host: 'here', process: found!.name, pid: process.pid, startedAt: found!.startedAt, incident: null };
}
function run(target: ConnectorTarget, argv: readonly [string, ...string[]], collector = 'handle-summary') {
  const command: Command = { collector, occurrence: 1, argv, timeoutMs: 5000 };
  return local.exec!(target, command, signal);
}

describe('a machine that is not Linux', () => {
  it('can do nothing by itself, and its title says what to do instead', () => {
    const elsewhere = createLocal('win32');
    expect(Object.keys(elsewhere).sort()).toEqual(['id', 'title']);
    expect(elsewhere.title).toContain('only on Linux');
  });
});

onLinux('finding a process', () => {
  const named = spawn('sleep', ['4711.25'], { stdio: 'ignore' });
  afterAll(() => void named.kill('SIGKILL'));

  it('finds it by the name of its image, with its start time and its command line', async () => {
    const before = Date.now();
    const found = (await local.find!('SLEEP', null, signal)).find((each) => each.pid === named.pid);
    expect(found).toMatchObject({ name: 'sleep', detail: 'sleep 4711.25' });
    expect(Math.abs(found!.startedAt! - before)).toBeLessThan(30_000);
  });

  it('finds it by any word of its command line where no image has that name', async () => {
    expect((await local.find!('4711.25', null, signal)).map((each) => each.pid)).toContain(named.pid);
  });

  it('finds it by pid, and nothing by the pid of a process that is not there or belongs to the kernel', async () => {
    expect((await local.find!(null, named.pid!, signal)).map((each) => each.pid)).toEqual([named.pid]);
    expect(await local.find!(null, 2 ** 22 + 1, signal)).toEqual([]);
    expect(await local.find!(null, 2, signal)).toEqual([]);
  });

  it('says the same start time each time', async () => {
    const times = await Promise.all([1, 2, 3].map(() => local.find!(null, named.pid!, signal)));
    expect(new Set(times.map(([found]) => found!.startedAt)).size).toBe(1);
  });
});

onLinux('sampling', () => {
  it('answers one line with the counters of the process and who it is', async () => {
    const target = await me();
    const sampled = await local.sample!({ target, phase: 'counters', startedAt: Date.now(), cursor: null }, signal);
    if (sampled.status !== 'done') throw new Error(sampled.detail);
    expect(sampled.lines).toHaveLength(1);
    const line = JSON.parse(sampled.lines[0]!);
    expect(line).toMatchObject({ plumbline: 'sample', pid: process.pid, runtime: 'native', bitness: process.arch === 'ia32' ? 32 : 64 });
    expect(Date.parse(line.startedAt)).toBe(target.startedAt);
    const { rss } = process.memoryUsage();
    expect(line.privateBytes).toBeGreaterThan(10 * 2 ** 20);
    expect(line.privateBytes).toBeLessThan(rss * 1.2);
    expect(Math.abs(line.workingSet - rss)).toBeLessThan(rss * 0.3);
    expect(line.virtualBytes).toBeGreaterThan(line.workingSet);
    expect(line.threads).toBeGreaterThan(1);
    expect(Object.values(line.handlesByType as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);
  });

  it('counts descriptors by type', async () => {
    const target = await me();
    const counts = async (): Promise<Record<string, number>> => {
      const sampled = await local.sample!({ target, phase: 'counters', startedAt: 0, cursor: null }, signal);
      return sampled.status === 'done' ? JSON.parse(sampled.lines[0]!).handlesByType : {};
    };
    const before = await counts();
    const files = Array.from({ length: 30 }, () => openSync('/etc/hostname', 'r'));
    const servers = Array.from({ length: 7 }, () => createServer().listen(0));
    const after = await counts();
    files.forEach((file) => closeSync(file));
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    expect(after.file! - (before.file ?? 0)).toBe(30);
    expect(after.socket! - (before.socket ?? 0)).toBe(7);
  });

  it('ends with the process, and never goes on with another life of the pid', async () => {
    const child = spawn('sleep', ['30'], { stdio: 'ignore' });
    const [found] = await local.find!(null, child.pid!, signal);
    const target = { host: '', process: 'sleep', pid: child.pid!, startedAt: found!.startedAt, incident: null };
    const first = await local.sample!({ target, phase: 'counters', startedAt: 0, cursor: null }, signal);
    expect(first).toMatchObject({ status: 'done', ended: false });
    const reused = { ...target, startedAt: target.startedAt! - 60_000 };
    expect(
      await local.exec!(
        reused,
        { collector: 'x', occurrence: 1, argv: ['cat', `/proc/${String(child.pid)}/status`], timeoutMs: 1000 },
        signal,
      ),
    ).toMatchObject({ status: 'failed', reason: 'gone' });
    child.kill('SIGKILL');
    await new Promise((done) => child.once('exit', done));
    const cursor = first.status === 'done' ? first.cursor : '';
    expect(await local.sample!({ target, phase: 'counters', startedAt: 0, cursor }, signal)).toMatchObject({
      status: 'done',
      lines: [],
      ended: true,
    });
    expect(await local.sample!({ target, phase: 'counters', startedAt: 0, cursor: null }, signal)).toMatchObject({
      status: 'failed',
      reason: 'gone',
    });
  });
});

onLinux('running a command', () => {
  it('runs what only reads, and gives back what it printed', async () => {
    const target = await me();
    const pid = String(process.pid);
    const status = await run(target, ['cat', `/proc/${pid}/status`, `/proc/${pid}/smaps_rollup`]);
    expect(status).toMatchObject({ status: 'done', stdout: expect.stringMatching(/RssAnon:.*Anonymous:/s) });
    const links = await run(target, ['find', `/proc/${pid}/fd`, '-printf', '%f %l\\n']);
    expect(links).toMatchObject({ status: 'done', stdout: expect.stringMatching(/^0 \S+$/m) });
  });

  it('answers preflight with the machine’s limits, disk, tools and rights', async () => {
    const outcome = await run(await me(), ['cat', '/proc/1/status'], 'preflight');
    if (outcome.status !== 'done') throw new Error(outcome.detail);
    const line = JSON.parse(outcome.stdout);
    expect(line).toMatchObject({ plumbline: 'host', pid: process.pid, tools: expect.any(Array), os: expect.stringContaining('Linux') });
    expect(line.uptimeMs).toBeGreaterThan(0);
    expect(line.ceilingBytes).toBeGreaterThan(2 ** 26);
    expect(line.freeDiskBytes).toBeGreaterThan(0);
    expect(['administrator', 'same-user']).toContain(line.rights);
  });

  it('gives up after its time', async () => {
    const target = await me();
    const outcome = await local.exec!(
      target,
      { collector: 'x', occurrence: 1, argv: ['cat', `/proc/${String(process.pid)}/smaps`], timeoutMs: 1 },
      signal,
    );
    if (outcome.status === 'failed') expect(outcome.reason).toBe('timedOut');
  });

  it('stops when it is aborted', async () => {
    const stopped = AbortSignal.abort();
    const outcome = await local.exec!(await me(), { collector: 'x', occurrence: 1, argv: ['uname', '-a'], timeoutMs: 1000 }, stopped);
    expect(outcome).toMatchObject({ status: 'failed', reason: 'timedOut' });
  });
});
