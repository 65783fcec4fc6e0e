/** What all outputs of the Windows debuggers share: prompts, hexadecimal numbers, blank lines, symbol noise. */
import { commandOf } from './prompt.ts';
import { noiseStart } from './symbol-noise.ts';

/**
 * `0:057> kL`, `0:000:x86> k`, `lkd> !heap`, `> dumpheap -stat` (dotnet-dump), `(lldb) sos DumpHeap -stat`, `{prompt}dumpheap`
 * (its help), or the bare command. LLDB's plug-in takes SOS commands with `sos` in front and without.
 */
const prompt = /^(?:\d{1,3}:(\d{3,5})(?::[\w.]{1,12})?>|lkd>|\d{0,2}:?\s?kd>|>|\(lldb\)|\{prompt\})\s?(?:(?:sos|ext) )?(.*)$/;
const bareCommand = /^!\w{1,30}(?:\s.{0,120})?$/;
const bareStack = /^(?:~\S{0,6}\s?)?k[bcdfLlmMnpPv]{0,5}(?:\s+(?:0x)?[0-9a-fA-F]{1,5})?$/;

export interface DebuggerCommand {
  readonly command: string;
  /** The debugger's number of the thread that the prompt shows, decimal: `0:057>` → `57`. */
  readonly thread: string | null;
}

/** The command on a line, with or without its prompt; null where the line is none. Cheap where the answer is no. */
export function debuggerCommand(line: string): DebuggerCommand | null {
  const text = line.trimStart();
  const first = text.charCodeAt(0);
  const mayPrompt = (first >= 48 && first <= 57 && text.slice(0, 4).includes(':')) || '>{(lk'.includes(text.charAt(0));
  const found = mayPrompt ? prompt.exec(text) : null;
  if (found !== null) return { command: (found[2] ?? '').trim(), thread: found[1] === undefined ? null : String(Number(found[1])) };
  if (first === 33 && bareCommand.test(text)) return { command: text.trim(), thread: null };
  if ((first === 107 || first === 126) && bareStack.test(text)) return { command: text.trim(), thread: null };
  if (first === 36 || text.startsWith('PS ') || text.startsWith('C:\\')) {
    const command = commandOf(line);
    return command === null ? null : { command, thread: null };
  }
  return null;
}

/** The first line from `from` on that is not empty; `lines.length` where none follows. */
export function skipBlank(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && (lines[at] ?? '').trim() === '') at += 1;
  return at;
}

/** `...`, `<CUT>`, `--- many lines of output omitted ---`: where a person shortened an output, or broke it off. */
export function isElision(line: string): boolean {
  const text = line.trim();
  if (text === '') return false;
  return /^(?:[.…\s]{1,40}|[<[(]\s?(?:cut|snip|omitted|\.\.\.|…)[^\n]{0,40}[>\])]|[-.… ]{0,10}\[?(?:many lines|omitted|snip|truncated|more lines)\b.{0,80}|Command cancelled at the user's request\.?)$/i.test(
    text,
  );
}

/**
 * Where the body of an output begins: behind the prompt and empty lines when the line at `from` is a prompt whose
 * command is one of `commands`, `from` itself when it is no prompt, and -1 when it is the prompt of another command.
 */
export function bodyAt(lines: readonly string[], from: number, commands: RegExp): number {
  const found = debuggerCommand(lines[from] ?? '');
  if (found === null) return from;
  return commands.test(found.command) ? skipBlank(lines, from + 1) : -1;
}

/** Empty lines between two rows of one output: chats and converters double the line ends. */
const maxBlanks = 3;

/** The end (exclusive) of the run of lines from `start` on that belong to an output; a prompt always ends it. */
export function endOfBlock(lines: readonly string[], start: number, belongs: (line: string, at: number) => boolean): number {
  let [end, interrupted] = [start, false];
  for (let at = start; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      if (at - end >= maxBlanks) break;
      continue;
    }
    if (debuggerCommand(line) !== null) break;
    const noise = noiseStart(line);
    if (!interrupted && !belongs(line, at) && noise < 0 && !isElision(line)) break;
    // The rest of a line that symbol noise interrupted stands on the next one.
    interrupted = noise > 0;
    end = at + 1;
  }
  return end;
}

/** `0`709f3000`, `0x1e5000`, `76c6`, `0n123` (decimal); null for anything else and above 2^53. */
export function readHex(text: string): number | null {
  const bare = text.trim().replaceAll('`', '');
  if (/^0n\d{1,15}$/.test(bare)) return Number(bare.slice(2));
  const digits = bare.startsWith('0x') || bare.startsWith('0X') ? bare.slice(2) : bare;
  if (!/^[0-9a-fA-F]{1,16}$/.test(digits)) return null;
  const value = Number.parseInt(digits, 16);
  return Number.isSafeInteger(value) ? value : null;
}

/** A line of dashes or equal signs. */
export function isRule(line: string): boolean {
  return /^\s*(?:\\?[-=*_]){3,}\s*$/.test(line);
}
