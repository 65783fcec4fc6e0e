/** `GdiPlus!GpMemoryBitmap::AllocBitmapData+c2  with 155 allocations takes 1.16GB of memory space`: a report retold by a person. */

export interface TopFunction {
  readonly function: string;
  readonly count: string;
  readonly size: string;
}

const told =
  /^with (\d[\d.,']{0,15}) allocations? (?:takes?|taking|uses?|using|holds?|holding|occup(?:ies|ying)|=|:) ?(\d[\d.,]{0,15} ?[KMGT]?B(?:ytes?)?)\b/i;

export function topFunction(line: string): TopFunction | null {
  const text = line.trim();
  const at = text.search(/(?<!\s)\s+with \d/);
  if (at < 3 || at > 1000 || text.length > 2000) return null;
  const name = text.slice(0, at).trim();
  const found = told.exec(text.slice(at).trim());
  return found === null || !/^[\w.\-$]{1,120}(?:!\S|\+[0-9a-f])/i.test(name)
    ? null
    : { function: name, count: found[1] ?? '', size: found[2] ?? '' };
}
