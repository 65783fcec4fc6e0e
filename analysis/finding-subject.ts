/** What a finding is about, by its name in the evidence: the type, module or assembly that its id ends with. */
import type { Found } from './causes/types.ts';
import type { Finding, LeakClass } from './types.ts';

/** Null for a finding about the process as a whole. */
export const aboutOf = (finding: Finding | undefined): string | null => {
  const about = finding?.id.slice(finding.rule.length + 1) ?? '';
  return about === '' ? null : about;
};

/** Of the first finding of a rule, where that points at this class. */
export function about(found: Found, rule: string, leakClass: LeakClass | null = null): string | null {
  return aboutOf(found.findings.find((each) => each.rule === rule && (leakClass === null || each.points === leakClass)));
}
