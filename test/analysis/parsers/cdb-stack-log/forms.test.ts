import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../../analysis/index.ts';
import { asPasted, bytesOf, columns, frameOf, header, stacksOf } from '../../../support/stack-log.ts';

describe('a debugger log of thousands of threads', () => {
  describe.each([
    [
      'kb of 32 bits with arguments and source lines',
      '# ChildEBP RetAddr      Args to Child      ',
      (n: string, a: string, b: string, site: string) => `${n} ${a} ${b}     ${a} 00000000 ${b} ${site} [c:\\src\\x.cpp @ 12] `,
    ],
    ['k without frame numbers, old', 'ChildEBP RetAddr  ', (_: string, a: string, b: string, site: string) => `${a} ${b} ${site}`],
    [
      'kv of 64 bits',
      ' # Child-SP          RetAddr           : Args to Child                                                           : Call Site',
      (n: string, a: string, b: string, site: string) =>
        `${n} 000000d2\`${a} 00007ffe\`${b} : 00000000\`${a} 00000000\`${b} 00000000\`${a} 00000000\`00000000 : ${site}`,
    ],
    [
      'kf: sizes of several lengths',
      ' #   Memory  Child-SP          RetAddr               Call Site',
      (n: string, a: string, b: string, site: string) =>
        `${n} ${site.length.toString(16).padStart(10)} 000000d2\`${a} 00007ffe\`${b}     ${site}`,
    ],
    [
      'upper-case addresses',
      ' # Child-SP          RetAddr               Call Site',
      (n: string, a: string, b: string, site: string) =>
        `${n.toUpperCase()} 000000D2\`${a.toUpperCase()} 00007FFE\`${b.toUpperCase()}     ${site}`,
    ],
    [
      'addresses of code that nobody knows',
      ' # Child-SP          RetAddr               Call Site',
      (n: string, a: string, b: string, site: string) =>
        `${n} 000000d2\`${a} 00007ffe\`${b}     ${site.includes('Method3') ? `0x00007ffe\`${b}` : site}`,
    ],
    [
      'kp: the values of parameters',
      ' # Child-SP          RetAddr               Call Site',
      (n: string, a: string, b: string, site: string) =>
        `${n} 000000d2\`${a} 00007ffe\`${b}     ${site.replace('System.Object', `int count = 0n${Number.parseInt(a, 16) % 7}, void * at = 0x${a}`)} [c:\\src (x86)\\x.cpp @ 12] `,
    ],
    [
      'kP: parameters on lines of their own',
      ' # Child-SP          RetAddr               Call Site',
      (n: string, a: string, b: string, site: string) =>
        site.includes('Method2')
          ? `${n} 000000d2\`${a} 00007ffe\`${b}     ${site.replace('System.Object', 'void')}`
          : `${n} 000000d2\`${a} 00007ffe\`${b}     ${site.replace('System.Object', `\n\t\t\tstruct Order * order = 0x000000d2\`${a},\n\t\t\t${site.includes('Method1') ? 'int' : 'char *'} at = 0x${b}`)} [c:\\src\\x.cpp @ 12] `,
    ],
    ['names only (kc)', ' # Call Site', (n: string, _a: string, _b: string, site: string) => `${n} ${site}`],
  ])('in the form of %s', (_, columnsOfForm, line) => {
    const hex = (value: number) => value.toString(16).padStart(8, '0');
    /** The stacks share their first frames, and return to other places in other threads. */
    const stackOf = (index: number) =>
      Array.from({ length: 9 + (index % 7) }, (_unused, at) => {
        const kind = at < 4 ? 0 : index % 13;
        const site = `Module${at % 5}!Space${kind}.Type.Method${at}(System.Object)+0x${(at + kind).toString(16)}`;
        return line(
          at.toString(16).padStart(2, '0'),
          hex(0x0d0a0000 + index * 0x4000 + at * 0x30),
          hex(0x1a110000 + at + kind * (index % 3)),
          site,
        );
      });
    const text = `0:000> ~*kL\n\n${Array.from({ length: 1600 }, (_unused, at) => [header(at), columnsOfForm, ...stackOf(at)].join('\n')).join('\n\n')}\n`;

    it('says what the same text would say as a paste', () => {
      expect(text.length).toBeGreaterThan(2 ** 20);
      const { blocks } = readBytes('stacks.log', bytesOf(text));
      expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
      expect(stacksOf(text).threads).toBe(1600);
    });
  });

  it('says the same of parameters that symbol noise, a text or another function breaks', () => {
    const sites = [
      (value: string) => `Shop!Order::Save(int count = ${value}, void * at = 0x1)+0x4e`,
      (value: string) => `Shop!Order::Save(char * text = 0x1 "(${value})", void * at = 0x1)+0x4e`,
      (value: string) => `Shop!Order::Save(int number = ${value}, void * at = 0x1)+0x4e`,
      (value: string) => `Shop!Order::Save(int count = ${value}, void * at = 0x1)::Step::Run+0x4e`,
      (value: string) => `Shop!Order::Load(\n\t\t\tint count = ${value},\n\t\t\tvoid * at = 0x1)+0x4e`,
      (value: string) => `Shop!Order::Load(\n\t\t\tint count = ${value},\n\t\t\tvoid * at = 0x1)+0x5f`,
      (value: string) =>
        `Shop!Order::Load(\n\t\t\tint count = *** ERROR: Symbol file could not be found.  Defaulted to export symbols for Shop${value}.dll - \n${value})+0x5f`,
      () => 'Shop!Order::Load(',
    ];
    const stackOf = (index: number) =>
      Array.from({ length: 12 }, (_, at) =>
        frameOf(index, at, sites[(index * 5 + at * 3) % (index % 9 === 0 ? 8 : 6)]?.(`0n${index % 50}`) ?? ''),
      );
    const text = `0:000> ~*kP\n\n${Array.from({ length: 1500 }, (_, at) => [header(at), columns, ...stackOf(at)].join('\n')).join('\n\n')}\n`;
    expect(text.length).toBeGreaterThan(2 ** 20);
    const { blocks } = readBytes('stacks.log', bytesOf(text));
    expect({ readings: blocks[0]?.readings, notes: blocks[0]?.notes }).toEqual(asPasted(text));
  });

  it('tells the managed stacks that stand between those of the threads apart', () => {
    const native = (at: number): string =>
      [
        header(at),
        columns,
        ...Array.from({ length: 10 + (at % 3) }, (_, frame) => frameOf(at, frame, `Module${frame}!Wait${at % 3}+0x1`)),
      ].join('\n');
    const managed = (at: number): string =>
      [
        `OS Thread Id: 0x${(at * 4 + 0x400).toString(16)} (${at})`,
        '        Child SP               IP Call Site',
        `000000d20d0ff2c8 00007ffe11112222 [HelperMethodFrame: 000000d20d0ff2c8] System.Threading.Monitor.Enter(System.Object)`,
        `000000d20d0ff3c8 00007ffe1111${(at % 7).toString().padStart(4, '0')} Shop.Orders.Worker.Run${at % 2}(System.Object)`,
      ].join('\n');
    const threads = Array.from({ length: 1400 }, (_, at) => at);
    const text = `0:000> ~*k\n\n${threads.map((at) => (at % 3 === 0 ? `${native(at)}\n\n${managed(at)}` : native(at))).join('\n\n')}\n`;
    expect(text.length).toBeGreaterThan(2 ** 20);
    const { blocks, unread } = readBytes('stacks.log', bytesOf(`${text}0:000> q\n`));
    expect(unread).toEqual([]);
    expect(blocks.map(({ parser }) => parser)).toEqual(['cdb-stacks', 'clrstack']);
    const alone = `0:000> ~*k\n\n${threads.map(native).join('\n\n')}\n`;
    expect(blocks[0]?.readings).toEqual((asPasted(alone) as { readings: unknown }).readings);
    const paste = readBytes(
      'paste',
      bytesOf(
        `0:000> ~*e !clrstack\n${threads
          .filter((at) => at % 3 === 0)
          .map(managed)
          .join('\n\n')}\n`,
      ),
    );
    expect(blocks[1]?.readings).toEqual(paste.blocks[0]?.readings);
    expect(blocks[1]?.readings).toMatchObject([{ threads: 467 }]);
  });
});
