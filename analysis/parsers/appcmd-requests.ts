/**
 * appcmd list requests: what a worker process is doing now, and since when.
 *
 *   REQUEST "fb0000008000000e" (url:GET /report.aspx?id=1, time:276032 msec, client:10.1.2.3, stage:ExecuteRequestHandler, module:ManagedPipelineHandler)
 *
 * Requests that do not end keep what they hold. Microsoft Learn: appcmd (IIS docs, "Getting Started with AppCmd.exe").
 */
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser } from '../types.ts';
import { untoldHost } from '../untold-host.ts';

const row = /^\s{0,8}REQUEST "[0-9a-f]{1,32}" \(url:(\S{1,20}) (.{0,2000}), time:(\d{1,12}) msec, client:/i;

interface Running {
  readonly url: string;
  readonly ms: number;
}

function requestOf(line: string | undefined): Running | null {
  const found = line === undefined || line.length > 4000 ? null : row.exec(line);
  if (found === null) return null;
  // What stands behind the question mark may be personal, and does not tell one page from another.
  const [, verb = '', url = '', ms = ''] = found;
  return { url: `${verb} ${url.replace(/\?.*$/, '').slice(0, 120)}`, ms: Number(ms) };
}

function span(lines: readonly string[], from: number): number {
  let end = from;
  while (requestOf(lines[end]) !== null) end++;
  return end - from;
}

/** Longer than any page takes: httpRuntime executionTimeout is 110 s unless it is set (Microsoft Learn). */
const longMs = 110_000;
/** More are not named in a sentence. */
const named = 5;

const seconds = (ms: number): string => (ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`);

function parse(lines: readonly string[]): Parsed {
  const requests = lines.flatMap((line) => requestOf(line) ?? []).sort((a, b) => b.ms - a.ms);
  const longest = requests.slice(0, named).map(({ url, ms }) => `${url} (${seconds(ms)})`);
  const long = requests.filter(({ ms }) => ms > longMs).length;
  return {
    ok: true,
    readings: [{ ...untoldHost, life: { ...unknownLife, process: 'w3wp' } }],
    notes: [
      `${requests.length === 1 ? '1 request is' : `${requests.length} requests are`} running, the longest: ${longest.join('; ')}.`,
      ...(long === 0
        ? []
        : [
            `${long === 1 ? 'One has' : `${long} have`} run for longer than ${longMs / 1000} s: what ${long === 1 ? 'it holds' : 'they hold'} is not given back until ${long === 1 ? 'it ends' : 'they end'}. Take stacks of all threads to see where.`,
          ]),
    ],
  };
}

export const appcmdRequests: TextParser = {
  id: 'appcmd-requests',
  title: 'IIS requests that are running (appcmd list requests)',
  hints: [' msec, client:'],
  span,
  parse,
};
