/**
 * Network connections with the process that holds each: netstat -ano and -nb of Windows, netstat -tnp and ss -tnp of Linux.
 *
 *     TCP    10.0.0.5:51001         10.0.0.9:1433          CLOSE_WAIT      4120
 *   tcp        0      0 10.0.0.5:51001      10.0.0.9:1433       CLOSE_WAIT  8832/dotnet
 *   CLOSE-WAIT 1      0          10.0.0.5:51001      10.0.0.9:1433  users:(("dotnet",pid=8832,fd=41))
 *
 * With -e netstat prints user and inode before the process, with -o timers behind it.
 *
 *   CLOSE_WAIT 710                                        (netstat | awk '{++s[$NF]}', ss -s: how many of each state)
 *
 * Of each process its sockets are counted, those in CLOSE_WAIT apart: the other side has closed them and this one has not.
 * Windows translates the states; TIME_WAIT is of nobody. [S] netstat of Windows and Linux; [K] after ss(8) and Microsoft Learn.
 */
import { unknownLife } from '../life.ts';
import type { Parsed, Reading, TextParser } from '../types.ts';
import { plural } from '../wording.ts';

const maxWidth = 400;
const windowsTcp = /^\s{0,8}TCP\s{1,12}(\S{3,60})\s{1,60}(\S{3,60})\s{1,60}(\S{2,30})\s{1,40}(\d{1,10})$/;
const windowsUdp = /^\s{0,8}UDP\s{1,12}\S{3,60}\s{1,60}\*:\*\s{1,60}(\d{1,10})$/;
const linuxNetstat =
  /^\s{0,4}(?:tcp|udp)6?\s{1,20}\d{1,12}\s{1,20}\d{1,12}\s\S{3,80}\s{1,60}\S{3,80}\s{1,60}(?:([A-Z][A-Z_0-9]{2,12})\s{1,40})?(?:\d{1,10}\s{1,40}\d{1,20}\s{1,40})?(?:(\d{1,10})\/(\S{1,60})(?: .{0,100})?|-)\s*$/;
