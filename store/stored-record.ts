/** What must hold of a stored record before the rest of the program trusts it: its envelope. The inside was written by us and is guarded by the checksum. */
import { z } from 'zod';

export const storedRecord = z.looseObject({
  id: z.string().min(1),
  schema: z.int().min(1),
  version: z.int().min(0),
  flow: z.string(),
  snapshot: z.looseObject({ state: z.unknown(), facts: z.looseObject({}) }),
  createdAt: z.string(),
  updatedAt: z.string(),
  owner: z.looseObject({ id: z.string(), name: z.string() }),
  evidence: z.array(z.unknown()),
  pending: z.array(z.looseObject({ id: z.string() })),
  timeline: z.array(z.unknown()),
});
export type StoredRecord = z.infer<typeof storedRecord>;
