import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';

const list = `==================================================
Process Name      : shop.exe
Process ID        : 712
Pen               : 3
Bitmap            : 4,210
DC                : 12
Other GDI         : 2
GDI Total         : 4,227
All GDI           : 4,227
==================================================
`;
const table =
  'Process ID\tProcess Name\tPen\tBitmap\tDC\tOther GDI\tGDI Total\tAll GDI\n712\tshop.exe\t3\t4210\t12\t2\t4227\t4227\n9\tidle.exe\t0\t0\t0\t0\t0\t0\n';

describe('GDI objects by kind', () => {
  checkParser('GDIView, as a list', { parser: 'gdi-objects', text: list });
  checkParser('GDIView, with tabs', { parser: 'gdi-objects', text: table });

  it.each([list, table, table.replaceAll('\t', ',').replaceAll(/([^,\n]+)/g, '"$1"')])('are counted, and totals are none', (text) => {
    expect(readingsOf(readText(text))).toEqual([
      expect.objectContaining({
        kind: 'handles',
        life: expect.objectContaining({ process: 'shop', pid: 712 }) as unknown,
        summary: { byType: { 'GDI bitmap': 4210, 'GDI dc': 12, 'GDI pen': 3, 'GDI (other)': 2 }, total: null, partial: true, byName: {} },
      }),
    ]);
  });
});
