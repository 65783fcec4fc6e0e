/** A diff whose added line makes a leaking pattern of a line that it keeps. */
import { describe, expect, it } from '@jest/globals';
import type { Reading, SourcePattern } from '../../../analysis/types.ts';
import { readingsOf, readText } from '../../support/check-parser.ts';

const patterns = (text: string): readonly SourcePattern[] =>
  readingsOf(readText(text), 'csharp-source').flatMap((reading: Reading) => (reading.kind === 'source' ? reading.patterns : []));
const change = (added: string, kept: string): string =>
  [
    'diff --git a/Shop/Prices.cs b/Shop/Prices.cs',
    '--- a/Shop/Prices.cs',
    '+++ b/Shop/Prices.cs',
    '@@ -20,6 +20,7 @@ public class Prices {',
    '   public void Put(string sku, Price price) {',
    '     Check(sku);',
    `+    ${added}`,
    `     ${kept}`,
    '   }',
    '   private static readonly Dictionary<string, Price> Known = new Dictionary<string, Price>();',
    ' }',
    '',
  ].join('\n');

describe('a diff of C#', () => {
  it('adds the pattern where its line is the first that fills the collection which was there', () => {
    expect(patterns(change('Known[sku] = price;', 'Log(sku);'))).toMatchObject([
      { pattern: 'static-collection-grows', side: 'added', line: 7, fileLine: 22, text: 'Known[sku] = price;' },
    ]);
  });
  it('leaves the pattern where the collection was filled before', () => {
    expect(patterns(change('Log(sku);', 'Known[sku] = price;'))).toMatchObject([
      { pattern: 'static-collection-grows', side: 'kept', line: 10 },
    ]);
  });
});
