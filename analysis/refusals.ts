/**
 * The sentences for what cannot be read: what it is, and what to run or send instead. Sources of
 * the commands: FACTS (relog, procdump, DebugDiag, cdb) as in the collectors' instructions by hand.
 */

import { foreignOutput } from './foreign-outputs.ts';
import { normalisedLines } from './lines.ts';
import { rewrites } from './rewrites.ts';

interface Magic {
  readonly bytes: readonly number[];
  readonly says: string;
}

const ascii = (text: string): readonly number[] => Array.from(text, (character) => character.charCodeAt(0));

const picture =
  'This is a picture, and figures in a picture are not read. Paste the text instead: in the console select it and press Enter, or send the output to a file with > out.txt and drop that.';
const archive = 'This is a packed file of a kind that is not opened here; .zip, .gz and .tar are. Unpack it, and drop what is inside.';
const dump =
  'This begins like a Windows memory dump, but its header is none: the file is damaged. Copy it again, or take another with procdump64 -ma PID; from a whole dump the handles, the address space and the modules are read here, and DebugDiag Analysis (MemoryAnalysis) or cdb tell the rest.';

const magics: readonly Magic[] = [
  { bytes: ascii('MDMP'), says: dump },
  {
    bytes: ascii('PAGEDU'),
    says: 'This is a dump of the whole Windows kernel, and the leak of one process is not in reach there. Take one of the process: procdump64 -ma -r PID, and drop what DebugDiag or cdb says of it.',
  },
  {
    bytes: ascii('Nettrace'),
    says: 'This is a .nettrace event file. Send figures as text: dotnet-counters collect -p PID --format csv -o counters.csv for the trend, dotnet-gcdump report for the heap.',
  },
  {
    bytes: [0x14, 0, 0, 0, ...ascii('!FastSerialization')],
    says: 'This is a .gcdump file. Run dotnet-gcdump report FILE.gcdump > heap.txt and drop heap.txt.',
  },
  { bytes: [0x89, ...ascii('PNG')], says: picture },
  { bytes: [0xff, 0xd8, 0xff], says: picture },
  { bytes: ascii('GIF8'), says: picture },
  { bytes: ascii('BM6'), says: picture },
  {
    bytes: ascii('%PDF'),
    says: 'This is a PDF. Copy the text out of it and paste that, or drop the file the tool itself wrote (.csv, .mht, .txt).',
  },
  { bytes: ascii('PK\x03\x04'), says: archive },
  { bytes: [0x1f, 0x8b], says: archive },
  { bytes: ascii('7z\xbc\xaf'), says: archive },
  { bytes: ascii('Rar!'), says: archive },
  { bytes: ascii('MSCF'), says: archive },
  { bytes: [0xfd, ...ascii('7zXZ')], says: archive },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], says: archive },
  { bytes: ascii('BZh'), says: archive },
  {
    bytes: ascii('ElfFile'),
    says: 'This is a Windows event log. What counts here are the entries 2004 of Resource-Exhaustion-Detector: run wevtutil qe System /q:"*[System[(EventID=2004)]]" /f:text and paste the text.',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    says: 'This is an Office or Outlook file. Copy the tool output out of it and paste it as text; from Excel save as CSV.',
  },
  { bytes: ascii('SQLite format 3'), says: 'This is a database file. Drop the output of the tool as text or CSV.' },
  {
    bytes: ascii('MZ'),
    says: 'This is a Windows program (.exe or .dll); nothing in it tells of a leak, and it is not run here. Drop what a tool prints about the running process: start with typeperf or handle64 -s -p PID.',
  },
];

const elfCore = 4;

function elf(head: Uint8Array): string | null {
  if (!startsWith(head, [0x7f, ...ascii('ELF')])) return null;
  return head[16] === elfCore
    ? "This is a core dump. Run gdb -nx -batch -ex 'set pagination off' -ex 'thread apply all bt' PROGRAM CORE > stacks.txt and drop stacks.txt; for .NET run dotnet-dump analyze CORE -c \"dumpheap -stat\" -c exit."
    : 'This is a Linux program or library; nothing in it tells of a leak. Drop what describes the running process: /proc/PID/status, ls -l /proc/PID/fd.';
}

const startsWith = (head: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, at) => head[at] === byte);

const performanceLog =
  'This is a binary performance log (.blg). Turn it into text on any Windows machine: relog FILE.blg -f csv -o FILE.csv -y, and drop FILE.csv.';
const traceLog =
  'This is an event trace (.etl). Open it in Windows Performance Analyzer and copy the table of outstanding allocations as text; for counters use typeperf or relog.';

/** More control bytes than this in the head, and it is no text in any encoding. */
const controlShare = 0.02;

function looksBinary(head: Uint8Array): boolean {
  let control = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 0x1b && byte !== 0x1e) control++;
  }
  return control > head.length * controlShare;
}

/**
 * The sentence for an input that is not text, null where it is one. `head` is its first 4 KB;
 * `wide` says that it is UTF-16, whose zero bytes mean nothing.
 */
