import { describe, expect, it } from '@jest/globals';
import { withoutValues } from '../../analysis/cdb-parameter-values.ts';

describe('a call site with the values of its parameters', () => {
  it.each([
    ['Shop!Order::Save(int count = 0n5, void * at = 0x000000d2`0d0ff3c8)+0x4e', 'Shop!Order::Save(int count, void * at)+0x4e'],
    ['int count = 0n5,', 'int count,'],
    ['Shop!Order::Save(int count = 0n5', 'Shop!Order::Save(int count'],
    ['Shop!Order::Save(void)+0x4e', 'Shop!Order::Save(void)+0x4e'],
    ['Shop!Order::operator==(void)+0x4e', 'Shop!Order::operator==(void)+0x4e'],
    ['Shop!Save(void (* call) = <function> (int), int n = 1)', 'Shop!Save(void (* call) = <function> (int), int n)'],
  ])('is %j without them', (site, bare) => {
    expect(withoutValues(site)).toBe(bare);
  });
});
