/** How many lines a JSON value of ours takes: one a line, or one indented over many. */

/** An indented value is given up after so many lines: what ConvertTo-Json prints for some 3,000 samples. */
const maxLines = 40_000;

/** How deep brackets are nested after a line; brackets within strings do not count. */
function depthAfter(line: string, depth: number): number {
  let inside = false;
  let result = depth;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (inside && character === '\\') at++;
    else if (character === '"') inside = !inside;
    else if (inside) continue;
    else if (character === '{' || character === '[') result++;
    else if (character === '}' || character === ']') result--;
  }
  return result;
}

/** Lines looked at to see whether a value that starts on its own line is ours. */
const lookAhead = 12;

/**
 * The lines of consecutive JSON values from `from` on which `isOurs` accepts by their text (of an
 * indented value its first lines). 0 where none starts there. A value whose end is missing reaches
 * to the end of the text.
 */
export function jsonSpan(lines: readonly string[], from: number, isOurs: (text: string) => boolean): number {
  let end = from;
  for (let at = from; at < lines.length && at - from < maxLines;) {
    const line = (lines[at] ?? '').trimStart();
    if (line === '' && end > from) {
      at++;
      continue;
    }
    if (!line.startsWith('{') && !line.startsWith('[')) break;
    let depth = depthAfter(line, 0);
    if (!isOurs(depth > 0 ? lines.slice(at, at + lookAhead).join('\n') : line)) break;
    at++;
    while (depth > 0 && at < lines.length && at - from < maxLines && !isNewValue(line, lines[at] ?? '') && goesOn(lines, at))
      depth = depthAfter(lines[at++] ?? '', depth);
    end = at;
  }
  return end - from;
}

const mayBeJson = /^\s{0,400}(?:["{}[\],:\d-]|(?:true|false|null)\b|$)/;
/** A console breaks lines where its window ends, also within a string; none is narrower. */
const narrowest = 72;

/** Within an open value: what no line of JSON begins with is another output below a torn one, unless the line above was broken. */
function goesOn(lines: readonly string[], at: number): boolean {
  const above = lines[at - 1] ?? '';
  return mayBeJson.test(lines[at] ?? '') || (above.length >= narrowest && above.length === (lines[at - 2] ?? above).length);
}

/** A line that starts a value of its own ends a torn one before it; within an array it is a member. */
const isNewValue = (first: string, line: string): boolean => line.startsWith(first.startsWith('[') ? '[{"' : '{"');
