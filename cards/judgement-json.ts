/** The verdict for programs: the JSON of `npm run analyze -- --json`. What is unknown is null; nothing is invented. */
import type { Evidence, Finding, Judgement, Verdict } from '../analysis/types.ts';

export interface JudgementJson {
  readonly verdict: Pick<Verdict, 'class' | 'confidence' | 'component' | 'ownFrame' | 'growth' | 'causes' | 'next'>;
  readonly findings: readonly Finding[];
  readonly evidence: readonly {
    readonly file: string;
    readonly format: string;
    readonly sha256: string;
    readonly notes: readonly string[];
  }[];
  readonly unread: readonly { readonly file: string; readonly problem: string }[];
}

/** Findings cite files by name, each once. */
function citing(finding: Finding, evidence: readonly Evidence[]): Finding {
  const files = finding.evidence.map((id) => evidence.find((each) => each.id === id)?.from ?? id);
  return {
    id: finding.id,
    rule: finding.rule,
    says: finding.says,
    points: finding.points,
    strength: finding.strength,
    evidence: [...new Set(files)],
    measured: finding.measured,
  };
}

/** One entry a file and format, in order of first use; its notes joined. */
export function judgementJson(
  judgement: Judgement,
  evidence: readonly Evidence[],
  unread: readonly { readonly from: string; readonly problem: string }[],
): JudgementJson {
  const { class: leakClass, confidence, component, ownFrame, growth, causes, next } = judgement.verdict;
  const sources = Map.groupBy(evidence, (each) => JSON.stringify([each.from, each.parser, each.rawRef]));
  return {
    verdict: { class: leakClass, confidence, component, ownFrame, growth, causes, next },
    findings: judgement.findings.map((each) => citing(each, evidence)),
    evidence: [...sources.values()].flatMap((same) => {
      const [first] = same;
      return first === undefined
        ? []
        : [{ file: first.from, format: first.parser, sha256: first.rawRef, notes: [...new Set(same.flatMap((each) => each.notes))] }];
    }),
    unread: unread.map(({ from, problem }) => ({ file: from, problem })),
  };
}
