/** `!htrace -diff`: handles that were opened between two marks and not closed, what they are, and whose code opened them. */
import { objectOpenedBy } from '../opened-object.ts';
import type { EvidenceOf } from '../order-of-evidence.ts';
import { firstOwnFrame, frameName } from '../stacks.ts';
import type { CallStack } from '../types.ts';
import { countText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/**
 * What any program has open between two moments is no leak: a lock that was waited for once keeps its event, a thread that
 * works its handles. From here on one place opens more than that.
 */
const manyOfOneFunction = 10;
const manyOfOneStack = 20;
/** Where others opened as much, the one that leads may be chance. */
const leads = 0.3;
const nearlyAll = 0.5;

const opens = (stacks: readonly CallStack[]): number => stacks.reduce((sum, { count }) => sum + count, 0);

/** Who of these opened most, by the name that `nameOf` gives a stack. */
function topOf(stacks: readonly CallStack[], nameOf: (stack: CallStack) => string | null): readonly [string, number] | null {
  const counts = new Map<string, number>();
  for (const stack of stacks) {
    const name = nameOf(stack);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + stack.count);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0] ?? null;
}

function ownName({ frames }: CallStack): string | null {
  const own = firstOwnFrame(frames);
  return own === null ? null : frameName(own);
}

function traceOf({ id, open, outstanding }: EvidenceOf<'handleTrace'>): ReturnType<Question['ask']>[number] {
  const shown = opens(open);
  const opened = Math.max(shown, outstanding ?? 0);
  // A text that was shortened shows some of them: where all of those are of one stack, so are the others.
  const scale = open.length === 1 && shown > 0 ? opened / shown : 1;
  const owner = topOf(open, ownName);
  const type = topOf(open, ({ frames }) => objectOpenedBy(frames));
  const ofOwner = (owner?.[1] ?? 0) * scale;
  const ofStack = Math.max(0, ...open.map(({ count }) => count)) * scale;
  const isStrong =
    (ofOwner >= manyOfOneFunction && ofOwner >= leads * opened) || (ofStack >= manyOfOneStack && ofStack >= nearlyAll * opened);
  const ofType = (type?.[1] ?? 0) * scale;
  const kind = type === null ? '' : ` ${countText(ofType)} of them ${ofType === 1 ? 'is' : 'are'} of type ${type[0]}.`;
  const by = owner === null ? '' : ` ${countText(ofOwner)} of them by ${shortText(owner[0])}.`;
  const about = owner?.[0] ?? type?.[0];
  return finding({
    rule: 'handle-trace',
    ...(about === undefined ? {} : { about }),
    says:
      opened === 1
        ? `One handle was opened after the mark and not closed${type === null ? '' : `, of type ${type[0]}`}${owner === null ? '' : `, by ${shortText(owner[0])}`}: one is no leak.`
        : `${countText(opened)} handles were opened after the mark and not closed.${by}${kind}`,
    points: opened === 1 ? null : 'handle',
    strength: isStrong ? 'strong' : 'weak',
    evidence: [id],
    measured: { opened, ...(type === null ? {} : { [type[0]]: ofType }) },
  });
}

export const handleTrace: Question = {
  id: 'handle-trace',
  ask: ({ file }) =>
    file
      .of('handleTrace')
      .filter(({ diff, open }) => diff && open.length > 0)
      .map(traceOf),
};
