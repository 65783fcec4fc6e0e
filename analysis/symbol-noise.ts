/**
 * What the debugger prints about symbols in the middle of other output, removed.
 * `00007fff94c14e42 *** ERROR: Symbol file could not be found.  Defaulted to export symbols for w3dt.dll - ` and then, on
 * the next line, the rest of the line that it interrupted: the two halves are joined again. `** WARNING: Unable to
 * verify checksum for MyApp.exe` stands alone on its line or interrupts one. Seen in sample eestack_w3wp_interleaved_symbol_error.txt.
 */

export interface Quiet {
  readonly lines: readonly string[];
  /** Files without symbols, each once: names of their functions are guesses from the export table. */
  readonly withoutSymbols: readonly string[];
}

const starts = ['*** ERROR:', '*** WARNING:', '** WARNING:', '** ERROR:'] as const;

/** Where symbol noise begins in the line; -1 where there is none. */
export function noiseStart(line: string): number {
  if (!line.includes('** ')) return -1;
  const found = starts.map((start) => line.indexOf(start)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

const fileOf = /(?:symbols (?:for|could not be loaded for)|checksum for) (\S+)/;

/** Strips the noise of a block; the lines without noise are kept as they are. */
export function withoutSymbolNoise(lines: readonly string[]): Quiet {
  if (!lines.some((line) => noiseStart(line) >= 0)) return { lines, withoutSymbols: [] };
  const kept: string[] = [];
  const files = new Set<string>();
  let half: string | null = null;
  for (const line of lines) {
    const at = noiseStart(line);
    if (at < 0) {
      kept.push(half === null ? line : half + line);
      half = null;
      continue;
    }
    const file = fileOf.exec(line.slice(at))?.[1];
    if (file !== undefined && line.includes('ymbol')) files.add(file);
    const before: string = (half ?? '') + line.slice(0, at);
    half = before.trim() === '' ? null : before;
  }
  if (half !== null) kept.push(half);
  return { lines: kept, withoutSymbols: [...files] };
}
