/**
 * Every recorded output that lies beside the repo: who reads it and what it says, whatever happens to it on its way,
 * and what is claimed of it when half is missing. A snapshot keeps figures and our own sentences, never the sample.
 */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../analysis/index.ts';
import { byteParsers } from '../../analysis/parsers/index.ts';
import { decodeText } from '../../analysis/text.ts';
import type { Reading, ReadResult } from '../../analysis/types.ts';
import { claimers, utf16 } from '../support/check-parser.ts';
import { resultFigures } from '../support/reading-figures.ts';
import { sharedBytes } from '../support/fixture.ts';

const folder = '../shared/samples';
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /^[^/]+\/.*\.\w+$/.test(path) && !path.endsWith('.source.txt'))
      .sort()
  : [];

/** Files that hold outputs of several tools, in this order; every other file is one tool's, however often. */
const mixtures: Readonly<Record<string, readonly string[]>> = {
  'cdb/eeheap_old_clr2_server_4heaps_x86.txt': ['eeheap-loader', 'eeheap-gc'],
  'cdb/heap_-s_and_-stat_x86.txt': ['heap-s', 'heap-stat'],
  'cdb/sos_net10_triage_excerpts.txt': ['eeheap-gc', 'heapstat', 'dumpheap-stat', 'gchandles'],
};
/** What is never read as figures (FACTS 1.6, 11), and messages: answered with what to run instead. */
const answered = /^(?:get-counter|ssh-winrm)\/|procdump_access_denied|Get-IISAppPool|list_apppools|gdb_\w+\.stderr/;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const bigEndian = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le').swap16());
const quoted = (text: string): string => text.replace(/^/gm, '> ');

/** What may happen to a text on its way, and must not change what it says. */
const ways: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ['with LF', encode],
  ['with CRLF', (text) => encode(text.replaceAll('\n', '\r\n'))],
  ['with the carriage return doubled', (text) => encode(text.replaceAll('\n', '\r\r\n'))],
  ['with a byte-order mark', (text) => encode(`\ufeff${text}`)],
  ['in UTF-16', utf16],
  ['in UTF-16 without its mark', (text) => utf16(text).subarray(2)],
  ['in UTF-16, big-endian', bigEndian],
  ['with no-break spaces for blanks', (text) => encode(text.replaceAll(' ', '\u00a0'))],
  ['with every second blank a no-break space', (text) => encode(text.replaceAll('  ', '\u00a0 '))],
  ['with blanks at the ends of its lines', (text) => encode(text.replaceAll('\n', '   \n'))],
  ['between prompts of PowerShell', (text) => encode(`PS C:\\Tools> .\\run.ps1\n${text}\nPS C:\\Tools> `)],
  ['between prompts of cmd', (text) => encode(`C:\\>run.cmd\n${text}\nC:\\>`)],
  ['between prompts of a debugger', (text) => encode(`0:000> .echo run\n${text}\n0:000> `)],
  ['between prompts of bash', (text) => encode(`me@web01:~$ ./run\n${text}\nme@web01:~$ `)],
  ['quoted in a chat', (text) => encode(quoted(text))],
  ['between fences', (text) => encode(`\`\`\`\n${text}\n\`\`\`\n`)],
  ['between fences in a quotation', (text) => encode(quoted(`\`\`\`\n${text}\n\`\`\``))],
  ['below empty lines', (text) => encode(`\n\n${text}`)],
];
const prompts = ['PS C:\\> ', 'C:\\>', '0:000> '];
/** A glued prompt tells a thread's number, or hides the one that the text begins with. */
const withoutThreads = (key: string, value: unknown): unknown => (key === 'threads' && Array.isArray(value) ? null : value);

/** All that was said but which parser said it: a file and a paste of the same output have one each. */
function said(result: ReadResult): unknown {
  const text = JSON.stringify([result.blocks.map(({ readings, notes }) => [readings, notes]), result.unread.map((part) => part.problem)]);
  return JSON.parse(text, withoutThreads) as unknown;
}

