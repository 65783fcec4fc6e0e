/** Names from outside never become a path: they are checked, or replaced by their hash. */
import { createHash } from 'node:crypto';

const plainName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;
/** Names that Windows keeps for devices, with any extension. */
const deviceName = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;
const sha256 = /^[0-9a-f]{64}$/;

export function isPlainName(name: string): boolean {
  return plainName.test(name) && !deviceName.test(name);
}

/** The id itself. Throws where it could not be a file name everywhere. */
export function caseName(id: string): string {
  if (!isPlainName(id))
    throw new Error(`${JSON.stringify(id.slice(0, 80))} cannot be the id of a case: letters, digits, - and _ only, at most 80.`);
  return id;
}

/** A file name for any watch id: the id itself where it is plain, else its hash. */
export function watchName(watch: string): string {
  return isPlainName(watch) ? watch : `x${createHash('sha256').update(watch).digest('hex')}`;
}

export function isRawRef(ref: string): boolean {
  return sha256.test(ref);
}
