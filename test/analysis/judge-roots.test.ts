/** What a chain to a root says of who holds the objects, and what it does not say. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { evidenceOf, MB } from '../support/evidence.ts';
import { chain, list } from '../support/made-clues.ts';
import { GB, heap, types, verdictOf } from '../support/made-evidence.ts';

describe('a chain from the stack of a thread', () => {
  const rows = heap('rows', types(['System.String', 5_800_000, 480 * MB], ['Shop.Row', 1_200_000, 80 * MB]));
  const local = chain('Thread 1b84', 'System.Linq.Enumerable+<Select>d__5`1[[Shop.Row]]', 'Shop.Row[]', 'Shop.Row');
  it('says that a running call holds the objects, and names them instead of the strings in them', () => {
    const verdict = verdictOf(rows, local);
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.Row' });
    expect(verdict.causes[0]?.id).toBe('held-by-running-call');
  });
  it('says so only where nothing else holds them', () => {
    const both = {
      ...local,
      kind: 'gcRoots' as const,
      object: null,
      chains: [
        { root: 'Thread 1b84', types: ['System.Object[]', 'Shop.Row'] },
        { root: '(pinned handle)', types: ['System.Object[]', 'Shop.Cache', 'System.Collections.Generic.List`1[[Shop.Row]]', 'Shop.Row'] },
      ],
    };
    const { causes, component } = verdictOf(rows, both);
    expect(component).toBe('Shop.Cache');
    expect(causes.map(({ id }) => id)).not.toContain('held-by-running-call');
  });
  it('to one object that a method works with says nothing', () => {
    const { causes } = verdictOf(list(['Shop.Row', 3, 240]), chain('Thread 1b84', 'Shop.Row'));
    expect(causes).toEqual([]);
  });
});

describe('what a chain shows of who it is', () => {
  it('is the collection where no type of anybody stands in it', () => {
    const list = 'System.Collections.Generic.List`1[[System.Int32, System.Private.CoreLib]]';
    expect(verdictOf(chain('(pinned handle)', 'System.Object[]', list, 'System.Int32[]'))).toMatchObject({
      class: 'managed',
      component: list,
    });
  });
  it('tells which of two crowds it is', () => {
    const two = list(['Shop.Order', 500_000, 64_000_000], ['Shop.Slot', 500_000, 32_000_000]);
    expect(verdictOf(two).component).toBe('Shop.Order');
    expect(verdictOf(two, chain('Thread 1a2b', 'Shop.Slot')).component).toBe('Shop.Slot');
  });
  it('tells the crowd in the collection of a static variable, whose class may be a library’s', () => {
    const rows = list(['Shop.Row', 900_000, 64_000_000], ['System.String', 900_000, 99_000_000]);
    const held = {
      ...chain('(pinned handle)', 'System.Object[]'),
      chains: [
        {
          root: '(pinned handle)',
          types: ['System.Object[]', 'System.Collections.Generic.List<Shop.Row>', 'Shop.Row[]'],
          variable: 'Acme.IContainer.container',
        },
      ],
    };
    expect(verdictOf(held).component).toBe('Acme.IContainer');
    expect(verdictOf(rows, held).component).toBe('Shop.Row');
  });
  it('says more than that the heap has holes', () => {
    const holes = evidenceOf('gc', { kind: 'gcHeap', bytes: 6 * GB, committed: null, free: 4 * GB, loh: null });
    expect(verdictOf(holes).component).toBe('free space on the GC heap');
    expect(verdictOf(holes, chain('(pinned handle)', 'Shop.Gateway', 'Shop.Frame', 'System.Byte[]')).component).toBe('Shop.Gateway');
  });
});

describe('a chain to a loader allocator', () => {
  const lives = list(['System.Reflection.LoaderAllocatorScout', 1, 24]);
  it('is of the loader heap where it ends at the scout of the allocator too, and names who holds it', () => {
    const verdict = verdictOf(
      lives,
      chain(
        '(strong handle)',
        'System.Object[]',
        'Acme.Plugins.Registry',
        'System.Reflection.LoaderAllocator',
        'System.Reflection.LoaderAllocatorScout',
      ),
    );
    expect(verdict).toMatchObject({ class: 'loader-heap', component: 'System.Reflection.LoaderAllocator, held by Acme.Plugins.Registry' });
    expect(verdict.causes[0]?.id).toBe('collectible-context-not-unloaded');
  });
  it('that was not shown leaves one living context what it is: in use', () => {
    expect(verdictOf(lives).class).toBe('not-enough-data');
  });
});

describe('a handle that refers to an object directly', () => {
  const handle = chain('(strong handle)', 'Shop.Buffer');
  it('is a leak of GC handles where hundreds of such objects are there', () => {
    const { findings, verdict } = judge([handle, list(['Shop.Buffer', 646, 20_000])], defaultScope);
    expect(verdict.causes[0]?.id).toBe('gc-handle-not-freed');
    expect(findings.find(({ rule }) => rule === 'gc-root')?.says).toContain('646 such objects');
  });
  it('is the runtime’s own habit where there are a few', () => {
    expect(verdictOf(handle, list(['Shop.Buffer', 3, 90])).causes.map(({ id }) => id)).not.toContain('gc-handle-not-freed');
  });
});

describe('an array that a handle holds', () => {
  it('is where the runtime keeps statics, and says nothing by itself', () => {
    const { findings } = judge([chain('(pinned handle)', 'System.Object[]'), list(['System.Object[]', 471, 866_288])], defaultScope);
    expect(findings.map(({ rule }) => rule)).not.toContain('gc-root');
  });
});
