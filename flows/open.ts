/** A new case. With a target it begins at preflight; without one the target is looked for first. */
import type { Investigation, OpenInput } from './types.ts';
import { advance } from './advance.ts';
import { stepTitles } from './step-titles.ts';
import { firstFacts } from './memory-leak/facts.ts';
import { plan } from './plan.ts';

export function openInvestigation(input: OpenInput): Investigation {
  const { id, at, owner, conversation, asked, target, ticket, symptom, settings } = input;
  const fresh: Investigation = {
    id,
    schema: 2,
    version: 0,
    flow: 'memory-leak',
    snapshot: { state: { active: { intake: 'choosing' } }, facts: firstFacts, historyValue: null },
    token: 1,
    answered: [],
    createdAt: at,
    updatedAt: at,
    owner,
    conversation,
    settings,
    target: null,
    asked,
    candidates: [],
    ticket,
    symptom,
    plan: plan(null, [], settings),
    evidence: [],
    unread: [],
    judgement: null,
    pending: [],
    effectsAsked: 0,
    problem: null,
    timeline: [{ at, by: owner, says: opened(input), step: 'intake', evidence: [] }],
    fix: null,
    filed: [],
  };
  const first = target === null ? ({ type: 'redone' } as const) : ({ type: 'targetChosen', target } as const);
  const begun = advance(fresh, { ...first, by: null, at }).investigation;
  // Looking for the process is not "done again" the first time.
  const timeline = begun.timeline.filter((each) => each.says !== `"${stepTitles.intake}" is done again.`);
  return { ...begun, timeline, token: 1, answered: [] };
}

function opened(input: OpenInput): string {
  const { asked, ticket } = input;
  const what = asked.process ?? (asked.pid === null ? 'a process' : `pid ${asked.pid}`);
  return `Opened for ${what} on ${asked.host}${ticket === null ? '' : `, ${ticket}`}.`;
}
