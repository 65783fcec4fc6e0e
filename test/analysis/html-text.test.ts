import { describe, expect, it } from '@jest/globals';
import { htmlText } from '../../analysis/html-text.ts';

const texts = (html: string): readonly string[] => htmlText(html).lines.map((line) => line.text);

describe('a page as text', () => {
  it('puts a row of a table on one line, its cells apart by tabs', () => {
    expect(
      texts('<table><tr><td>Number of allocations</td><td><b>&nbsp;&nbsp;7</b></td></tr><tr><td>x</td><td></td></tr></table>'),
    ).toEqual(['Number of allocations\t7', 'x']);
  });
  it('gives tables inside cells lines of their own', () => {
    expect(
      texts(
        '<table><tr><td><table><tr><td>a</td></tr><tr><td>b</td></tr></table></td><td><table><tr><td>1</td></tr><tr><td>2</td></tr></table></td></tr></table>',
      ),
    ).toEqual(['a', 'b', '1', '2']);
  });
  it('leaves out scripts, styles and the head', () => {
    expect(texts('<head><title>t</title><style>a{}</style></head><body>a<script>if (1 < 2) alert("x")</script>b</body>')).toEqual(['ab']);
  });
  it('decodes entities and breaks lines where the page does', () => {
    expect(texts('operator new&lt;T&gt;+2c<br>next&amp;last')).toEqual(['operator new<T>+2c', 'next&last']);
  });
  it('ties a line to the nearest dump that an attribute names', () => {
    expect(htmlText('<div data-debug-dump="a.dmp"><p>x</p><div data-debug-dump="b.dmp">y</div></div><p>z</p>').lines).toEqual([
      { text: 'x', dump: 'a.dmp' },
      { text: 'y', dump: 'b.dmp' },
      { text: 'z', dump: null },
    ]);
  });
  it('stops at hostile nesting and says so', () => {
    expect(htmlText('<div>'.repeat(100_000)).cut).toBe(true);
    expect(htmlText('<p>x</p>').cut).toBe(false);
  });
});
