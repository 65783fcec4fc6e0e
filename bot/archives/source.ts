import { readSync } from 'node:fs';

/** Bytes that can be asked for anywhere: a kept file, one file of an archive, a paste. */
export interface Source {
  readonly size: number;
  /** Shorter at the end. `passing`: the bytes are not looked at again once the next are asked for. */
  read(offset: number, length: number, passing?: boolean): Uint8Array;
}

/** An open file; where bytes are only passing by, one buffer serves for all of them. */
export function fileSource(file: number, size: number): Source {
  let again: Buffer = Buffer.alloc(0);
  return {
    size,
    read(offset, length, passing = false) {
      if (passing && again.length < length) again = Buffer.allocUnsafe(length);
      const buffer = passing ? again.subarray(0, length) : Buffer.allocUnsafe(Math.max(0, length));
      let filled = 0;
      while (filled < buffer.length) {
        const got = readSync(file, buffer, filled, buffer.length - filled, offset + filled);
        if (got === 0) break;
        filled += got;
      }
      return buffer.subarray(0, filled);
    },
  };
}

export function bytesSource(bytes: Uint8Array): Source {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** A part of a source as a source of its own; ends where the whole does. */
export function partOf(source: Source, offset: number, size: number): Source {
  const reach = Math.max(0, Math.min(size, source.size - offset));
  return {
    size: reach,
    read: (at, length, passing) => source.read(offset + at, Math.max(0, Math.min(length, reach - at)), passing),
  };
}

/** A source that tells how far it has been read, bytes. */
export function watched(source: Source, tell: (read: number) => void): Source {
  let total = 0;
  return {
    size: source.size,
    read(offset, length, passing) {
      const bytes = source.read(offset, length, passing);
      total += bytes.length;
      tell(total);
      return bytes;
    },
  };
}
