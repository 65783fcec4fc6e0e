import { describe, expect, it } from '@jest/globals';
import type { Reading } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const jeprof =
  'Using local file /opt/bakery/bakeryd.\nUsing local file jeprof.731.12.i12.heap.\nTotal: 54.3 MB\n    30.2  55.6%  55.6%     30.2  55.6% bake_loaf\n    24.0  44.2%  99.8%     54.2  99.8% Oven::fill(unsigned long)\n     0.0   0.0%  99.8%     54.3 100.0% __libc_start_main\n';
const go =
  'File: bakeryd\nType: inuse_space\nTime: Mar 11, 2026 at 9:14am (CET)\nShowing nodes accounting for 54.50MB, 99.5% of 54.77MB total\nDropped 52 nodes (cum <= 0.27MB)\n      flat  flat%   sum%        cum   cum%\n   30.50MB 55.69% 55.69%    30.50MB 55.69%  main.bakeLoaf\n   24.00MB 43.82% 99.51%    24.00MB 43.82%  bytes.growSlice\n         0     0% 99.51%    54.50MB 99.51%  main.main\n';

const heldIn = (text: string): readonly unknown[] =>
  (readingsOf(readText(text), 'heap-profile')[0] as Reading & { readonly kind: 'allocations' }).entries.map(({ bytes, stack }) => [
    Math.round(bytes / 1024),
    stack?.frames[0]?.function,
  ]);

describe('a heap profile as text', () => {
  checkParser('of jeprof', { parser: 'heap-profile', text: jeprof });

  it('tells what each function holds, in the unit of its total', () => {
    expect(heldIn(jeprof)).toEqual([
      [Math.round(30.2 * 1024), 'bake_loaf'],
      [24 * 1024, 'Oven::fill'],
    ]);
    expect(readText(jeprof).blocks[0]?.notes[0]).toBe('bake_loaf holds most: 30.2 MB of the 54.2 MB that are listed.');
  });

  it('names a function without the address and the line that --addresses and --lines print with it', () => {
    const lines = jeprof.replace('bake_loaf', '00005581b2a3c1f0 bake_loaf /src/oven.cpp:36 (discriminator 2)');
    expect(heldIn(lines)[0]).toEqual([Math.round(30.2 * 1024), 'bake_loaf']);
  });

  it('reads go tool pprof -top, and says what to take where the profile counts all that was ever allocated', () => {
    expect(heldIn(go)).toEqual([
      [Math.round(30.5 * 1024), 'main.bakeLoaf'],
      [24 * 1024, 'bytes.growSlice'],
    ]);
    expect(readText(go.replace('inuse_space', 'alloc_space')).unread.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('-inuse_space'),
    ]);
  });
});