/** The figures that a person takes for the whole. */
function wholes(reading: Reading): readonly (number | null)[] {
  switch (reading.kind) {
    case 'handles':
      return [reading.summary.total];
    case 'heapStatistic':
      return [reading.totalObjects, reading.totalBytes];
    case 'gcHeap':
      return [reading.bytes, reading.committed, reading.loh];
    case 'finalizerQueue':
      return [reading.ready, reading.finalizable];
    case 'leakReport':
      return [reading.report.outstandingBytes, reading.report.outstandingAllocations, reading.report.outstandingHandles];
    case 'addressSpace':
      return [reading.privateBytes, reading.committed, reading.reserved, reading.free];
    case 'assemblies':
      return [reading.total, reading.loaderHeapBytes];
    case 'snapshot':
      return Object.values(reading.values);
    case 'nativeHeaps':
      return [reading.heaps.length, ...reading.heaps.map((each) => each.committed)];
    default:
      return [];
  }
}
const tellsOfGap = /missing|cut|torn|ends within/;

/** Figures of a part that the whole does not know, in blocks that do not say that something is missing. */
function overclaims(whole: ReadResult, part: ReadResult): readonly string[] {
  const known = new Set(
    whole.blocks.flatMap((block) => block.readings).flatMap((each) => wholes(each).map((value) => `${each.kind} ${String(value)}`)),
  );
  return part.blocks
    .filter((block) => !block.notes.some((note) => tellsOfGap.test(note)))
    .flatMap((block) => block.readings)
    .filter((each) => each.kind !== 'handles' || !each.summary.partial)
    .flatMap((each) =>
      wholes(each)
        .filter((value) => value !== null)
        .map((value) => `${each.kind} ${value}`),
    )
    .filter((claim) => !known.has(claim));
}

function describeSample(path: string): void {
  const bytes = sharedBytes(`samples/${path}`);
  const name = path.split('/').at(-1) ?? path;
  const whole = readBytes(name, bytes);
  const isText = !path.endsWith('.dmp');
  const text = isText ? decodeText(bytes).text.replaceAll('\r\n', '\n').replace(/\n$/, '') : '';

  it('says what it said before', () => expect(resultFigures(whole)).toMatchSnapshot());

  it('belongs to one parser, or to those of a mixture', () => {
    const parsers = [...whole.blocks.map((block) => block.parser), ...whole.unread.map((part) => part.parser)];
    expect([...new Set(parsers)]).toEqual(mixtures[path] ?? [parsers[0]]);
    expect(parsers[0]).not.toBeNull();
    if (answered.test(path)) expect(whole.blocks).toEqual([]);
    if (!isText) expect(byteParsers.filter((each) => each.recognises(bytes.subarray(0, 4096), bytes.length))).toHaveLength(1);
    else for (const claimed of claimers(text)) expect(claimed).toHaveLength(1);
  });

  it('gives an answer when it is cut, and claims no whole that it does not know', () => {
    for (let part = 1; part < 20; part++) {
      const cut = isText
        ? readBytes(name, encode(text.slice(0, Math.floor((text.length * part) / 20))))
        : readBytes(name, bytes.subarray(0, Math.floor((bytes.length * part) / 20)));
      expect(cut.blocks.length + cut.unread.length).toBeGreaterThan(0);
      for (const { problem } of cut.unread) expect(problem.length).toBeGreaterThan(40);
      expect([part, overclaims(whole, cut)]).toEqual([part, []]);
    }
  });

  if (!isText) return;
  it.each(ways)('says the same %s', (_, change) => expect(said(readBytes(name, change(text)))).toEqual(said(whole)));

  // A text that has a prompt or headers of its own cannot begin on another prompt's line.
  const begins = /^(?:\d:\d{3}>|PS |[A-Z]:\\|>|Content-|MIME-)/.test(text);
  if (begins) return;
  it.each(prompts)('says the same behind the prompt %s on its own first line', (prompt) =>
    expect(said(readBytes(name, encode(prompt + text)))).toEqual(said(whole)),
  );
}

if (files.length > 0) describe.each(files)('the sample %s', describeSample);
else describe.skip('the samples (skipped: ../shared is not there)', () => it.todo('are read as before'));
