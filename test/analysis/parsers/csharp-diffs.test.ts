import { describe, expect, it } from '@jest/globals';
import { readingsOf, readText } from '../../support/check-parser.ts';

const patterns = (text: string) => {
  const result = readText(text);
  expect(result.blocks.map(({ parser }) => parser)).toEqual(['csharp-source']);
  return readingsOf(result, 'csharp-source').flatMap((each) =>
    each.kind === 'source' ? each.patterns.map(({ pattern, line, side }) => [pattern, line, side ?? null]) : [],
  );
};

describe('a diff without the headings of its files', () => {
  it('as a review quotes it: what it takes away is not there any more', () => {
    const text = `Proposed:

\`\`\`diff
-        var s = new XmlSerializer(typeof(Order), new XmlRootAttribute("o"));
+        var s = Serializers.GetOrAdd(typeof(Order), Make);
         return s.Deserialize(stream);
\`\`\`
Please review.
`;
    expect(patterns(text)).toEqual([['removed:xml-serializer-constructor', 4, 'removed']]);
  });

  it('as a hunk alone', () => {
    const text =
      '@@ -20,4 +20,4 @@ public class Prices\n     public async Task<string> Get(string sku)\n     {\n-        return await _client.GetStringAsync(sku);\n+        return await new HttpClient().GetStringAsync(sku);\n     }\n';
    expect(patterns(text)).toEqual([['http-client-per-call', 5, 'added']]);
    expect(readingsOf(readText(text))[0]).toMatchObject({ patterns: [{ fileLine: 22 }] });
  });

  it('code in a page below it is code of its own', () => {
    const text =
      '+        using var client = new HttpClient();\n\npublic class Prices\n{\n    void Go() { var c = new HttpClient(); }\n}\n';
    const sides = readingsOf(readText(text)).flatMap((each) =>
      each.kind === 'source' ? each.patterns.map(({ side }) => side ?? null) : [],
    );
    expect(sides).toEqual(['added', null]);
  });
});

describe('two files side by side', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['public class Prices', ' ', 'public class Prices'],
    ['{', ' ', '{'],
    ['    public string Get(string sku)', ' ', '    public string Get(string sku)'],
    ['    {', ' ', '    {'],
    ['        var r = new XmlSerializer(typeof(A), root: x);', '|', '        using var client = new HttpClient();'],
    ['', '>', '        Log();'],
    ['        Old(new ProxyGenerator());', '<', ''],
    ['    }', ' ', '    }'],
    ['}', ' ', '}'],
  ];
  const expected = [
    ['http-client-per-call', 5, 'added'],
    ['removed:xml-serializer-constructor', 5, 'removed'],
    ['removed:proxy-generator-per-call', 7, 'removed'],
  ];

  it('are the code before and after', () => {
    const text = rows.map(([left, mark, right]) => `${left.padEnd(62)}${mark} ${right}`.trimEnd()).join('\n');
    expect(patterns(`${text}\n`)).toEqual(expected);
  });

  it('also with the tabs that diff puts between them', () => {
    const text = rows.map(([left, mark, right]) => {
      const tabs = '\t'.repeat(Math.ceil((64 - left.length) / 8));
      return mark === ' ' ? `${left}${tabs}${right}` : `${left.padEnd(62)}${mark}\t${right}`.trimEnd();
    });
    expect(patterns(`${text.join('\n')}\n`)).toEqual(expected);
  });

  it('a file whose lines happen to compare and to repeat is none', () => {
    expect(
      patterns('public class Prices\n{\n    bool Is(int a, int b) => a > b | a < 3;\n    void Go() { var c = new HttpClient(); }\n}\n'),
    ).toEqual([['http-client-per-call', 4, null]]);
  });
});
