/**
 * Which DebugDiag wrote a report, where the page lets one see it: version 1 heads graphs "Memory manager statistics",
 * version 2 "Memory Globals.Manager statistics" (FACTS §5.6), and both print the version of LeakTrack.dll.
 */
const managerGraph = /^memory manager statistics by /i;
const loadedLeakTrack = /^leaktrack version loaded[\s:=]{1,10}1\./i;
const named = /^(?:microsoft )?(?:debugdiag|debug diagnostics? tool)(?: \(debugdiag\))?,? (?:v|version )?1\.[0-2]\b/i;
const otherLeakTrack = /please use debug diagnostic tool version 1\.1/i;

/** Titles and labels are short; what is longer is prose or a table. */
const longestTitle = 120;
const longestSentence = 1000;

const isOfVersionOne = (line: string): boolean => {
  const text = line.length > longestTitle ? '' : line.trim();
  return managerGraph.test(text) || loadedLeakTrack.test(text) || named.test(text);
};

const versionOne =
  'This report was written by version 1 of DebugDiag. Version 2 opens the same dump and reports .NET memory too; what LeakTrack of version 1 recorded is read by version 1 only.';

/** The tracking in the dump is of version 1, and version 2 cannot read it: it was not empty. */
const trackedByVersionOne =
  'LeakTrack.dll in this dump is of version 1 of DebugDiag: open the dump with DebugDiag 1.1 to see who allocated, or track again with version 2.';

/** The note where the dump holds tracking of version 1 that this report could not read. */
export const unreadTracking = (lines: readonly string[]): string | null =>
  lines.some((line, at) =>
    otherLeakTrack.test(`${line.slice(0, longestSentence)} ${(lines[at + 1] ?? '').slice(0, longestSentence)}`.replace(/ {2,}/g, ' ')),
  )
    ? trackedByVersionOne
    : null;

/** What a report of version 1 is said to be; nothing where it is of version 2 or does not show. */
export const versionNotes = (lines: readonly string[]): readonly string[] => (lines.some(isOfVersionOne) ? [versionOne] : []);
