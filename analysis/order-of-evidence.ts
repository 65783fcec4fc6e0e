/**
 * What came before what. Only the outputs themselves say so: the time in them, their place in one transcript, their
 * file names, how long a tracker had run. The order in which they arrived says nothing.
 */
import type { Evidence, ReadingKind } from './types.ts';

export type EvidenceOf<K extends ReadingKind> = Extract<Evidence, { readonly kind: K }>;

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where an output came from, which is no part of what it says. */
const origin = new Set(['id', 'parser', 'from', 'rawRef', 'notes', 'timeFrom', 'sequence']);

function content(evidence: Evidence): string {
  return JSON.stringify(Object.fromEntries(Object.entries(evidence).filter(([key]) => !origin.has(key))));
}

/** Each content once, in an order that the order of arrival cannot change. */
export function canonical(evidence: readonly Evidence[]): readonly Evidence[] {
  const sorted = evidence
    .map((each) => ({ each, key: content(each) }))
    .sort(
      (a, b) =>
        (a.each.takenAt ?? Infinity) - (b.each.takenAt ?? Infinity) ||
        byText(a.each.sequence?.group ?? '', b.each.sequence?.group ?? '') ||
        (a.each.sequence?.index ?? 0) - (b.each.sequence?.index ?? 0) ||
        byText(a.key, b.key) ||
        byText(a.each.id, b.each.id),
    );
  const seen = new Map<string, string | null>();
  return sorted.flatMap(({ each, key }) => {
    const before = seen.get(key);
    const group = each.sequence?.group ?? null;
    if (before !== undefined && !(isWindow(each) && group !== null && group === before)) return [];
    seen.set(key, before ?? group);
    return [each];
  });
}

/**
 * A long log of stacks is read in pieces, of which two may be alike where the threads have no ids; anything else that is alike to
 * the digit is one output that was pasted again.
 */
const isWindow = (each: Evidence): boolean =>
  each.kind === 'stacks' && each.takenAt === null && each.stacks.every(({ threads }) => threads.length === 0);

export interface Ordered<E> {
  /** Oldest first; those whose place is not known are left out. */
  readonly ordered: readonly E[];
  readonly unplaced: readonly E[];
}

function distinct<E>(items: readonly E[], place: (item: E) => number): readonly E[] {
  const sorted = [...items].sort((a, b) => place(a) - place(b));
  return sorted.filter((each, i) => i === 0 || place(each) !== place(sorted[i - 1] ?? each));
}

/** Puts readings of one kind and one life in order, as far as they say it themselves; at best all, at worst none. */
export function inOrder<E extends Evidence>(items: readonly E[]): Ordered<E> {
  const timed = items.filter(({ takenAt }) => takenAt !== null);
  const byTime = distinct(timed, ({ takenAt }) => takenAt ?? 0);
  const groups = Map.groupBy(
    items.filter(({ sequence }) => sequence !== null),
    ({ sequence }) => sequence?.group ?? '',
  );
  const inGroups = [...groups.values()].map((group) => distinct(group, ({ sequence }) => sequence?.index ?? 0));
  const best = [byTime, ...inGroups].reduce((most, each) => (each.length > most.length ? each : most), []);
  const ordered = items.length === 1 ? items : best;
  return { ordered, unplaced: items.filter((each) => !ordered.includes(each)) };
}

/** The newest first; those whose place is not known come last. */
export function latestFirst<E extends Evidence>(items: readonly E[]): readonly E[] {
  const { ordered, unplaced } = inOrder(items);
  return [...ordered.toReversed(), ...unplaced];
}

/** What holds now: the newest of those in order, and those whose place is not known, which may be newer. */
export function newest<E extends Evidence>(items: readonly E[]): readonly E[] {
  const { ordered, unplaced } = inOrder(items);
  return [...ordered.slice(-1), ...unplaced];
}

/** LeakTrack's reports of one life are ordered by how long it had tracked; without that, as any other output. */
export function reportsInOrder(items: readonly EvidenceOf<'leakReport'>[]): Ordered<EvidenceOf<'leakReport'>> {
  const tracked = distinct(
    items.filter(({ report }) => report.trackingMs !== null),
    ({ report }) => report.trackingMs ?? 0,
  );
  const otherwise = inOrder(items);
  const ordered = tracked.length >= otherwise.ordered.length ? tracked : otherwise.ordered;
  return items.length === 1 ? otherwise : { ordered, unplaced: items.filter((each) => !ordered.includes(each)) };
}

/** From the first to the last, in ms; null where one of the two tells no time. */
export function timeBetween(looks: readonly Pick<Evidence, 'takenAt'>[]): number | null {
  const [from, to] = [looks[0]?.takenAt ?? null, looks.at(-1)?.takenAt ?? null];
  return from === null || to === null ? null : to - from;
}
