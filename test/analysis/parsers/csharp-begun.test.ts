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

  const without = (taken: readonly string[], kept: readonly string[]): string =>
    [
      'diff --git a/Shop/Wall.cs b/Shop/Wall.cs',
      '--- a/Shop/Wall.cs',
      '+++ b/Shop/Wall.cs',
      `@@ -8,${kept.length + taken.length} +8,${kept.length} @@ public class Wall : IDisposable {`,
      ...kept.slice(0, -1).map((line) => ` ${line}`),
      ...taken.map((line) => `-${line}`),
      ` ${kept.at(-1) ?? ''}`,
      '',
    ].join('\n');
  const subscribed = [
    '  public Wall()',
    '  {',
    '    Clock.Ticked += OnTicked;',
    '  }',
    '  void OnTicked(object sender, EventArgs e) { }',
    '}',
  ];

  it('begins the pattern where it takes away what undid it', () => {
    expect(patterns(without(['  public void Dispose() { Clock.Ticked -= OnTicked; }'], subscribed))).toMatchObject([
      { pattern: 'event-handler-kept', side: 'added', fileLine: 10 },
    ]);
    const cache = [
      '  static readonly Dictionary<string, Tile> Tiles = new Dictionary<string, Tile>();',
      '  public void Put(string k, Tile t)',
      '  {',
      '    Tiles[k] = t;',
      '  }',
      '}',
    ];
    expect(patterns(without(['  public void Trim() { if (Tiles.Count > 500) Tiles.Clear(); }'], cache))).toMatchObject([
      { pattern: 'static-collection-grows', side: 'added' },
    ]);
  });
  it('leaves the pattern where what it takes away has nothing to do with it', () => {
    expect(patterns(without(['  public void Paint() { Brush.Draw(); }'], subscribed))).toMatchObject([
      { pattern: 'event-handler-kept', side: 'kept' },
    ]);
  });
});
