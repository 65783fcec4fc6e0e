/** Archives for tests, whole and broken, and what becomes of them. */
import { crc32 } from 'node:zlib';
import { expect } from '@jest/globals';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { usualLimits } from '../../bot/archives/limits.ts';
import type { Limits } from '../../bot/archives/limits.ts';
import { bytesSource } from '../../bot/archives/source.ts';
import { readSource } from '../../bot/reading-file.ts';
import type { ReadResult } from '../../analysis/types.ts';

export const status = (pid: number): string =>
  `Name:\tdemo\nPid:\t${pid}\nVmSize:\t  2000 kB\nVmRSS:\t  1000 kB\nRssAnon:\t   900 kB\nVmSwap:\t     0 kB\n`;
export const counters = `"(PDH-CSV 4.0) (UTC)(0)","\\\\WEB01\\Process(w3wp)\\Private Bytes"\n"01/15/2026 12:00:00.000","1000000"\n"01/15/2026 12:00:15.000","1000100"\n`;
export const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]);

export const readArchive = (bytes: Uint8Array, name = 'a.zip', limits: Partial<Limits> = {}): ReadResult =>
  readSource(bytesSource(bytes), name, { ...usualLimits, ...limits });
export const blocksOf = (result: ReadResult) => result.blocks.map(({ parser, within }) => [within, parser]);
export const unreadOf = (result: ReadResult) => result.unread.map(({ within, problem }) => [within, problem]);
export const onlyProblem = (result: ReadResult): string => {
  expect(result.blocks).toEqual([]);
  expect(result.unread).toHaveLength(1);
  return result.unread[0]?.problem ?? '';
};
/** Changes bytes of every record that begins with the mark `PK a b`. */
export function patched(bytes: Uint8Array, mark: readonly [number, number], at: number, values: readonly number[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let from = 0; from < copy.length - 4; from++) {
    if (copy[from] === 0x50 && copy[from + 1] === 0x4b && copy[from + 2] === mark[0] && copy[from + 3] === mark[1])
      copy.set(values, from + at);
  }
  return copy;
}
/** Marks of a .zip's records: before a file, in the directory, at the end. */
export const local = [3, 4] as const;
export const entry = [1, 2] as const;
export const end = [5, 6] as const;

export function tar(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const content = Buffer.from(text);
    const head = Buffer.alloc(512);
    head.write(name, 0);
    head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    head.write('0', 156);
    head.write('ustar\u000000', 257);
    return [head, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** As a program writes that does not know the lengths beforehand: they stand behind each file. */
export function streamed(files: Readonly<Record<string, string>>): Uint8Array {
  const parts: Uint8Array[] = [];
  const zip = new Zip((_error, part) => parts.push(part));
  for (const [name, text] of Object.entries(files)) {
    const file = new ZipDeflate(name);
    zip.add(file);
    file.push(strToU8(text), true);
  }
  zip.end();
  return new Uint8Array(Buffer.concat(parts));
}

/** Little-endian numbers, each with how many bytes it takes. */
const numbers = (...pairs: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer =>
  Buffer.concat(
    pairs.map(([bytes, value]) => {
      const part = Buffer.alloc(bytes);
      if (bytes === 8) part.writeBigUInt64LE(BigInt(value));
      else part.writeUIntLE(value, 0, bytes);
      return part;
    }),
  );
const [none, ones] = [0, 0xffffffff];

/** A .zip of the large kind (zip64), its lengths behind each file, as `zip -` and other programs write that do not go back. */
export function large(files: Readonly<Record<string, string>>, before = ''): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [label, content] = [Buffer.from(name), Buffer.from(text)];
    const [crc, length] = [crc32(content), content.length];
    const extra = numbers([2, 1], [2, 16], [8, none], [8, none]);
    const start = at;
    const head = numbers([4, 0x04034b50], [2, 45], [2, 8], [2, 0], [4, 0], [4, none], [4, ones], [4, ones], [2, label.length], [2, 20]);
    const descriptor = numbers([4, 0x08074b50], [4, crc], [8, length], [8, length]);
    for (const part of [head, label, extra, content, descriptor]) at += parts.push(part) && part.length;
    directory.push(
      numbers([4, 0x02014b50], [2, 45], [2, 45], [2, 8], [2, 0], [4, 0], [4, crc], [4, ones], [4, ones], [2, label.length], [2, 28]),
      numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, ones]),
      label,
      numbers([2, 1], [2, 24], [8, length], [8, length], [8, start]),
    );
  }
  const [count, list] = [Object.keys(files).length, Buffer.concat(directory)];
  const largeEnd = numbers([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, list.length], [8, at]);
  const locator = numbers([4, 0x07064b50], [4, 0], [8, at + list.length], [4, 1]);
  const last = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], [4, ones], [4, ones], [2, 0]);
  return new Uint8Array(Buffer.concat([Buffer.from(before), ...parts, list, largeEnd, locator, last]));
}