export function refuseBinary(name: string, head: Uint8Array, wide: boolean): string | null {
  const known = elf(head) ?? magics.find((magic) => startsWith(head, magic.bytes))?.says;
  // A text may begin with the letters MZ; the files that these marks stand for hold zero bytes, but for PDF.
  if (known !== undefined && !wide && (head.includes(0) || startsWith(head, ascii('%PDF')))) return known;
  if (wide || !looksBinary(head)) return null;
  const lower = name.toLowerCase();
  if (lower.endsWith('.blg')) return performanceLog;
  if (lower.endsWith('.etl')) return traceLog;
  return 'This is a binary file of a kind that is not read here. Drop text: what the tool prints, a perfmon CSV, or a DebugDiag report (.mht).';
}

interface Recognised {
  readonly shows: RegExp;
  readonly says: string;
}

/** Errors of shells and tools that people paste instead of an output; looked for in the first lines only. */
const errors: readonly Recognised[] = [
  {
    shows:
      /is not recognized as (?:an internal or external command|the name of a cmdlet|a name of a cmdlet)|command not found|CommandNotFoundException/i,
    says: 'This is a message that the tool was not found on that machine. Give its full path, or install it first (Sysinternals handle and ProcDump: live.sysinternals.com), and paste what it prints then.',
  },
  {
    shows: /running scripts is disabled|PSSecurityException/i,
    says: 'PowerShell refused to run a script there. Run the single command as it is shown instead of a script file, or ask for the execution policy to allow it.',
  },
  {
    shows:
      /access (?:is )?denied|permission denied|operation not permitted|zugriff verweigert|accès refusé|acceso denegado|отказано в доступе/i,
    says: 'This is an access-denied message. Run the command again as administrator (on Linux: as root or as the user of the process), and paste what it prints then.',
  },
  {
    shows:
      /no valid counters|unable to connect to the specified computer|counter path could not be interpreted|specified (?:object|counter|instance) (?:was not found|is not present)/i,
    says: 'The counters were not found: the names differ in other languages of Windows, the process has ended, or the account may not read them (Performance Monitor Users). List what exists with typeperf -q Process, and run it again.',
  },
  {
    shows:
      /no (?:matching )?process(?:es)? (?:found|matching)|process .{0,80}(?:not found|does not exist|has exited|is not running)|no such process/i,
    says: 'The tool did not find the process: it may have ended or have been recycled since. Look up the pid again and repeat the command.',
  },
  {
    shows: /^\s{0,20}(?:usage|syntax):/im,
    says: 'This is the help text of a tool, not an output: its arguments were not understood. Run the command exactly as it is shown at this step.',
  },
  {
    shows: /no such file or directory|cannot find (?:the )?(?:path|file)|could not find (?:a part of the path|file)/i,
    says: 'The tool did not find a file or folder. Check the path in the command, run it again and paste what it prints then.',
  },
];

/** How much of a text is looked at to say what it might be. */
const lookedAt = 20_000;

/** Two lines one after the other, near the start, with as many separators, and at least two: no prose is written so. */
function looksLikeTable(start: string): boolean {
  const lines = start.trimStart().split('\n', 6);
  return [',', ';', '\t'].some((separator) => {
    const counts = lines.map((line) => line.split(separator).length - 1);
    return counts.some((count, at) => count >= 2 && count === counts[at + 1]);
  });
}

/** The text as it came, and with each thing that may have been done to it on its way undone. */
function asWritten(text: string): readonly string[] {
  const undone = rewrites.flatMap(({ undo }) => undo(text) ?? []);
  return [text, ...undone].map((each) => normalisedLines(each).join('\n'));
}

/** Figures and columns without a line end: no message of a person, and no output as it was printed. */
function isOneLine(text: string): boolean {
  const line = text.trim();
  return line.length >= 300 && !line.includes('\n') && (line.match(/\b(?=[\da-f]{0,15}\d)[\da-f]{4,16}\b/gi)?.length ?? 0) >= 8;
}

/** The sentence for a text in which nothing was recognised. */
export function refuseText(text: string): string {
  const start = text.slice(0, lookedAt);
  if (start.trim() === '') return 'There is no text in it. Paste the output of the tool, or drop the file that it wrote.';
  const foreign = asWritten(start)
    .map(foreignOutput)
    .find((each) => each !== null);
  if (foreign != null) return foreign;
  const error = errors.find((each) => each.shows.test(start));
  if (error !== undefined) return error.says;
  if (/<(?:!doctype html|html|head|body|script|div|table)\b/i.test(start)) {
    return 'This is an HTML page, and nothing in it is a report that is known here. Drop the .mht or .html that DebugDiag wrote, or copy the output itself as text.';
  }
  if (/^\s{0,20}[{[]\s{0,200}["{[\d}\]]/.test(start)) {
    return 'This is JSON of a kind that is not known here. Lines of our own sampler, Get-CimInstance or Get-Counter samples through ConvertTo-Json -Compress are read.';
  }
  if (looksLikeTable(start)) {
    return 'This looks like a table of values, but its header is none that is known here. A counter log starts with (PDH-CSV 4.0), as typeperf, relog and logman write it; dotnet-counters writes Timestamp,Provider,Counter Name.';
  }
  if (isOneLine(start)) {
    return 'This is one long line: if it is the output of a tool, its line ends were lost on the way, as a form or a cell does it. Drop it as a file, or paste it between lines of ```.';
  }
  return 'Nothing in this text is the output of a tool that is known here. Paste the whole output with its header lines, or drop the file.';
}
