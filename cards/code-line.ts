/** The line of the pasted code that the leading cause points at. */
import type { Evidence, Judgement } from '../analysis/types.ts';

export interface CodeLine {
  /** `the code, line 124` or `Country.cs, line 12`. */
  readonly where: string;
  readonly text: string;
  /** The output that it stands in. */
  readonly evidence: string;
}

/** Findings about source carry the pattern in their id (analysis/findings/source-patterns.ts). */
const ofSource = 'source-pattern:';

/** null: no source was read, or it does not show the leading cause. */
export function codeLineOf(judgement: Judgement, evidence: readonly Evidence[]): CodeLine | null {
  const because = judgement.verdict.causes[0]?.because ?? [];
  const patterns = because.filter((id) => id.startsWith(ofSource)).map((id) => id.slice(ofSource.length));
  const found = evidence
    .filter((each) => each.kind === 'source')
    .flatMap(({ id, patterns: found }) => found.map((each) => ({ ...each, evidence: id })))
    .find(({ pattern }) => patterns.includes(pattern) && !pattern.endsWith('-cached'));
  if (found === undefined) return null;
  return { where: `${found.file ?? 'the code'}, line ${found.fileLine ?? found.line}`, text: found.text.trim(), evidence: found.evidence };
}
