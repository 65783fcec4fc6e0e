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

  it.each(['T (no symbols)', 'C (export symbols)', '# (private pdb symbols)', 'M (pdb symbols)', '(deferred)', 'T', 'odd words here'])(
    'never says that a module is not loaded which is listed with the state %s',
    (state) => {
      const text = `0:000> lmvm Shop\nBrowse full module list\nstart             end                 module name\n00007ff7\`1a2b0000 00007ff7\`1a2c2000   Shop     ${state}\n    Image path: C:\\inetpub\\Shop\\Shop.exe\n`;
      const result = readText(text);
      expect(result.blocks.flatMap((block) => block.notes).join(' ')).not.toContain('No module of that name');
      if (state !== 'odd words here') expect(readingsOf(result)[0]).toMatchObject({ names: ['Shop'], life: { bitness: 64 } });
    },
  );

  it('reads lmf, which shows paths and no state of symbols', () => {
    const text =
      'start             end                 module name\n00007ff6`12340000 00007ff6`12380000   w3wp     C:\\Windows\\System32\\inetsrv\\w3wp.exe\n00007ffd`70000000 00007ffd`70020000   LeakTrack C:\\Program Files\\DebugDiag\\LeakTrack.dll\n';
    const result = readText(text);
    expect(readingsOf(result)).toMatchObject([{ names: ['w3wp', 'LeakTrack'] }]);
    expect(result.blocks[0]?.notes[0]).toContain('LeakTrack is loaded');
  });

  it('says that no such module is loaded where the list that was asked for is empty', () => {
    const text = '0:000> lm m LeakTrack\nBrowse full module list\nstart             end                 module name\n0:000> q\n';
    expect(readText(text).blocks[0]?.notes[0]).toBe('No module of that name is loaded.');
  });
});

describeWithShared('samples of lm', () => {
  for (const name of ['lm_x64', 'lm_x86']) checkParser(name, { parser: 'lm', text: sharedText(`samples/cdb/${name}.txt`) });
});
