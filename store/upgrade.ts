/** Old record → current record, one step per version. Every stored schema so far has a fixture in test/fixtures/records. */
import { unreadable } from './durable-file.ts';
import { storedRecord, type StoredRecord } from './stored-record.ts';

export const currentSchema = 2;

/** From the schema of that number to the next. */
const steps: Readonly<Record<number, (record: StoredRecord) => StoredRecord>> = {
  // Curves are packed since 2; those of 1 are read as they are (flows/packed-samples.ts), and packed with the next save.
  1: (record) => ({ ...record, schema: 2 }),
};

/** Throws, in a sentence for the administrator, where the record is newer than this program or no record at all. */
export function upgrade(id: string, stored: unknown): StoredRecord {
  const read = storedRecord.safeParse(stored);
  if (!read.success) {
    const first = read.error.issues[0];
    const where = first === undefined ? '' : ` (${first.path.join('.')}: ${first.message})`;
    throw unreadable(`The record of case ${id} is not one of ours${where}. Restore it from a backup of the data folder.`);
  }
  if (read.data.id !== id) throw unreadable(`The file of case ${id} holds case ${read.data.id}. Give the file its own name back.`);
  let record = read.data;
  while (record.schema < currentSchema) {
    const step = steps[record.schema];
    if (step === undefined)
      throw unreadable(`Case ${id} was written with schema ${String(record.schema)}, which this program cannot read any more.`);
    record = step(record);
  }
  if (record.schema > currentSchema) {
    const [theirs, ours] = [String(record.schema), String(currentSchema)];
    throw unreadable(
      `Case ${id} was written by a newer Plumbline (schema ${theirs}; this one knows ${ours}). Install that version again; nothing was changed.`,
    );
  }
  return record;
}