const ss =
  /^\s{0,4}(?:(?:tcp|udp)\s{1,20})?([A-Z][A-Z-]{2,12}\d?)\s{1,20}\d{1,12}\s{1,20}\d{1,12}\s{1,40}\S{3,120}\s{1,60}\S{3,120}(?:\s{1,60}users:\(\("([^"]{1,60})",pid=(\d{1,10}),.{0,200})?\s*$/;
/** Above the rows, in any language: titles and headings without a figure, or the numbers of queues. */
const heading =
  /^\s{0,8}(?:Proto\s|Netid\s|State\s{1,20}Recv-Q|Active (?:Internet )?[Cc]onnections|Aktive Verbindungen|Connexions actives|Conexiones activas|Connessioni attive)/;
const closing = /^(?:CLOSE[_-]WAIT|SCHLIESSEN_WARTEN)$/i;

interface Connection {
  readonly pid: number | null;
  readonly process: string | null;
  readonly isClosing: boolean;
}

function connectionOf(line: string): Connection | null {
  if (line.length > maxWidth) return null;
  const tcp = windowsTcp.exec(line);
  if (tcp !== null) return { pid: Number(tcp[4]), process: null, isClosing: closing.test(tcp[3] ?? '') };
  const udp = windowsUdp.exec(line);
  if (udp !== null) return { pid: Number(udp[1]), process: null, isClosing: false };
  const net = linuxNetstat.exec(line);
  if (net !== null)
    return { pid: net[2] === undefined ? null : Number(net[2]), process: net[3] ?? null, isClosing: closing.test(net[1] ?? '') };
  const socket = ss.exec(line);
  if (socket === null) return null;
  return { pid: socket[3] === undefined ? null : Number(socket[3]), process: socket[2] ?? null, isClosing: closing.test(socket[1] ?? '') };
}

/** How many connections are in each state, counted by awk or `sort | uniq -c`: of nobody in particular. */
const stateNames =
  'ESTABLISHED|ESTAB|CLOSE[_-]WAIT|TIME[_-]WAIT|FIN[_-]WAIT[_-]?[12]|SYN[_-]RECV|SYN[_-]SENT|LAST[_-]ACK|CLOSING|LISTEN(?:ING)?';
const counted = new RegExp(`^\\s{0,12}(?:(${stateNames})[\\s:=]{1,12}(\\d{1,9})|(\\d{1,9})\\s{1,12}(${stateNames}))\\s*$`);

/** `CLOSE_WAIT 710`: a state and how many; null for any other line. */
function countOf(line: string): { readonly state: string; readonly count: number } | null {
  const found = line.length > maxWidth ? null : counted.exec(line);
  return found === null ? null : { state: found[1] ?? found[4] ?? '', count: Number(found[2] ?? found[3]) };
}

function countsSpan(lines: readonly string[], from: number): number {
  let end = from;
  while (end < lines.length && countOf(lines[end] ?? '') !== null) end++;
  const isOpen = lines.slice(from, end).some((line) => /ESTAB|CLOSE[_-]WAIT/.test(line));
  return isOpen && end - from >= leastRows ? end - from : 0;
}

/** Those that wait to be closed by this side: of all processes at once, how many are in use is the load of the machine. */
function readingOfCounts(lines: readonly string[]): Reading {
  const counts = lines.flatMap((line) => countOf(line) ?? []);
  const waiting = counts.reduce((sum, { state, count }) => (closing.test(state) ? sum + count : sum), 0);
  const byType = { 'socket (CLOSE_WAIT)': waiting };
  return { kind: 'handles', life: unknownLife, takenAt: null, summary: { byType, total: null, partial: true, byName: {} } };
}

const tellsProcess = (line: string): boolean => (connectionOf(line)?.pid ?? 0) > 0;

function span(lines: readonly string[], from: number): number {
  const counts = countsSpan(lines, from);
  if (counts > 0) return counts;
  let start = from;
  while (start - from < 4 && (heading.test((lines[start] ?? '').slice(0, maxWidth)) || (start > from && lines[start] === ''))) start++;
  // Without a heading a list is known by its first row, or each row of one that tells nobody would look at all below it.
  if (start === from && !tellsProcess(lines[from] ?? '')) return 0;
  let end = start;
  while (end < lines.length && connectionOf(lines[end] ?? '') !== null) end++;
  // Without the process that holds each a list tells nothing of one.
  const isTold = lines.slice(start, end).some(tellsProcess);
  return isTold && (start > from || end - start >= leastRows) ? end - from : 0;
}
/** Rows without their heading (`netstat -ano | findstr 4120`) are this many before they are known. */
const leastRows = 2;

/** Of all processes those with the most sockets are kept. */
const maxProcesses = 8;

function readingOf(own: readonly Connection[]): Reading {
  const waiting = own.filter(({ isClosing }) => isClosing).length;
  const byType = {
    ...(own.length > waiting ? { socket: own.length - waiting } : {}),
    ...(waiting > 0 ? { 'socket (CLOSE_WAIT)': waiting } : {}),
  };
  const process = own.find((each) => each.process !== null)?.process ?? null;
  const life = { ...unknownLife, pid: own[0]?.pid ?? null, process };
  return { kind: 'handles', life, takenAt: null, summary: { byType, total: null, partial: true, byName: {} } };
}

function parse(lines: readonly string[]): Parsed {
  if (countOf(lines[0] ?? '') !== null) {
    const notes = ['These connections are counted by state, of all processes that the command listed: only those in CLOSE_WAIT are kept.'];
    return { ok: true, readings: [readingOfCounts(lines)], notes };
  }
  const all = lines.flatMap((line) => connectionOf(line) ?? []).filter(({ pid }) => pid !== null && pid > 0);
  const byPid = [...Map.groupBy(all, ({ pid }) => pid ?? 0).values()].sort(
    (a, b) => b.length - a.length || (a[0]?.pid ?? 0) - (b[0]?.pid ?? 0),
  );
  if (byPid.length === 0) {
    return {
      ok: false,
      problem: 'These connections do not tell whose they are. Run netstat -ano on Windows, ss -tnp as root on Linux.',
      line: 1,
    };
  }
  const kept = byPid.slice(0, maxProcesses);
  const cut = kept.length === byPid.length ? [] : [`Of ${byPid.length} processes the ${kept.length} with the most connections were kept.`];
  const waiting = kept.flatMap((own) => {
    const count = own.filter(({ isClosing }) => isClosing).length;
    return count === 0
      ? []
      : [
          `${plural(count, 'connection')} of pid ${own[0]?.pid ?? 0} ${count === 1 ? 'is' : 'are'} in CLOSE_WAIT: the other side has closed and this process has not.`,
        ];
  });
  return {
    ok: true,
    readings: kept.map(readingOf),
    notes: ['Only connections are in this list, and no other handles.', ...waiting, ...cut],
  };
}

export const connections: TextParser = {
  id: 'connections',
  title: 'network connections by process (netstat, ss)',
  hints: ['tcp ', 'udp ', 'recv-q', 'estab', 'close-wait', 'close_wait'],
  span,
  parse,
};
