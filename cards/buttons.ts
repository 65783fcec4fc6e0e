/** The buttons of a case: the same order everywhere — do it, I'll run it, Skip, Why? — one primary, the rest behind "more". */
import { canRun, type CaseContext } from './case-context.ts';
import { button, type Element } from './parts.ts';
import { collectorWords } from './step-words.ts';
import type { Verb } from './types.ts';

/** Shows something about the case; moves nothing. */
export function lookButtons({ investigation }: CaseContext, verbs: readonly ('evidence' | 'timeline' | 'chart')[]): readonly Element[] {
  const titles = { evidence: 'Evidence', timeline: 'Timeline', chart: 'Chart' };
  return verbs.map((verb) => button(titles[verb], verb, investigation, {}, { secondary: true }));
}

export function whyButton({ investigation }: CaseContext, secondary = false): Element {
  return button('Why?', 'why', investigation, {}, { secondary });
}

export function moveButton({ investigation }: CaseContext, title: string, verb: Verb, look: 'first' | 'plain' | 'more' = 'plain'): Element {
  return button(
    title,
    verb,
    investigation,
    {},
    { ...(look === 'first' ? { style: 'positive' as const } : {}), secondary: look === 'more' },
  );
}

/** What may be done from every open step, behind "more". */
export function otherWays(context: CaseContext): readonly Element[] {
  const { trail } = context.investigation.snapshot.facts;
  const back = trail.length > 1 ? [moveButton(context, 'Back', 'back', 'more')] : [];
  return [
    ...back,
    ...lookButtons(context, ['evidence', 'timeline', 'chart']),
    moveButton(context, 'Pause', 'pause', 'more'),
    moveButton(context, 'Cancel case', 'cancel', 'more'),
  ];
}

/** Do it and I'll run it, as far as there is a collector: whichever comes first is the primary one. */
export function collectButtons(context: CaseContext, doIt: string): readonly Element[] {
  const { investigation, offer } = context;
  if (offer.collector === null) return [];
  const extra = { collector: offer.collector.id };
  const run = canRun(context);
  const words = collectorWords(offer.step, offer.collector.id);
  return [
    ...(run ? [button(words?.doIt ?? doIt, 'collect', investigation, extra, { style: 'positive' })] : []),
    button(words?.byHand ?? "I'll run it", 'byHand', investigation, extra, run ? {} : { style: 'positive' }),
  ];
}
