import { caseTitle } from '../cards/index.ts';
import { stepWords } from '../cards/step-words.ts';
import { stepOf } from '../flows/index.ts';
import type { Investigation } from '../flows/types.ts';
import type { Store } from '../store/types.ts';
import { isOpen } from './case-index.ts';
import type { CaseIndex } from './case-index.ts';
import { placeOf } from './teams/place.ts';

/**
 * A case has ended, and what is typed or pasted from now on would go to an older one that is still open there: said,
 * because nobody may remember it. null: nothing is open there, or another case was the current one all along.
 */
export async function backIn(
  { index, store }: { readonly index: CaseIndex; readonly store: Store },
  before: Investigation,
  ended: Investigation,
): Promise<string | null> {
  const conversation = placeOf(ended)?.conversation;
  if (conversation === undefined || !isOpen(stepOf(before)) || isOpen(stepOf(ended))) return null;
  const id = index.openCase(conversation);
  const current = id === null ? null : await store.load(id);
  if (current === null || current.createdAt > ended.createdAt) return null;
  return `You are back in ${caseTitle(current)} (${current.id}), at “${stepWords[stepOf(current)].label}”. “list” shows every case.`;
}
