import { describe, expect, it } from '@jest/globals';
import { withoutMention } from '../../../bot/teams/mention.ts';
import { writtenText } from '../../../bot/teams/message-text.ts';
import { leastProcessorMs } from '../../support/processor-time.ts';

const read = (text: string, html: string | null = null): string => withoutMention(writtenText(text, html), []);

describe('what a person wrote in Teams', () => {
  it('has no entities in it, not only no &nbsp;', () => {
    expect(read('<at>Plumbline</at>&nbsp;note heap &gt; 2 GB &amp; rising, it&#39;s &quot;Shop&quot;')).toBe(
      'note heap > 2 GB & rising, it\'s "Shop"',
    );
    expect(read('note a&#xA0;b&#160;c &amp;lt; &unknown; &#0; &#xD800;')).toBe('note a b c &lt; &unknown; &#0; &#xD800;');
  });

  it('has neither paragraphs nor breaks around words', () => {
    expect(read('<p><at>Plumbline</at> investigate w3wp on WEB01</p>')).toBe('investigate w3wp on WEB01');
    expect(read('<div>status<br></div>')).toBe('status');
    expect(read('<p>&nbsp;<at>Plumbline</at>&nbsp;</p>')).toBe('');
  });

  it('keeps the lines of an output, each block on its own', () => {
    expect(read('<p>Handle type summary:</p><p>&nbsp; Event : 14440</p><div>File : 7<br>Key : 9<br/><br/>Total</div>')).toBe(
      'Handle type summary:\n  Event : 14440\nFile : 7\nKey : 9\n\nTotal',
    );
  });

  it('is taken from the HTML where a code block stands only there', () => {
    const mention = '<span itemtype="http://schema.skype.com/Mention" itemscope itemid="0">Plumbline</span>';
    const html = `<p>${mention}&nbsp;</p><pre class="x"><code>Event  : 14440\nList&lt;int&gt; : 7</code></pre>`;
    expect(read('<at>Plumbline</at> Event  : 14440 List&lt;int&gt; : 7', html)).toBe('Event  : 14440\nList<int> : 7');
    expect(read('status', '<codeblock class="Text"><code>a : 1<br>b : 2</code></codeblock>')).toBe('a : 1\nb : 2');
    expect(read('status', '<div>status</div>')).toBe('status');
  });

  it('is left alone where it is an output with signs of its own, or a page', () => {
    const code = 'var all = new List<Order>();\nif (a < b && c > d) all.Add(&amp;x);';
    expect(read(code)).toBe(code);
    const page = '<!DOCTYPE html><html><body><p>a &lt; b</p></body></html>';
    expect(read(page)).toBe(page);
  });

  it('costs linear time on hostile text', () => {
    for (const part of ['<p', '<p ', '<span schema.skype.com/Mention', '</p>', '&#', '<br/>', '<', '&amp;'])
      expect(leastProcessorMs(() => read(part.repeat(60_000), part.repeat(60_000)), 300)).toBeLessThan(300);
  });
});
