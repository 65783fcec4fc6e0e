/**
 * HandleDataStream → handles by type and by name. Descriptors are stepped by the size that the stream
 * itself tells (32 bytes, 40 since Windows 8); a type of 0 is one that dbghelp could not look up.
 * MINIDUMP_HANDLE_DATA_STREAM, MINIDUMP_HANDLE_DESCRIPTOR(_2) on Microsoft Learn; FACTS 10.
 */
import { boundNames } from '../../handle-names.ts';
import type { HandleSummary } from '../../types.ts';
import { countText, shareText } from '../../wording.ts';
import { budgetForTexts } from './budget.ts';
import type { Asked } from './budget.ts';
import type { Reader, Stream } from './directory.ts';
import { readEntriesHeader, someEntries } from './entries.ts';
import { readTexts, unknownType } from './handle-texts.ts';
import type { Counts } from './handle-texts.ts';
import { countOffsets } from './offset-counts.ts';
import type { OffsetCounts } from './offset-counts.ts';
import { withoutControls } from './strings.ts';

const shortest = 32;
/** Where a descriptor points to the name of its type, and to that of its object. */
const [typeField, nameField] = [8, 12];
/** Of more handles the first are counted: a million handles tell which type leaks. Windows allows 16,777,216. */
const maxRead = 1_000_000;

export interface Handles {
  readonly summary: HandleSummary;
  readonly notes: readonly string[];
}

/** Handles by the offset of the string that names their type, and of the one that names the object. */
interface Counted {
  readonly types: OffsetCounts;
  readonly names: OffsetCounts;
}

/** What was left unread, in words: counts by type are scaled up from what was read, names that were not seen are missing. */
function unreadNotes({ typed, withType, named, withName }: Counts): readonly string[] {
  const of = (read: number, all: number): string => `${countText(read)} (${shareText(read / all)}), spread evenly over the file`;
  return [
    ...(typed < withType
      ? [
          `This dump repeats the name of the type for each handle: of ${countText(withType)} handles the types of ${of(typed, withType)}, were read, and the counts by type are scaled up from them.`,
        ]
      : []),
    ...(named < withName
      ? [
          `Of ${countText(withName)} handles with a name the names of ${of(named, withName)}, were read, and the counts by name are scaled up from them.`,
        ]
      : []),
  ];
}

/** The handles of the dump; null where the stream is not one. `size` is the file's, `asked` what was read of it before. */
export function* readHandles(stream: Stream, size: number, asked: Asked): Reader<Handles | null> {
  const entries = yield* readEntriesHeader(stream, shortest, false);
  if (entries === null) return null;
  const { total, claimed } = entries;
  const most = Math.min(total, maxRead);
  const budget = budgetForTexts(asked.bytes);
  const counted: Counted = { types: countOffsets(), names: countOffsets() };
  const handles = yield* someEntries(entries, most, (view, end) => {
    counted.types.addColumn(view, typeField, end, entries.step);
    counted.names.addColumn(view, nameField, end, entries.step);
  });
  const counts = yield* readTexts({ types: counted.types.totals(), names: counted.names.totals() }, handles, size, budget);
  const unknown = counts.byType.get(unknownType) ?? 0;
  const partial = total > handles || total < claimed || counts.typed < counts.withType;
  return {
    summary: { byType: Object.fromEntries(counts.byType), total, partial, byName: shown(boundNames(counts.byName)) },
    notes: [
      ...(total > handles ? [`Of ${total} handles the first ${handles} were counted by type.`] : []),
      ...(total < claimed ? [`The dump claims ${claimed} handles and describes ${total} of them.`] : []),
      ...(unknown > 0 ? [`${unknown} handles have no type in this dump; they stand under "${unknownType}".`] : []),
      ...unreadNotes(counts),
    ],
  };
}

/** Only the few names that are kept are cleaned, and the count of those that read alike then is theirs together. */
function shown(byName: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const [name, handles] of Object.entries(byName)) {
    const clean = withoutControls(name);
    if (clean !== '') counts.set(clean, (counts.get(clean) ?? 0) + handles);
  }
  return Object.fromEntries(counts);
}
