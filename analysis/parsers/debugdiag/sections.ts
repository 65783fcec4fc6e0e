/** The lines of a report page → the lines of each dump. One page may hold several dumps and two rules for each. */
import { dumpNumber, dumpTitle, fieldAt } from './labels.ts';
import { noticeIn } from './notices.ts';

/** One line of a report, and the dump that the page's own attributes tie it to (null: pasted text, or none). */
export interface ReportLine {
  readonly text: string;
  readonly dump: string | null;
}

export interface Section {
  readonly dump: string | null;
  readonly lines: string[];
}

/** The most dumps that one report is read for. */
const maxSections = 32;

interface Walk {
  readonly sections: Section[];
  readonly summary: string[];
  current: Section | null;
  /** The current section has its allocation summary; another one begins another report. */
  summarised: boolean;
}

function open(walk: Walk, dump: string | null): Section {
  const known = dump === null ? undefined : walk.sections.find((section) => section.dump === dump);
  const section = known ?? { dump, lines: [] };
  // What is beyond the most sections is walked over without being kept.
  if (known === undefined && walk.sections.length < maxSections) walk.sections.push(section);
  walk.current = section;
  walk.summarised = false;
  return section;
}

function place(walk: Walk, { text, dump }: ReportLine, labelled: string | null): void {
  const titled = dumpTitle(text)?.dump ?? dumpNumber(text) ?? dump;
  if (titled !== null && titled !== walk.current?.dump) open(walk, titled);
  else if (labelled === 'allocations' && walk.summarised) open(walk, null);
  if (labelled === 'allocations') walk.summarised = true;
  if (walk.current === null && (labelled !== null || noticeIn(text) === null) && labelled !== null) open(walk, null);
  (walk.current?.lines ?? walk.summary).push(text);
}

/** Lines of the summary that name a dump go to it with those before them; without a name they go to the only dump. */
function deal(summary: readonly string[], sections: readonly Section[]): void {
  const only = sections.length === 1 ? sections[0] : undefined;
  let waiting: string[] = [];
  for (const line of summary) {
    const named = only ?? sections.find(({ dump }) => dump !== null && line.includes(dump));
    waiting.push(line);
    if (named === undefined) continue;
    named.lines.push(...waiting);
    waiting = [];
  }
}

/** Cuts a page, a pasted part of one, or a transcription of several into the lines of each dump. */
export function sectionsOf(lines: readonly ReportLine[]): readonly Section[] {
  const texts = lines.map(({ text }) => text);
  const walk: Walk = { sections: [], summary: [], current: null, summarised: false };
  lines.forEach((line, at) => place(walk, line, fieldAt(texts, at)?.field ?? null));
  if (walk.sections.length === 0) {
    const dump = walk.summary.map((line, at) => noticeIn(line, walk.summary[at + 1])?.dump ?? null).find((each) => each !== null) ?? null;
    return [{ dump, lines: walk.summary }];
  }
  deal(walk.summary, walk.sections);
  return walk.sections;
}
