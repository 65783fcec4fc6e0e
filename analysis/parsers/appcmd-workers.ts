/**
 * appcmd list wp: which worker process serves which application pool, as text or XML.
 *
 *   WP "5560" (applicationPool:SharePoint - 9999 (5.4.2023 7.14.41 PM))
 *   <appcmd><WP WP.NAME="1001" APPPOOL.NAME="AppPool1" /></appcmd>
 *
 * A pool's name may hold blanks and parentheses: it goes on to the last one. Microsoft Learn: appcmd
 * (IIS docs, getting started with appcmd.exe); FACTS 2.
 */
import { unknownLife } from '../life.ts';
import { untoldHost } from '../untold-host.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, ProcessLife, TextParser } from '../types.ts';

interface Worker {
  readonly pid: number;
  readonly pool: string;
}

const textRow = /^\s{0,8}WP "(\d{1,10})" \(applicationPool:(.{1,200})\)$/;
const xmlRow = /<WP\s{1,8}WP\.NAME="(\d{1,10})"\s{1,8}APPPOOL\.NAME="([^"<>]{1,200})"\s{0,8}\/?>/g;
const command = /appcmd(?:\.exe)?["']?\s{1,8}list\s{1,8}(?:wp|wps|workerprocess)\b/i;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);

function workersIn(line: string): readonly Worker[] {
  if (line.length > 20_000) return [];
  const found = textRow.exec(line);
  if (found !== null) return [{ pid: Number(found[1]), pool: found[2] ?? '' }];
  if (!line.includes('<WP')) return [];
  return [...line.matchAll(xmlRow)].map(([, pid, pool = '']) => ({ pid: Number(pid), pool: plain(pool) }));
}

function span(lines: readonly string[], from: number): number {
  const asked = command.test(commandOf(lines[from] ?? '') ?? '');
  let at = asked ? from + 1 : from;
  while (asked && lines[at] === '') at++;
  const start = at;
  while (workersIn(lines[at] ?? '').length > 0 || (at > start && lines[at] === '' && workersIn(lines[at + 1] ?? '').length > 0)) at++;
  if (at > start) return at - from;
  // Without a worker appcmd prints nothing at all: the next prompt follows.
  return asked && commandOf(lines[start] ?? '') !== null ? start - from : 0;
}

/** More are not named in a sentence. */
const named = 12;

function parse(lines: readonly string[]): Parsed {
  const workers = lines.flatMap(workersIn);
  if (workers.length === 0) {
    return {
      ok: false,
      problem:
        'No worker process runs on that machine now. A pool starts one with the first request: open the site, then run appcmd list wp again.',
      line: 1,
    };
  }
  const only = workers.length === 1 ? workers[0] : undefined;
  const life: ProcessLife = only === undefined ? unknownLife : { ...unknownLife, process: 'w3wp', pid: only.pid, appPool: only.pool };
  const list = workers.slice(0, named).map(({ pid, pool }) => `${pid} serves ${pool}`);
  const more = workers.length > named ? [`${workers.length - named} more`] : [];
  const garden = workers.find(({ pool }, index) => workers.findIndex((each) => each.pool === pool) !== index);
  return {
    ok: true,
    readings: [{ ...untoldHost, life }],
    notes: [
      `Worker processes: ${[...list, ...more].join('; ')}.`,
      ...(garden === undefined
        ? []
        : [`${garden.pool} has several worker processes (a web garden, or a recycle that is not over): each leaks on its own account.`]),
    ],
  };
}

export const appcmdWorkers: TextParser = {
  id: 'appcmd-workers',
  title: 'IIS worker processes and their pools (appcmd list wp)',
  hints: ['(applicationpool:', '<wp wp.name=', 'list wp'],
  span,
  parse,
};
