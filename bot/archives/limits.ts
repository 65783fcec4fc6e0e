/** How far an archive is followed. What a bomb is made of ends at one of these (PERF.md F16). */
export interface Limits {
  /** Files, of all archives inside together. Incidents' archives hold some tens. */
  readonly mostFiles: number;
  /** Bytes unpacked, of all files together. */
  readonly mostBytes: number;
  /** Of one file no more than this is unpacked, without a word: for who wants only its beginning. */
  readonly mostBytesOfFile: number;
  /** Unpacked to packed. Deflate reaches 1,032 on zeros; counter logs and stacks reach 5 to 100. */
  readonly mostRatio: number;
  /** Files beyond the ratio, after which nothing more is unpacked. */
  readonly mostBombs: number;
  /** The ratio is judged from this many unpacked bytes on: short texts of one line reach any. */
  readonly ratioFromBytes: number;
  /** Archives in each other: a .zip in a .zip, a .tar in a .gz. */
  readonly mostLevels: number;
  /** Unpacking and reading together; ms. */
  readonly mostMs: number;
}

export const usualLimits: Limits = {
  mostFiles: 1000,
  mostBytes: 512 * 2 ** 20,
  mostBytesOfFile: Number.POSITIVE_INFINITY,
  mostRatio: 250,
  mostBombs: 3,
  ratioFromBytes: 8 * 2 ** 20,
  mostLevels: 2,
  mostMs: 30_000,
};

/** What has been used up; one for an archive and all archives in it. */
export interface Used {
  files: number;
  bytes: number;
  /** Files beyond the ratio. */
  bombs: number;
  readonly until: number;
}

export function startUsing(limits: Limits, now: number): Used {
  return { files: 0, bytes: 0, bombs: 0, until: now + limits.mostMs };
}
