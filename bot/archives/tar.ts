/** The files of a .tar (POSIX ustar, GNU): a header of 512 bytes before each, its size in octal digits. */
import { partOf } from './source.ts';
import type { Source } from './source.ts';

export interface TarFile {
  readonly name: string;
  readonly content: Source;
  /** The archive ends before the file does. */
  readonly isCut: boolean;
}

const blockSize = 512;

const textAt = (bytes: Uint8Array, at: number, length: number): string => {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
};

export function isTar(head: Uint8Array): boolean {
  return textAt(head, 257, 5) === 'ustar' && /^[0-7 ]{1,12}$/.test(textAt(head, 124, 12));
}

/** The regular files, at most `most`; folders, links and devices are passed over. Ends at the first header that is none. */
export function tarFiles(source: Source, most: number): readonly TarFile[] {
  const files: TarFile[] = [];
  let longName: string | null = null;
  for (let at = 0; at + blockSize <= source.size && files.length < most;) {
    const head = source.read(at, blockSize);
    if (!isTar(head)) break;
    const size = Number.parseInt(textAt(head, 124, 12).trim(), 8);
    const type = textAt(head, 156, 1);
    const content = partOf(source, at + blockSize, size);
    const folder = textAt(head, 345, 155);
    const name: string = longName ?? `${folder === '' ? '' : `${folder}/`}${textAt(head, 0, 100)}`;
    // GNU writes a name that is too long as a file of its own before the file.
    longName = type === 'L' ? textAt(content.read(0, 4096), 0, 4096) : null;
    if (type === '' || type === '0' || type === '7') files.push({ name, content, isCut: content.size < size });
    at += blockSize + Math.ceil(size / blockSize) * blockSize;
  }
  return files;
}
