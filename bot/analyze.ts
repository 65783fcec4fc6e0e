import { parseArgs } from 'node:util';
import { writeFile } from 'node:fs/promises';
import { openCase } from '../analysis/case-file.ts';
import { judge, defaultScope } from '../analysis/index.ts';
import type { JudgeScope } from '../analysis/types.ts';
import { judgementJson, reportHtml, verdictText } from '../cards/index.ts';
import { clockOfLogs, newestTime, openInvestigation, platformTold, takeIn, unnamedHost, withDeployment } from '../flows/index.ts';
import type { Investigation, Target } from '../flows/types.ts';
import { firstsByName, readInput } from './analyze-input.ts';
import type { InputRead } from './analyze-input.ts';
import { ConfigError, loadConfig } from './config.ts';

const usage = `Reads tool outputs and says what leaks, without a chat.

  npm run analyze -- [--json] [--report FILE.html] FILE…      (or text on stdin)

What was deployed when may stand in a file of its own: deployed v2.3 at 2026-01-15 14:05.

Exit code 0: a verdict; 3: not enough data; 2: nothing could be read; 1: wrong usage.`;

interface Options {
  readonly json: boolean;
  readonly report: string | null;
  readonly files: readonly string[];
}

/** null: the arguments make no sense, or help was asked for. */
function readOptions(argv: readonly string[]): Options | { readonly mistake: string | null } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, report: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) return { mistake: null };
    const files = positionals.length > 0 ? positionals : process.stdin.isTTY ? [] : ['-'];
    return files.length === 0
      ? { mistake: 'No file was named, and there is no text on stdin.' }
      : { json: values.json ?? false, report: values.report ?? null, files };
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) };
  }
}

/** A case without a chat: the same intake, so that a file and a paste read to the same verdict. */
function emptyCase(minimumCountersMs: number): Investigation {
  const nobody = { id: 'analyze', name: 'npm run analyze' };
  return openInvestigation({
    id: 'analyze',
    at: new Date().toISOString(),
    owner: nobody,
    conversation: null,
    asked: { host: unnamedHost, process: null, pid: null },
    target: {
      host: unnamedHost,
      process: null,
      pid: null,
      startedAt: null,
      platform: 'windows-netfx',
      connector: 'manual',
      incident: null,
    },
    ticket: null,
    symptom: 'Analysis of files',
    settings: { minimumCountersMs, sampleIntervalMs: 10_000, handleSummariesApartMs: 300_000 },
  });
}

type Readable = Extract<InputRead, { ok: true }>;

