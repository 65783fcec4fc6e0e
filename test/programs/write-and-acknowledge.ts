/**
 * Writes a store as fast as it can and says on stdout what is durable, until somebody kills it:
 *   saved <version>    the case was saved with this version
 *   raw <sha256>       a raw output was kept
 *   line <number>      the lines of the watch up to this number were appended
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../store/index.ts';
import { investigationRecord } from '../support/investigation-record.ts';

const folder = process.argv[2] ?? '';
const size = Number(process.argv[3] ?? '20000');
const store = await openStore({ folder });
const acknowledge = (what: string) => writeSync(1, `${what}\n`);

/** Text that differs with each version, so that a mixture of two would be noticed. */
const contentOf = (version: number) => `${String(version)} `.repeat(size / 8);

async function saveForEver(): Promise<never> {
  const found = await store.load('killed');
  let record = found ?? investigationRecord('killed', { symptom: contentOf(0) });
  if (found === null) await store.create(record);
  for (;;) {
    record = await store.save({ ...record, symptom: contentOf(record.version + 1) });
    acknowledge(`saved ${String(record.version)}`);
  }
}
async function keepForEver(): Promise<never> {
  for (let at = 0; ; at++) acknowledge(`raw ${await store.putRaw(new TextEncoder().encode(`${String(process.pid)} ${contentOf(at)}`))}`);
}
async function appendForEver(): Promise<never> {
  for (let at = (await store.readSeries('killed', 'watch')).split('\n').length - 1; ; at++) {
    await store.appendSeries('killed', 'watch', [JSON.stringify({ at })]);
    acknowledge(`line ${String(at)}`);
  }
}

acknowledge('open');
await Promise.all([saveForEver(), keepForEver(), appendForEver()]);
