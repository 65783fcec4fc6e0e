/** Where a pattern stands in the code. */
export interface Place {
  readonly pattern: string;
  readonly at: number;
}

/** Places of one pattern that are looked at. */
const maxPlaces = 200;

export function firstMatches(code: string, pattern: RegExp): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of code.matchAll(pattern)) if (found.push(match) >= maxPlaces) break;
  return found;
}
