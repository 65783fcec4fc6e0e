/**
 * lsof -F, made for programs: one field a line, its letter in front.
 *
 *   p2705
 *   cfluent-bit
 *   f3
 *   tIPv4
 *   n192.168.0.230:59222->192.168.0.240:11185
 *   TST=CLOSE_WAIT
 *
 * lsof(8), "OUTPUT FOR OTHER PROGRAMS": p begins a process, f a descriptor; which other fields there are is chosen by the caller.
 */
import type { Parsed, TextParser } from '../types.ts';
import { answerOf, nameOf, typeOf } from './lsof.ts';

/** A number, an address or a word: what stands behind the letter of a field that is no name. */
const field =
  /^(?:[pgRuKCki]\d{1,20}|f(?:\d{1,9}|cwd|rtd|txt|mem|mmap|DEL|ltx|err|NOFD)|a[rwu ]?|l[NrRwWuUxX ]?|[oGFDrN](?:0[xt])?[0-9a-fA-F][\w;,]{0,40}|t\w{1,12}|P\w{1,12}|T[A-Z]{2}=.{0,80}|s\d{1,20}|d.{1,20}|[cLMnSzm].{0,4000})$/;
const process = /^p(\d{1,10})$/;
/** Told of a process, above its first descriptor. */
const ofProcess: ReadonlySet<string> = new Set('gRcuLKM');
/** It may stand more than once in its set: state and queues of a connection. */
const repeated = 'T';

/** So many lines of a process, or of processes without any, stand above the first descriptor at most. */
const mostAbove = 60;

function span(lines: readonly string[], from: number): number {
  if (!process.test(lines[from] ?? '')) return 0;
  if (!lines.slice(from, from + mostAbove).some((line) => line.startsWith('f') && field.test(line))) return 0;
  let at = from + 1;
  let set = new Set<string>();
  for (; at < lines.length && field.test(lines[at] ?? ''); at++) {
    const letter = (lines[at] ?? '').charAt(0);
    if (letter === 'p' || letter === 'f') set = new Set();
    // A name may be anything, but each descriptor has one.
    else if ((set.has(letter) && letter !== repeated) || (set.has('f') && ofProcess.has(letter))) break;
    set.add(letter);
  }
  return lines.slice(from, at).some((line) => line.startsWith('f')) ? at - from : 0;
}

interface Open {
  readonly process: string;
  readonly pid: number;
  readonly fd: string;
  readonly type: string;
  readonly name: string;
}

function opened(lines: readonly string[]): readonly Open[] {
  const found: Open[] = [];
  let [pid, process] = [0, ''];
  for (const line of lines) {
    const [letter, value] = [line.charAt(0), line.slice(1)];
    const last = found.at(-1);
    if (letter === 'p') [pid, process] = [Number(value), ''];
    else if (letter === 'c') process = value;
    else if (letter === 'f') found.push({ process, pid, fd: value, type: 'unknown', name: '' });
    else if (last !== undefined && last.pid === pid) found[found.length - 1] = withField(last, letter, value);
  }
  return found;
}

function parse(lines: readonly string[]): Parsed {
  const descriptors = opened(lines).filter(({ fd }) => /^\d/.test(fd));
  if (descriptors.length === 0) {
    return {
      ok: false,
      problem: 'These are fields of lsof -F without a numbered descriptor. Paste the whole output of lsof -nP -p PID.',
      line: 1,
    };
  }
  const found = descriptors.map(({ process, pid, type, name }) => ({
    descriptor: { process, pid, type: typeOf(type, name), name },
    shared: nameOf(type, ` ${name}`),
  }));
  return answerOf(found, false, []);
}

function withField(open: Open, letter: string, value: string): Open {
  if (letter === 't') return { ...open, type: value };
  if (letter === 'n') return { ...open, name: `${value}${open.name}` };
  return letter === 'T' && value.startsWith('ST=') ? { ...open, name: `${open.name} (${value.slice(3)})` } : open;
}

export const lsofFields: TextParser = { id: 'lsof-fields', title: 'lsof -F', hints: ['fcwd', '\nf0', '\nf1', '\nf3'], span, parse };
