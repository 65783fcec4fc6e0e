import { createHash } from 'node:crypto';
import type { Investigation } from '../flows/types.ts';

/** A message comes again within minutes, or at once after a restart: so many are hours of a busy case. */
const remembered = 50;
/** Teams' ids have 13 digits; other clients may send 500 characters. */
const longestId = 64;

/**
 * Teams sends a message again that was not answered, also when it *was* acted upon and the bot died
 * before it could say so. So the record itself says, in the same save, which messages moved it.
 */
export function withHeard(investigation: Investigation, activityId: string | null): Investigation {
  if (activityId === null) return investigation;
  const heard = [...(investigation.heard ?? []), shortId(activityId)];
  return { ...investigation, heard: heard.length <= remembered ? heard : [...heard.slice(0, 1), ...heard.slice(1 - remembered)] };
}

export function hasHeard({ heard }: Pick<Investigation, 'heard'>, activityId: string | null): boolean {
  return activityId !== null && heard?.includes(shortId(activityId)) === true;
}

/** The message that opened it. */
export function wasOpenedBy({ heard }: Pick<Investigation, 'heard'>, activityId: string | null): boolean {
  return activityId !== null && heard?.[0] === shortId(activityId);
}

function shortId(activityId: string): string {
  return activityId.length <= longestId ? activityId : createHash('sha256').update(activityId).digest('hex');
}
