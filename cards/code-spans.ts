/** The catalogue of causes writes code between backticks, as its authors would; every face sets it in its own way. */

export interface Span {
  readonly text: string;
  readonly code: boolean;
}

/** A code sketch is a line, not a page. */
const span = /`([^`\n]{1,400})`/g;

/** Advice of our own catalogue, cut at its backticks. Never for text from outside. */
export function codeSpans(advice: string): readonly Span[] {
  const hits = [...advice.matchAll(span)];
  const parts = hits.flatMap((hit, index): readonly Span[] => {
    const before = hits[index - 1];
    const from = before === undefined ? 0 : before.index + before[0].length;
    return [
      { text: advice.slice(from, hit.index), code: false },
      { text: hit[1] ?? '', code: true },
    ];
  });
  const last = hits.at(-1);
  const rest = advice.slice(last === undefined ? 0 : last.index + last[0].length);
  return [...parts, { text: rest, code: false }].filter((each) => each.text !== '');
}
