/**
 * dotnet-dump collect, and the runtime's own createdump:
 *
 *   Writing full to /tmp/core_20260314_101502
 *   Written 98983936 bytes (24166 pages) to core file
 *   Complete
 *
 * dotnet/diagnostics documentation/dotnet-dump-instructions.md; dotnet/runtime createdump. Lines of
 * createdump have `[createdump] ` in front.
 */
import { utc } from '../dates.ts';
import { localTimeNote } from '../dump-name.ts';
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import type { DumpWritten, Parsed, TextParser } from '../types.ts';

const prefix = '^\\s{0,4}(?:\\[createdump\\] )?';
const writing = new RegExp(
  `${prefix}Writing (?:\\w{1,12}|(?:minidump|full dump|heap dump|triage dump|minidump with heap)(?: to file)?) ?(?:to )?(?:file )?((?:[A-Za-z]:\\\\|\\.{0,2}/|\\\\\\\\)\\S.{0,400})$`,
);
const written = new RegExp(`${prefix}Written (\\d{1,16}) bytes \\(\\d{1,14} pages\\) to core file`);
const complete = new RegExp(`${prefix}(?:Complete|Dump successfully written(?: in (\\d{1,9}) ?ms)?)\\s*$`);
const gathering = new RegExp(`${prefix}Gathering state for process (\\d{1,10}) (\\S{1,100})?`);
const other = new RegExp(
  `${prefix}(?:Target process is alive|Crashing thread|Dump file|Segmentation|Process \\d)|^\\s{0,4}\\[createdump\\] `,
);
const failed =
  /^\s{0,4}(?:\[createdump\] )?(?:\[ERROR\]|Unable to (?:create dump|connect)|Process \d{1,10} not running compatible|Write dump failed|Cannot (?:open|write)|The process cannot|Access to the path|No space left|ERROR: )/i;
const asked = /dotnet-dump(?:\.exe)? collect\b/;

const isMine = (line: string): boolean =>
  line.length < 1000 &&
  (writing.test(line) || written.test(line) || complete.test(line) || gathering.test(line) || other.test(line) || failed.test(line));

function span(lines: readonly string[], from: number): number {
  const isAsked = asked.test(commandOf(lines[from] ?? '') ?? '');
  let at = isAsked ? from + 1 : from;
  const first = lines[at] ?? '';
  if (!isAsked && !writing.test(first) && !/^\s{0,4}\[createdump\] /.test(first)) return 0;
  const start = at;
  while (
    at < lines.length &&
    // The next dump is another output.
    (at === start || !writing.test(lines[at] ?? '')) &&
    (isMine(lines[at] ?? '') || (lines[at] === '' && isMine(lines[at + 1] ?? '') && !writing.test(lines[at + 1] ?? '')))
  )
    at++;
  return at === start ? 0 : at - from;
}

/** `core_20190226_135837`, `dump_20260314_101502.dmp`: the host's local time. */
function timeIn(path: string): number | null {
  const found = /_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)(?:\.dmp)?$/.exec(path);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  return utc({ year, month, day, hour, minute, second });
}

function parse(lines: readonly string[]): Parsed {
  const tell = (pattern: RegExp): RegExpExecArray | null => lines.map((line) => pattern.exec(line)).find((found) => found !== null) ?? null;
  const path = tell(writing)?.[1]?.trim() ?? null;
  const bytes = tell(written)?.[1];
  const end = tell(complete);
  const failure = lines.find((line) => failed.test(line))?.trim();
  if (path === null && bytes === undefined) {
    return {
      ok: false,
      problem: `dotnet-dump wrote nothing${failure === undefined ? '' : `: ${failure.slice(0, 160)}`}. Run it as the user of the process or as root, in the same container and with the same TMPDIR, and look the pid up with dotnet-dump ps.`,
      line: 1,
    };
  }
  const milliseconds = end?.[1];
  const dump: DumpWritten = {
    path,
    bytes: bytes === undefined ? null : Number(bytes),
    seconds: milliseconds === undefined ? null : Number(milliseconds) / 1000,
    state: failure !== undefined ? 'failed' : end === null ? 'writing' : 'complete',
    detail: (failure ?? end?.[0] ?? lines.at(-1) ?? '').trim().slice(0, 300),
  };
  const process = tell(gathering);
  const pid = process?.[1] ?? /(?:-p|--process-id)[ =](\d{1,10})/.exec(lines[0] ?? '')?.[1];
  const takenAt = path === null ? null : timeIn(path);
  return {
    ok: true,
    readings: [
      {
        kind: 'dumpLog',
        life: { ...unknownLife, process: process?.[2] ?? null, pid: pid === undefined ? null : Number(pid), runtime: 'dotnet' },
        takenAt,
        dumps: [dump],
      },
    ],
    notes: [
      ...(takenAt === null ? [] : [localTimeNote]),
      ...(dump.state === 'writing' ? ['The dump was still being written when this was copied: the line "Complete" is missing.'] : []),
      ...(dump.state === 'failed' ? [`The dump failed: ${dump.detail}`] : []),
    ],
  };
}

export const dotnetDumpConsole: TextParser = {
  id: 'dotnet-dump-console',
  title: 'dotnet-dump collect, console output',
  hints: [
    'dotnet-dump',
    '[createdump]',
    'writing full',
    'writing minidump',
    'writing heap',
    'writing mini',
    'writing triage',
    'writing dump',
  ],
  span,
  parse,
};
