import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';

const stats = `Arena 0:
system bytes     =    1000000
in use bytes     =     900000
Arena 1:
system bytes     =    8000000
in use bytes     =    1000000
Total (incl. mmap):
system bytes     =    9500000
in use bytes     =    2400000
max mmap regions =          3
max mmap bytes   =     500000
`;
const info = `<malloc version="1">
<heap nr="0">
<sizes>
</sizes>
<total type="fast" count="1" size="1000"/>
<total type="rest" count="2" size="99000"/>
<system type="current" size="1000000"/>
<system type="max" size="1000000"/>
</heap>
<total type="fast" count="1" size="1000"/>
<total type="rest" count="2" size="99000"/>
<total type="mmap" count="1" size="500000"/>
<system type="current" size="1000000"/>
</malloc>
`;

describe('arenas of glibc’s malloc', () => {
  checkParser('malloc_stats', { parser: 'malloc-stats', text: stats });
  checkParser('malloc_info', { parser: 'malloc-stats', text: info });

  it('are heaps with what lies free in them; blocks mapped by themselves are one more', () => {
    expect(readingsOf(readText(stats))[0]).toMatchObject({
      heaps: [
        { heap: 'arena 1', committed: 8_000_000, free: 7_000_000 },
        { heap: 'arena 0', committed: 1_000_000, free: 100_000 },
        { heap: 'mapped blocks', committed: 500_000, free: 0 },
      ],
    });
    for (const text of [info, info.replaceAll('\n', '')])
      expect(readingsOf(readText(text))[0]).toMatchObject({
        heaps: [
          { heap: 'arena 0', committed: 1_000_000, free: 100_000 },
          { heap: 'mapped blocks', committed: 500_000, free: 0 },
        ],
      });
  });

  it('that are mostly free are said to be no leak', () => {
    expect(readText(stats).blocks[0]?.notes.join(' ')).toContain('malloc_trim(0)');
    expect(readText(info).blocks[0]?.notes.join(' ')).not.toContain('malloc_trim(0)');
  });
});
