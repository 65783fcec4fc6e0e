/** All that the evidence says, whatever the order in which it came. */
import { attribute } from './attribution.ts';
import { openCase } from './case-file.ts';
import { asTrend } from './counter-trends.ts';
import { differencesOf } from './differences/index.ts';
import { findingsOf } from './findings/index.ts';
import { growthOfHandles } from './handle-growth.ts';
import { limitForecasts } from './limit-forecasts.ts';
import { viewStack } from './stack-view.ts';
import type { Evidence, Judgement, JudgeScope } from './types.ts';
import { conclude } from './verdict.ts';

/** 30 minutes: shorter series are "too early" (SPEC §1, FACTS §12.3). */
export const defaultScope: JudgeScope = { process: null, pid: null, minimumMs: 30 * 60_000, fixedAt: null };

export function judge(evidence: readonly Evidence[], scope: JudgeScope): Judgement {
  const file = openCase(evidence, scope);
  const attribution = attribute(file);
  const handles = growthOfHandles(file);
  const stack = viewStack(file, attribution);
  const exhibits = { file, attribution, handles, stack, forecasts: limitForecasts(file), differences: differencesOf(file) };
  const { verdict, findings } = conclude({ ...exhibits, findings: findingsOf(exhibits) });
  const { forecasts, differences } = exhibits;
  return {
    verdict,
    findings,
    trends: [...file.trends, ...file.afterFix].map(asTrend),
    attribution,
    handleGrowth: handles,
    stack,
    forecasts,
    differences,
  };
}
