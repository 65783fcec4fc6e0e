/** No pattern of ours takes long, whatever it is asked: PERF F17. Strings that hurt are made from each pattern's own atoms. */
import { describe, expect, it } from '@jest/globals';
import { leastProcessorMs } from '../support/processor-time.ts';
import { hostileStrings } from './hostile-strings.ts';
import { builtBy, buildsPatterns, literalsIn, sources } from './our-patterns.ts';
import type { OurPattern } from './our-patterns.ts';

const boundMs = 10;
/** Short ones first: what takes time without end on 24 characters is told before it hangs the test on 20,000. */
const lengths = [24, 48, 400, 20_000];

/** As the product uses it: a global pattern goes over all of the text. */
function ask(pattern: RegExp, text: string): void {
  if (pattern.global) text.replace(pattern, '');
  else pattern.test(text);
}

/** Null: it is quick on all of them. */
function slowOn(pattern: RegExp): string | null {
  for (const length of lengths) {
    for (const text of hostileStrings(pattern, length)) {
      pattern.lastIndex = 0;
      const ms = leastProcessorMs(() => ask(pattern, text), boundMs);
      if (ms > boundMs) return `${Math.round(ms)} ms on ${length} characters: ${JSON.stringify(text.slice(0, 80))}`;
    }
  }
  return null;
}

/** Equal patterns are asked once. */
function each(patterns: readonly OurPattern[]): readonly OurPattern[] {
  return [...new Map(patterns.map((one) => [String(one.pattern), one])).values()];
}

const slowOf = (patterns: readonly OurPattern[]): readonly string[] =>
  each(patterns).flatMap(({ where, pattern }) => {
    const says = slowOn(pattern);
    return says === null ? [] : [`${where} ${String(pattern)}: ${says}`];
  });

describe('patterns', () => {
  const literals = sources().flatMap((path) => literalsIn(path));

  it('that stand in the sources are all found, and each takes at most 10 ms on 20,000 hostile characters', () => {
    expect(literals.length).toBeGreaterThan(500);
    expect(slowOf(literals)).toEqual([]);
  }, 240_000);

  it('that are built from words when a module is loaded do so too', async () => {
    const built: OurPattern[] = [];
    for (const path of sources().filter(buildsPatterns)) {
      const here = await builtBy(path);
      expect([path, here.length > 0]).toEqual([path, true]);
      built.push(...here);
    }
    expect(slowOf(built)).toEqual([]);
  }, 60_000);

  it.each([
    ['blanks at the end of a line', /\s+$/],
    ['blanks around a line end', /\s*\n\s*/g],
    ['one thing in two places', /^a.*b.*c$/],
    ['an optional name before a word', /(?:\w+\.)?clrstack/],
    ['a choice of the same', /^(?:a|ab|b)+$/],
    ['a repetition in a repetition', /^(?:[a-z]+\d?)+!$/],
  ])('a slow one is noticed: %s', (_, pattern) => {
    expect(slowOn(pattern)).not.toBeNull();
  });
});
