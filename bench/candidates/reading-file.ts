/** Our way in, driven over an open file range by range; a range that passes is read into the same buffer again. */
import { open } from 'node:fs/promises';
import { read } from '../../analysis/read.ts';
import type { ReadResult } from '../../analysis/types.ts';

export async function readFile(path: string): Promise<ReadResult> {
  const file = await open(path);
  try {
    const reading = read(path, (await file.stat()).size);
    let passing = Buffer.alloc(0);
    for (let step = reading.next(); ;) {
      if (step.done === true) return step.value;
      const { offset, length } = step.value;
      const isPassing = step.value.passing === true;
      const buffer = isPassing && passing.length >= length ? passing.subarray(0, length) : Buffer.allocUnsafeSlow(length);
      if (isPassing && buffer.length > passing.length) passing = buffer;
      const { bytesRead } = await file.read(buffer, 0, length, offset);
      step = reading.next(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
