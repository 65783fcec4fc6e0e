import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../../analysis/index.ts';
import { writeMinidump } from '../../../support/minidump-writer.ts';

const notesOf = (modules: readonly string[]): readonly string[] =>
  readBytes('w3wp.dmp', writeMinidump({ modules })).blocks.flatMap((block) => block.notes);

describe('the modules of a dump', () => {
  it('are not said to be without LeakTrack.dll where a part of them was read', () => {
    const modules = Array.from({ length: 2100 }, (_, index) => `C:\\app\\Module${index}.dll`);
    expect(notesOf(modules)).toContain('Of this dump’s modules 2000 were read: whether LeakTrack.dll is in it is not told.');
    expect(notesOf(modules.slice(0, 2000)).join(' ')).toContain('LeakTrack.dll is not in this dump');
    expect(notesOf(['C:\\leaktrack.dll', ...modules]).join(' ')).toContain('LeakTrack.dll is in this dump');
  });
});
