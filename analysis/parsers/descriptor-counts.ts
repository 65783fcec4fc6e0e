/**
 * Descriptors counted by kind, as people count them in a shell:
 *
 *   $ lsof -p 2705 | awk '{print $5}' | sort | uniq -c | sort -rn
 *      8012 IPv4
 *       212 REG
 *   $ ls -l /proc/2705/fd | awk '{print $NF}' | cut -d: -f1 | sort | uniq -c
 *      9412 socket
 *        33 anon_inode
 *
 * uniq(1) right-aligns the count; the words are lsof's TYPE or where the links in /proc/PID/fd lead.
 */
import { descriptorType } from '../linux-descriptors.ts';
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, TextParser } from '../types.ts';
import { typeOf } from './lsof.ts';

const row = /^\s{0,12}(\d{1,9})\s(\S{1,200})\s*$/;
const ofLsof = /^(?:IPv4|IPv6|sock|unix|netlink|REG|DIR|CHR|BLK|FIFO|a_inode)$/;
const ofLinks = /^(?:socket|pipe|anon_inode):?$|^\[(?:eventfd|eventpoll|inotify|timerfd|signalfd|pidfd)\]$/;
const path = /^\/\S/;
const command = /\buniq -c\b/;
const process = /(?:\blsof\b.{0,60}\s-p\s?|\/proc\/)(\d{1,10})\b/;

/** The kind in the words of the other listings; null: the heading of a column, or what is none. */
function kindOf(word: string): string | null {
  if (ofLsof.test(word)) return typeOf(word, '');
  if (word.startsWith('anon_inode')) return 'anon_inode:[unknown]';
  if (word.startsWith('[')) return descriptorType(`anon_inode:${word}`);
  if (ofLinks.test(word)) return word.replace(':', '');
  return path.test(word) ? descriptorType(word) : null;
}

const isKnown = (line: string): boolean => {
  const word = row.exec(line)?.[2] ?? '';
  return ofLsof.test(word) || ofLinks.test(word);
};

/** Kinds are a dozen, and some devices and files beside them. */
const mostRows = 60;

function span(lines: readonly string[], from: number): number {
  const start = from + (command.test(commandOf(lines[from] ?? '') ?? '') ? 1 : 0);
  let end = start;
  while (end - start <= mostRows && row.test(lines[end] ?? '')) end++;
  if (end - start > mostRows) return 0;
  const kinds = lines.slice(start, end).filter(isKnown);
  return kinds.length > 1 && kinds.length * 2 > end - start ? end - from : 0;
}

function parse(lines: readonly string[]): Parsed {
  const pid = process.exec(commandOf(lines[0] ?? '') ?? '')?.[1];
  const byType = new Map<string, number>();
  for (const line of lines) {
    const [, count = '0', word = ''] = row.exec(line) ?? [];
    const kind = kindOf(word);
    if (kind !== null) byType.set(kind, (byType.get(kind) ?? 0) + Number(count));
  }
  const total = [...byType.values()].reduce((sum, count) => sum + count, 0);
  return {
    ok: true,
    readings: [
      {
        kind: 'handles',
        life: { ...unknownLife, pid: pid === undefined ? null : Number(pid) },
        takenAt: null,
        summary: { byType: Object.fromEntries([...byType].sort(([, a], [, b]) => b - a)), total, partial: false, byName: {} },
      },
    ],
    notes: [],
  };
}

export const descriptorCounts: TextParser = {
  id: 'descriptor-counts',
  title: 'Descriptors counted by kind (uniq -c)',
  hints: [' ipv4', ' ipv6', ' fifo', ' socket', ' pipe', ' anon_inode', ' a_inode'],
  span,
  parse,
};
