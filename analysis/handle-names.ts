/** Object names that many handles share: which of them a reading keeps. */

/** A reading is bounded: the names with the most handles are kept. */
const maxNames = 50;
/** Longer names are cut: NTFS allows 32,767 characters, and nobody reads them on a card. */
const maxNameLength = 300;

/** What handles of threads and processes that have ended are counted under: `<Non-existent Process>(960): 3432`, of older versions `Non-existant`. */
export const endedName = '<Non-existent Process>';

/** The name a handle is counted under. */
export function countedName(printed: string): string {
  return /^<?non[ -]?exist[ae]nt (?:process|thread)\b/i.test(printed) ? endedName : printed;
}

/** The names that stand for more than one handle, most handles first; a name that stands once tells nothing. */
export function boundNames(byName: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const shared: (readonly [string, number])[] = [];
  // Most names stand once, and a dump has thousands of them: no pair is made for those.
  byName.forEach((count, name) => {
    if (count > 1 && name !== '') shared.push([name, count]);
  });
  const most = shared.sort(([, a], [, b]) => b - a).slice(0, maxNames);
  return Object.fromEntries(most.map(([name, count]) => [name.slice(0, maxNameLength), count]));
}
