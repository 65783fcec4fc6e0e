import { filedPlace, stepOf } from '../flows/index.ts';
import type { Store } from '../store/types.ts';
import { backIn } from './back-in.ts';
import { isOpen } from './case-index.ts';
import type { CaseIndex } from './case-index.ts';
import type { Outbox } from './chat.ts';
import type { Turned } from './turn.ts';

export interface AnnounceInput {
  readonly outbox: Outbox;
  readonly index: CaseIndex;
  readonly store: Store;
}

/**
 * What a finished command or a watch changed: the case card is brought up to date, and a verdict or a
 * trouble is also a short message of its own. (A person who pasted something is answered directly.)
 */
export async function announce({ outbox, index, store }: AnnounceInput, turned: Turned): Promise<void> {
  const { before, investigation, taken } = turned;
  if (investigation === before) return;
  const verdict = investigation.judgement?.verdict;
  // The same sentence twice tells nothing: only a verdict that reads differently is a message.
  const isNew = verdict?.lead !== before.judgement?.verdict.lead;
  if (taken?.verdictChanged === true && isNew && verdict !== undefined && verdict.class !== 'not-enough-data')
    await outbox.notify(investigation, `verdict-${investigation.version}`, { text: verdict.lead });
  // A case that has ended says on its card, which is the newest message, what became of it.
  const isOver = !isOpen(stepOf(investigation));
  if (investigation.problem !== null && investigation.problem !== before.problem && !isOver)
    await outbox.notify(investigation, `trouble-${investigation.version}`, { text: investigation.problem });
  const filed = investigation.filed.length > before.filed.length ? investigation.filed.at(-1) : undefined;
  // At its own step the card says so; anywhere else whoever asked for the report would look for it in vain.
  if (filed !== undefined && stepOf(investigation) !== 'reported')
    await outbox.notify(investigation, `filed-${investigation.version}`, { text: `The report is attached: ${filedPlace(filed)}.` });
  await outbox.showCase(investigation);
  const back = await backIn({ index, store }, before, investigation);
  if (back !== null) await outbox.notify(investigation, `back-${investigation.version}`, { text: back });
}
