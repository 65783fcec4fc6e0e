import type { Outbox } from './chat.ts';
import type { Turned } from './turn.ts';

/**
 * What a finished command or a watch changed: the case card is brought up to date, and a verdict or a
 * trouble is also a short message of its own. (A person who pasted something is answered directly.)
 */
export async function announce(outbox: Outbox, turned: Turned): Promise<void> {
  const { before, investigation, taken } = turned;
  if (investigation === before) return;
  const verdict = investigation.judgement?.verdict;
  // The same sentence twice tells nothing: only a verdict that reads differently is a message.
  const isNew = verdict?.lead !== before.judgement?.verdict.lead;
  if (taken?.verdictChanged === true && isNew && verdict !== undefined && verdict.class !== 'not-enough-data')
    await outbox.notify(investigation, `verdict-${investigation.version}`, { text: verdict.lead });
  if (investigation.problem !== null && investigation.problem !== before.problem)
    await outbox.notify(investigation, `trouble-${investigation.version}`, { text: investigation.problem });
  await outbox.showCase(investigation);
}