/** When the newest output was printed: a note without a date is of those days; null where no output tells. */
function newestOf({ evidence }: Investigation): number | null {
  const times = evidence.flatMap((each) => newestTime(each) ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

/** `deployed v2.3 at 2026-01-15 14:05` in a file of its own is a note, as it is in a chat; without a zone it is by the clock of the logs. */
function withNotes(investigation: Investigation, { name, sha256, notes }: Readable): Investigation {
  const utcOffsetMinutes = clockOfLogs(investigation.evidence) ?? 0;
  return notes.reduce((current, { text, unread }) => {
    const told = { ...current, settings: { ...current.settings, utcOffsetMinutes } };
    const noted = withDeployment(told, text, newestOf(current) ?? Date.now());
    return noted === told ? takenIn(current, { name, sha256, result: { blocks: [], unread } }) : noted;
  }, investigation);
}

/** No file chooses the process for those after it, as the first output of a case in a chat does. */
function takenIn(investigation: Investigation, { name, sha256, result }: Pick<Readable, 'name' | 'sha256' | 'result'>): Investigation {
  const { target } = investigation;
  const at = new Date().toISOString();
  const taken = { result, from: name, rawRef: sha256, at, by: null, collectedAt: null, effectId: null, watch: null };
  return { ...takeIn({ ...investigation, target: null }, taken).investigation, target };
}

/** Files have no order, and nobody said which process they are of: the first one must not decide which of the others count. */
function scopeOfAll({ evidence, settings, deployments = [] }: Investigation): JudgeScope {
  const lives = evidence.flatMap((each) => (each.kind === 'counters' ? each.series.map(({ life }) => life) : [each.life]));
  const names = new Set(lives.flatMap(({ process }) => (process === null ? [] : [process])));
  const [only = null] = names.size === 1 ? names : [];
  return { ...defaultScope, minimumMs: settings.minimumCountersMs, process: only, deployments };
}

/** The process that the files turned out to be about, for the report. */
function targetOf({ evidence, target }: Investigation, scope: JudgeScope): Target | null {
  const { machine, process, pid, startedAt } = openCase(evidence, scope).witness;
  if (target === null) return null;
  return { ...target, host: machine ?? target.host, process, pid, startedAt, platform: platformTold(evidence, target.platform) };
}

async function analyze(options: Options): Promise<number> {
  const config = loadConfig();
  const inputs: InputRead[] = [];
  for (const file of options.files) inputs.push(await readInput(file));
  const readable = inputs.filter((each) => each.ok);
  const outputs = firstsByName(
    readable.filter(({ result, notes }) => notes.length === 0 || result.blocks.length + result.unread.length > 0),
  );
  // Notes come last: the outputs tell of which days they are.
  const taking = readable.reduce(withNotes, outputs.reduce(takenIn, emptyCase(config.minimumWatchMs)));
  const scope = scopeOfAll(taking);
  const judgement = judge(taking.evidence, scope);
  const investigation = { ...taking, judgement };
  const refused = inputs.flatMap((each) => (each.ok ? [] : [{ from: each.name, problem: each.problem }]));
  const unread = [...refused, ...investigation.unread];
  if (investigation.evidence.length === 0 && !options.json) return nothingReadable(unread);
  const unwritten =
    options.report === null ? null : await writeReport(options.report, { ...investigation, target: targetOf(taking, scope) }, readable);
  if (options.json) process.stdout.write(`${JSON.stringify(judgementJson(judgement, investigation.evidence, unread), null, 2)}\n`);
  else printText(verdictText(judgement, investigation.evidence), unread, unwritten === null ? options.report : null);
  if (unwritten !== null) process.stderr.write(`\n${unwritten}\n`);
  if (unwritten !== null) return 1;
  if (investigation.evidence.length === 0) return 2;
  return judgement.verdict.class === 'not-enough-data' ? 3 : 0;
}

/** What stands in the way, before anything else: there is no verdict to print. */
function nothingReadable(unread: readonly { readonly from: string; readonly problem: string }[]): number {
  const not = unread.map(({ from, problem }) => `  ${shownName(from)}: ${problem}`);
  process.stdout.write(`Nothing could be read:\n${not.join('\n')}\n`);
  return 2;
}

/** null: written. Otherwise why not; the verdict is printed all the same. */
async function writeReport(path: string, investigation: Investigation, readable: readonly Readable[]): Promise<string | null> {
  const appendix = readable.flatMap((each) => each.appendix);
  try {
    await writeFile(path, reportHtml(investigation, appendix));
    return null;
  } catch (error) {
    return `The report could not be written to ${shownName(path)} (${error instanceof Error ? error.message : String(error)}). Name a file in a folder that exists.`;
  }
}

const bold = '\u001b[1m';
const dim = '\u001b[2m';
const plain = '\u001b[0m';

/** Colours only on a terminal: the lead stands out, what was not read steps back. */
function printText(text: string, unread: readonly { readonly from: string; readonly problem: string }[], report: string | null): void {
  const coloured = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  const [lead = '', ...rest] = text.trimEnd().split('\n\n');
  const not = unread.map(({ from, problem }) => `  ${shownName(from)}: ${problem}`);
  const notRead = not.length === 0 ? [] : [`Not read:\n${not.join('\n')}`];
  const parts = [
    coloured ? `${bold}${lead}${plain}` : lead,
    ...rest,
    ...notRead.map((each) => (coloured ? `${dim}${each}${plain}` : each)),
  ];
  process.stdout.write(`${parts.join('\n\n').trimEnd()}\n`);
  if (report !== null) process.stdout.write(`\nReport: ${shownName(report)}\n`);
}

/** A file may be called anything: what would move a terminal's cursor is left out. */
function shownName(name: string): string {
  return name.replace(/\p{Cc}/gu, '·');
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!('mistake' in options)) return analyze(options);
  const asked = options.mistake === null;
  (asked ? process.stdout : process.stderr).write(`${asked ? '' : `${options.mistake}\n\n`}${usage}\n`);
  return asked ? 0 : 1;
}

// Whoever reads the verdict may have read enough (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const says = error instanceof ConfigError ? error.mistakes.join('\n') : error instanceof Error ? error.message : String(error);
    process.stderr.write(`${says}\n`);
    process.exitCode = 1;
  },
);
