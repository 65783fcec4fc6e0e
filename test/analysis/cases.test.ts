import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { evidenceFrom, filesIn } from '../support/evidence.ts';

const folder = resolve(import.meta.dirname, '../../../shared/cases');
const present = existsSync(folder);

function judged(slug: string) {
  const known = JSON.parse(readFileSync(join(folder, slug, 'case.json'), 'utf8')) as { class: string; decidable: boolean };
  const evidence = evidenceFrom(filesIn(join(folder, slug)).filter((file) => !file.endsWith('case.json')));
  return { slug, known, evidence, judgement: judge(evidence, defaultScope) };
}

(present ? describe : describe.skip)(`the real cases${present ? '' : ' (skipped: ../shared/cases is not here)'}`, () => {
  const all = present ? readdirSync(folder).map(judged) : [];

  it('are never judged wrong', () => {
    const wrong = all.filter(
      ({ known, judgement }) => judgement.verdict.class !== 'not-enough-data' && judgement.verdict.class !== known.class,
    );
    expect(wrong.map(({ slug, judgement }) => `${slug}: ${judgement.verdict.class}`)).toEqual([]);
  });

  it('are judged right where they can be: at least 14 of the decidable', () => {
    const right = all.filter(({ known, judgement }) => known.decidable && judgement.verdict.class === known.class);
    expect(right.length).toBeGreaterThanOrEqual(Math.min(14, all.filter(({ known }) => known.decidable).length));
  });

  it('say what to collect where they cannot be judged', () => {
    const silent = all.filter(({ judgement }) => judgement.verdict.class === 'not-enough-data' && judgement.verdict.next.length === 0);
    expect(silent.map(({ slug }) => slug)).toEqual([]);
  });

  it('are judged the same whatever the order in which the files come', () => {
    for (const { evidence, judgement } of all) expect(judge([...evidence].reverse(), defaultScope)).toEqual(judgement);
  });

  it('cite only findings and evidence that exist', () => {
    for (const { evidence, judgement } of all) {
      const findings = new Set(judgement.findings.map(({ id }) => id));
      const cited = [...judgement.verdict.causes, ...judgement.verdict.hypotheses].flatMap(({ because }) => because);
      expect(cited.filter((id) => !findings.has(id))).toEqual([]);
      const ids = new Set(evidence.map(({ id }) => id));
      expect(judgement.findings.flatMap((each) => each.evidence).filter((id) => !ids.has(id))).toEqual([]);
    }
  });
});
