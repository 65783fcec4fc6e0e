/**
 * SOS !threads, !threadpool, !syncblk and !objsize: answered with what they say and what to run instead; none names what
 * the threads do or who holds an object.
 *
 *   ThreadCount:      412                                                   !threads, clrthreads
 *   Workers Running:  408  ·  Worker Thread: Total: 98 Running: 98 …         !threadpool
 *      21 00000246e51268b8          603         1 0000024713F4E330 5634  28  !syncblk
 *
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension
 */
import { bodyAt, endOfBlock, isRule } from '../debugger-text.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?(?:clrthreads|threads|threadpool|syncblk|objsize)\b/i;

interface Listing {
  readonly starts: RegExp;
  readonly belongs: RegExp;
  readonly says: (text: string) => string;
}

const allStacks = 'Run ~*e !clrstack (clrstack -all in dotnet-dump) for what they do';
const figure = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1]?.trim() ?? '?';

/** An owner counts one, each thread that waits two. https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (syncblk) */
function locksIn(text: string): string {
  const held = [
    ...text.matchAll(
      /^\s{0,8}\d{1,9} [0-9a-f]{8,16}\s{1,16}(\d{1,9})\s{1,16}\d{1,9} [0-9a-f]{8,16}\s{1,8}([0-9a-f]{1,8})\s{1,8}(\S{1,8})/gim,
    ),
  ];
  const most = held
    .map((row) => ({ waiters: Math.floor((Number(row[1]) - 1) / 2), owner: row[3] ?? '?' }))
    .sort((a, b) => b.waiters - a.waiters)[0];
  if (most === undefined || most.waiters < 1) return 'No thread waits for a lock in this !syncblk.';
  return `${most.waiters} threads wait for a lock that thread ${most.owner} holds. Run ~${most.owner}e !clrstack for what it does, and ${allStacks.replace('Run ', '').replace('they do', 'the others do')}.`;
}

const listings: readonly Listing[] = [
  {
    starts: /^\s{0,4}ThreadCount:\s{1,12}\d/,
    belongs:
      /^\s{0,4}(?:ThreadCount|UnstartedThread|BackgroundThread|PendingThread|DeadThread|Hosted Runtime):|^\s{20,140}Lock\s*$|^\s{0,12}(?:DBG\s{1,8})?ID\s{1,8}OSID|^\s{0,8}(?:\d{1,5}|X{4})\s{1,8}[0-9a-f]{1,5}\s{1,12}[0-9a-f]{1,8}\s/i,
    says: (text) =>
      `This lists ${figure(text, /ThreadCount:\s{1,12}(\d{1,9})/)} managed threads (${figure(text, /DeadThread:\s{1,12}(\d{1,9})/)} of them dead), and not what they do. ${allStacks}.`,
  },
  {
    starts: /^\s{0,4}(?:Using the (?:Portable|Windows) thread pool\.|CPU utilization:?\s{1,8}\d{1,3} ?%)\s*$/i,
    belongs:
      /^\s{0,8}(?:Using the|CPU utilization|Workers? (?:Total|Running|Idle|Retired|Min|Max|Thread)|Work Request|Completion|Thread count|Number of Timers|AsyncTimer\w*|Unknown Function:|QueueUserWorkItem|Hill Climbing|\[Global\b|=> [0-9a-f])/i,
    says: (text) => {
      const running = figure(text, /(?:Workers Running:\s{1,12}|Running:? ?)(\d{1,9})/);
      const all = figure(text, /(?:Workers Total:\s{1,12}|Worker Thread: ?Total: ?)(\d{1,9})/);
      const queued = /Work Request in Queue: ?(\d{1,9})/.exec(text)?.[1];
      return `The thread pool has ${all} threads, ${running} of them at work${queued === undefined ? '' : `, and ${queued} requests wait for one`}; not what they do. ${allStacks}.`;
    },
  },
  {
    starts: /^\s{0,4}Index\s{1,20}SyncBlock\s{1,20}MonitorHeld\b/,
    belongs:
      /^\s{0,4}(?:Index\s{1,20}SyncBlock|(?:Total|CCW|RCW|ComClassFactory|Free)\s{1,16}\d)|^\s{0,8}\d{1,9} [0-9a-f]{8,16}\s{1,16}\d/i,
    says: locksIn,
  },
  {
    starts: /^\s{0,4}sizeof\([0-9a-f]{6,16}\) = /i,
    belongs: /^\s{0,4}sizeof\([0-9a-f]{6,16}\) = /i,
    says: (text) =>
      `This says how much one object holds with all that it refers to: ${figure(text, /= ([\d,.' ]{1,24}) ?\(/)} bytes${/\)\s{1,4}bytes? \(([^\n]{1,300})\)/.exec(text)?.[1]?.replace(/^/, ' by ') ?? ''}. Run !gcroot on it for who keeps it, and !dumpheap -stat for the whole heap.`,
  },
];

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const listing = listings.find(({ starts }) => starts.test(lines[body] ?? ''));
  if (listing === undefined) return 0;
  return endOfBlock(lines, body, (line) => line.length < 2000 && (listing.belongs.test(line) || isRule(line))) - from;
}

function parse(lines: readonly string[]): Parsed {
  const listing = listings.find(({ starts }) => lines.slice(0, 4).some((line) => starts.test(line)));
  const problem = listing?.says(lines.join('\n')) ?? `${allStacks}.`;
  return { ok: false, problem, line: 1 };
}

export const sosThreadLists: TextParser = {
  id: 'sos-thread-lists',
  title: 'Managed threads, the thread pool and locks (SOS)',
  hints: ['threadcount:', 'thread pool', 'cpu utilization', 'monitorheld', 'sizeof('],
  span,
  parse,
};
