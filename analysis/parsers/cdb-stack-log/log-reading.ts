/** What is known of a log of stacks while it is read. */
import { createCallSites } from '../../cdb-call-sites.ts';
import type { CallSites } from '../../cdb-call-sites.ts';
import { createStackExtent } from '../../cdb-stack-extent.ts';
import type { StackExtent } from '../../cdb-stack-extent.ts';
import { createStackReading } from '../../cdb-stack-reading.ts';
import type { StackReading } from '../../cdb-stack-reading.ts';
import type { DebuggerCommand } from '../../debugger-text.ts';
import { noiseStart, withoutSymbolNoise } from '../../symbol-noise.ts';
import type { Parsed, Place } from '../../types.ts';
import { clrstack, isOfManagedStacks, threadLine } from '../clrstack.ts';

export interface LogReading {
  /** Lines that were seen below a header of columns with addresses. */
  readonly addressed: CallSites;
  /** … and below one of names alone (kc), where a line means something else. */
  readonly named: CallSites;
  /** The header that was seen last has names alone. */
  hasNamesOnly: boolean;
  readonly extent: StackExtent;
  readonly reading: StackReading;
  readonly withoutSymbols: Set<string>;
  /** Lines that symbol noise broke, until the one that ends the last of them. */
  noisy: string[];
  /** The first line of a frame whose parameters stand on lines of their own (kP), where it begins in the bytes that are looked at. */
  opened: { readonly start: number; readonly line: string; readonly site: number } | null;
  /** Managed stacks that stand between those of threads (`~*e k;!clrstack`), and whether the line before was one of theirs. */
  readonly managed: string[];
  isManaged: boolean;
  prompt: DebuggerCommand | null;
  readonly start: Place;
  /** Lines that were looked at, and where in the file and at which line the output ends so far. */
  line: number;
  endOffset: number;
  endLine: number;
}

/** Symbol noise stands in the middle of lines: those that it broke are joined before they are read. */
export function readLine(log: LogReading, line: string): void {
  if (noiseStart(line) >= 0 || log.noisy.length > 0) log.noisy.push(line);
  else log.reading.line(line);
  if (noiseStart(line) < 0) readNoisy(log);
}

export function readNoisy(log: LogReading): void {
  if (log.noisy.length === 0) return;
  const { lines, withoutSymbols } = withoutSymbolNoise(log.noisy);
  for (const line of lines) log.reading.line(line);
  for (const file of withoutSymbols) log.withoutSymbols.add(file);
  log.noisy = [];
}

export const sitesOf = ({ hasNamesOnly, named, addressed }: LogReading): CallSites => (hasNamesOnly ? named : addressed);

/** More lines of managed stacks than this end the output: what follows is read as an output of its own. */
const maxManaged = 2 ** 19;

/** Takes a line of a managed stack, the first of which names its thread; `false` where it is none. */
export function takesManaged(log: LogReading, line: string): boolean {
  const isTheirs = log.managed.length < maxManaged && (log.isManaged ? line === '' || isOfManagedStacks(line) : threadLine.test(line));
  log.isManaged = isTheirs;
  if (!isTheirs) return false;
  log.managed.push(line);
  log.opened = null;
  log.extent.takesThread();
  return true;
}

/** What the managed stacks say; nothing where there are none. */
export function managedStacks({ managed }: LogReading): Pick<Extract<Parsed, { ok: true }>, 'between'> {
  const parsed = managed.length === 0 ? null : clrstack.parse(managed);
  if (parsed === null || !parsed.ok) return {};
  const { readings, notes } = parsed;
  return { between: { parser: clrstack.id, title: clrstack.title, readings, notes } };
}

/** `thread`: the one that the prompt above the stacks stands on. */
export function createLogReading(start: Place, thread: string | null): LogReading {
  return {
    addressed: createCallSites(),
    named: createCallSites(),
    hasNamesOnly: false,
    extent: createStackExtent(),
    reading: createStackReading(thread, false),
    withoutSymbols: new Set(),
    noisy: [],
    opened: null,
    managed: [],
    isManaged: false,
    prompt: null,
    start,
    line: start.line,
    endOffset: start.offset,
    endLine: start.line,
  };
}
