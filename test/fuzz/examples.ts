/** The seeds of the mutations: for each parser at least one output that it reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byteParsers, textParsers } from '../../analysis/parsers/index.ts';
import type { ByteParser, TextParser } from '../../analysis/types.ts';
import { writeMinidump } from '../support/minidump-writer.ts';

export interface Example {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const folder = join(import.meta.dirname, 'examples');
/** Parsers whose input is no text; all others have files. */
const binary: Readonly<Record<string, readonly Uint8Array[]>> = {
  minidump: [
    writeMinidump({
      modules: ['C:\\Windows\\System32\\ntdll.dll', 'C:\\DebugDiag\\LeakTrack.dll'],
      handles: [{ type: 'Event' }, { type: 'File', name: '\\Device\\Temp' }, { type: 'Event', name: '\\BaseNamedObjects\\x' }],
      regions: [
        [0x10000, 0x200000, 0x1000, 0x20000],
        [0x400000, 0x800000, 0x10000, 0],
      ],
      privateBytes: 310_000_000,
    }),
    writeMinidump({
      processor: 0,
      descriptorSize: 32,
      handles: Array.from({ length: 300 }, (_, index) => ({ type: index % 3 === 0 ? 'Key' : 'Event' })),
    }),
  ],
};

export interface Registered {
  /** The parser's id; `(bytes)` where a large file of the same output has a parser of its own. */
  readonly label: string;
  readonly id: string;
  readonly parser: ByteParser | TextParser;
}

/** Every parser of the product. */
export const registered: readonly Registered[] = [
  ...byteParsers.map((parser) => ({
    label: textParsers.some((each) => each.id === parser.id) ? `${parser.id} (bytes)` : parser.id,
    id: parser.id,
    parser,
  })),
  ...textParsers.map((parser) => ({ label: parser.id, id: parser.id, parser })),
];

const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
const texts: ReadonlyMap<string, readonly Example[]> = Map.groupBy(
  files.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) })),
  ({ name }) => name.split('.', 1)[0] ?? '',
);

/** None: the parser has been forgotten. */
export function examplesOf(id: string): readonly Example[] {
  return [...(texts.get(id) ?? []), ...(binary[id] ?? []).map((bytes, index) => ({ name: `${id} ${index + 1}`, bytes }))];
}

/** Files that are of no parser. */
export const strayExamples: readonly string[] = [...texts.keys()].filter((id) => !registered.some((each) => each.id === id));
