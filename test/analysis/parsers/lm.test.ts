import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'modules' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'lm')[0] as Wanted;

describe('lm', () => {
  const text =
    '0:000> lm\nstart             end                 module name\n000002c2`264b0000 000002c2`264b8000   MyApp_2c2264b0000   (deferred)             \n00007ff7`e4a50000 00007ff7`e4a7f000   MyApp   C (private pdb symbols)  c:\\x\\MyApp.pdb\n00007fff`06ef0000 00007fff`06f64000   clr        (pdb symbols)          c:\\x\\clr.pdb\n00007fff`16ef0000 00007fff`16f64000   LeakTrack  (export symbols)       LeakTrack.dll\n\nUnloaded modules:\n00007fff`4bd50000 00007fff`4bd60000   old.dll\n';
  checkParser('with unloaded modules', { parser: 'lm', text });

  it('names each loaded module once, and says that LeakTrack is there', () => {
    const result = readText(text);
    expect(read(result)).toMatchObject({ names: ['MyApp', 'clr', 'LeakTrack'], life: { bitness: 64, runtime: 'netfx' } });
    expect(result.blocks[0]?.notes[0]).toContain('LeakTrack is loaded');
  });

  it('takes the empty answer to lm m LeakTrack as an answer', () => {
    const result = readText('0:000> lm m LeakTrack\nstart             end                 module name\n');
    expect(read(result).names).toEqual([]);
    expect(result.blocks[0]?.notes.join(' ')).toContain('lm m LeakTrack');
  });
});

describeWithShared('samples of lm', () => {
  for (const name of ['lm_x64', 'lm_x86']) checkParser(name, { parser: 'lm', text: sharedText(`samples/cdb/${name}.txt`) });
});
