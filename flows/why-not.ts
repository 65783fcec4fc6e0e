/** Why nothing moved, in words: what the case is at, and what to say instead. */
import type { FlowEvent, Investigation } from './types.ts';
import { placeOf } from './memory-leak/place.ts';
import { stepTitles } from './step-titles.ts';

/** Why the statechart did not take an event, in words. */
export function whyNot(investigation: Investigation, event: FlowEvent): string {
  const { step } = placeOf(investigation.snapshot.state);
  const here = `the case is at "${stepTitles[step]}"`;
  if (step === 'cancelled') return 'This case was cancelled. Open a new one with "investigate".';
  if (step === 'paused')
    return event.type === 'pausedCase' ? 'The case is paused already. Say "resume" to go on.' : 'The case is paused. Say "resume" first.';
  if (step === 'closed') return whyNotClosed(event);
  const reasons: Readonly<Partial<Record<FlowEvent['type'], string>>> = {
    skipped:
      step === 'intake' ? 'Without a process there is nothing to go on with: choose one first.' : `There is nothing to skip: ${here}.`,
    goOnRequested:
      step === 'concluded'
        ? 'This is the verdict. Say "fixed" and what was done, or "report", or "close".'
        : `There is nothing to go on from: ${here}.`,
    wentBack: 'This is the first step; there is none before it.',
    redone: `There is nothing to do again: ${here}.`,
    pausedCase: `It cannot be paused now: ${here}.`,
    resumedCase: 'The case is not paused.',
    closedCase: `Only a case with a verdict can be closed; ${here}. Say "cancel" and why to end it without one.`,
    fixAnnounced: `No fix can be verified yet: ${here}.`,
    reportRequested: `There is nothing to report yet: ${here}.`,
    targetChosen: `The process was chosen already; ${here}. Say "back" to choose another.`,
    targetsFound: 'The process was chosen already.',
    thresholdsSet: 'Choose a process first.',
  };
  return reasons[event.type] ?? `This is not possible now: ${here}.`;
}

function whyNotClosed(event: FlowEvent): string {
  const already: Readonly<Partial<Record<FlowEvent['type'], string>>> = {
    pausedCase: 'The case is closed already.',
    closedCase: 'The case is closed already.',
    cancelledCase: 'The case is closed already; there is nothing to cancel.',
    fixAnnounced: 'The case is closed. Say "back" first, then what was fixed.',
  };
  return already[event.type] ?? 'The case is closed. Say "back" to open it again.';
}
