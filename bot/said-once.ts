/** A dozen people press one button at the same moment: what became of it is one message, not eleven. */
const sameMomentMs = 10_000;

/** Whether `what` is to be said at `at` (epoch ms): it was not said just before. Remembers no longer than that. */
export type SaidOnce = (what: string, at: number) => boolean;

export function createSaidOnce(): SaidOnce {
  const said = new Map<string, number>();
  return (what, at) => {
    for (const [each, when] of said) if (at - when > sameMomentMs) said.delete(each);
    if (said.has(what)) return false;
    said.set(what, at);
    return true;
  };
}
