/**
 * gdb: `thread apply all bt` and `bt`.
 *
 *   Thread 2 (Thread 0x7f7cfe1046c0 (LWP 3696) "leakdemo"):
 *   #3  0x000056422c24024d in worker (a=0x0) at /tmp/t.c:11
 *   #4  0x00007f7cfe1911f5 in start_thread (arg=<optimized out>) at ./nptl/pthread_create.c:442
 *
 * Frame numbers and LWPs are decimal. `from /lib/libc.so.6` names the module of a frame without source lines; frames of the
 * C library that have them are known by their path (`../sysdeps/…`). `#7 0x… in ?? ()` has no symbol.
 * https://sourceware.org/gdb/current/onlinedocs/gdb.html/Backtrace.html
 */
import { endOfBlock, skipBlank } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import { boundStacks, createStackGrouper, moduleKey } from '../stacks.ts';
import type { CallStack, Parsed, ProcessLife, TextParser } from '../types.ts';

const threadLine =
  /^\s{0,4}Thread (\d{1,6}) \((?:Thread 0x[0-9a-f]{1,16} ?)?\(?(?:LWP (\d{1,9})|process (\d{1,9}))?\)?(?: "([^"]{0,80})")?[^)]{0,80}\)?\)?:\s*$/;
const frame = /^\s{0,4}#(\d{1,5})\s{1,4}(?:(0x[0-9a-f]{1,16}) in )?(\S[^\n]{0,4000})$/;
const detached = /^\s{0,4}\[Inferior \d{1,4} \(process (\d{1,9})\) detached\]/;
const remark =
  /^\s{0,4}(?:\(More stack frames follow|Backtrace stopped:|warning: |--Type <RET>|\[Inferior|\[Current thread|quit\s*$|\(gdb\))/;
/** What `bt full` prints below a frame: its variables, values over several lines, or that there are none. */
const local = /^\s{6,60}(?:[\w$.:<>~*&, ]{1,120} = |[{}<"'\w].{0,400}[,{}]$)|^No (?:locals|symbol table info available|arguments)\.$/;
/** Paths in the sources of the GNU C library, as Debian's and Fedora's symbols have them. */
const inLibc = /(?:^|\/)(?:sysdeps|nptl|csu|malloc|stdlib|io|libio|posix|elf|misc|socket|time|signal|string)\/[\w./-]{1,120}$/;

function span(lines: readonly string[], from: number): number {
  const line = lines[from] ?? '';
  const command = line.includes('(gdb)') ? commandOf(line) : null;
  const start = command !== null && /^(?:thread apply|bt\b|backtrace|where|info stack)/.test(command) ? skipBlank(lines, from + 1) : from;
  const head = lines[start] ?? '';
  const next = lines[start + 1] ?? '';
  if (!threadLine.test(head) && frame.exec(head)?.[1] !== '0') return 0;
  if (!threadLine.test(head) && start === from && !/ in |^(?:(?! \().)* \(.*\)/.test(head)) return 0;
  if (threadLine.test(head) && next !== '' && !frame.test(next)) return 0;
  let open = false;
  const end = endOfBlock(lines, start, (each) => {
    const isFrame = frame.test(each);
    if (isFrame || threadLine.test(each) || detached.test(each) || remark.test(each)) {
      open = isFrame && !closes(each);
      return true;
    }
    if (!open) return local.test(each);
    open = !closes(each);
    return true;
  });
  return end - from;
}

/** A frame is complete when its arguments are closed; gdb breaks long ones at the width of its terminal. */
function closes(line: string): boolean {
  return /\)(?: (?:at|from) \S[^\n]*)?\s*$|:\d+\s*$/.test(line.trimEnd());
}

/** `worker (a=0x0) at /tmp/t.c:11` → `worker`, with the module where it is told. */
function symbolOf(site: string, address: string | undefined): string {
  const from = / from (\S{1,400})$/.exec(site);
  const at = / at (\S{1,400}):\d+$/.exec(site);
  const name = (from === null ? (at === null ? site : site.slice(0, at.index)) : site.slice(0, from.index)).trim();
  const bare = name.replace(/ (?:<[^<>]{0,40}>)? ?\($/, '(');
  const open = bare.indexOf(' (');
  const method = open > 0 ? bare.slice(0, open) : bare;
  const module =
    from !== null ? moduleKey(from[1] ?? '') : at !== null && inLibc.test(at[1] ?? '') && /^\.{1,2}\//.test(at[1] ?? '') ? 'libc' : null;
  if (method === '??' || method === '') return module === null ? (address ?? '0x00') : `${module}+0x0`;
  return module === null ? method : `${module}!${method}`;
}

interface Joined {
  readonly site: string;
  readonly address: string | undefined;
}

function lifeOf(pids: ReadonlySet<number>, stacks: readonly CallStack[], width: number): ProcessLife {
  const isDotnet = stacks.some(({ frames }) => frames.some(({ module }) => module !== null && /^libcoreclr/.test(module)));
  const pid = pids.size === 1 ? ([...pids][0] ?? null) : null;
  return { ...unknownLife, pid, bitness: width > 10 ? 64 : width === 10 ? 32 : null, runtime: isDotnet ? 'dotnet' : null };
}

function parse(lines: readonly string[]): Parsed {
  const grouper = createStackGrouper();
  const pids = new Set<number>();
  const state: { thread: string | null; pending: Joined | null; width: number } = { thread: null, pending: null, width: 0 };
  const flush = () => {
    if (state.pending !== null) grouper.frame(state.pending.site, symbolOf(state.pending.site, state.pending.address));
    state.pending = null;
  };
  const end = () => {
    flush();
    grouper.end(state.thread);
  };
  // Beside the list of all threads, `bt` of the current one is one of them again.
  const isListed = lines.some((line) => threadLine.test(line));
  for (const line of lines) {
    const start = threadLine.exec(line);
    const call = isListed && start === null && state.thread === null ? null : frame.exec(line);
    const gone = detached.exec(line);
    if (start !== null) {
      end();
      state.thread = `${start[1] ?? ''}${start[2] === undefined ? '' : ` (LWP ${start[2]})`}${start[4] === undefined ? '' : ` ${start[4]}`}`;
      if (start[3] !== undefined) pids.add(Number(start[3]));
    } else if (call !== null) {
      if (call[1] === '0') end();
      else flush();
      state.width = Math.max(state.width, call[2]?.length ?? 0);
      state.pending = { site: call[3] ?? '', address: call[2] };
    } else if (/^\s{0,4}\(gdb\)/.test(line)) {
      end();
      state.thread = null;
    } else if (gone !== null) pids.add(Number(gone[1]));
    else if (state.pending !== null && !closes(state.pending.site) && line.trim() !== '' && !remark.test(line)) {
      state.pending = { ...state.pending, site: `${state.pending.site} ${line.trim()}`.slice(0, 4000) };
    }
  }
  end();
  const stacks = grouper.grouped();
  const threads = stacks.reduce((sum, { count }) => sum + count, 0);
  if (threads === 0)
    return { ok: false, problem: 'This is the head of a gdb backtrace without frames. Paste the lines "#0 …" below it too.', line: 1 };
  const bounded = boundStacks(stacks);
  const broken = lines.filter((line) => /Backtrace stopped:/.test(line)).length;
  return {
    ok: true,
    readings: [{ kind: 'stacks', life: lifeOf(pids, stacks, state.width), takenAt: null, threads, stacks: bounded.stacks }],
    notes: [...(broken > 0 ? [`gdb could not walk ${broken} stacks to their end.`] : []), ...bounded.notes],
  };
}

export const gdbBacktrace: TextParser = {
  id: 'gdb-backtrace',
  title: 'Call stacks (gdb)',
  hints: ['#0  ', '#0 ', 'thread 1 ('],
  span,
  parse,
};
