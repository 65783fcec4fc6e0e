import type { Connector, FoundProcess } from '../connectors/types.ts';
import type { Target } from '../flows/types.ts';
import { onlyOwn } from './access.ts';

/** What is known of a life that ended, to tell which process took its place. */
export interface Predecessor {
  /** Whose likeness (`FoundProcess.like`) it was; null: it was never seen alive. */
  readonly like: string | null;
  /** Who of that name ran beside it: they take nobody's place. */
  readonly beside: readonly FoundProcess[];
}

/** Which process took the place of one that ended: it, nobody yet, or one of several. */
export type Successor =
  | { readonly is: 'found'; readonly process: FoundProcess }
  | { readonly is: 'unclear'; readonly candidates: readonly FoundProcess[] }
  | { readonly is: 'nobody' };

/** Programs that run other programs: their name says nothing about which application it is. */
const interpreters = /^(?:node|bun|deno|dotnet|mono|java|python|perl|ruby|php|bash|dash|sh)[\d.]*(?:-fpm)?$/;

/**
 * The one process that was started with the same command by the same user; where there is none, the only
 * one of that name, unless the name is an interpreter's. Never one that ran beside it before. Pure.
 */
export function successorAmong(target: Target, { like, beside }: Predecessor, found: readonly FoundProcess[]): Successor {
  const isBeside = (each: FoundProcess): boolean => beside.some((one) => one.pid === each.pid && one.startedAt === each.startedAt);
  const isLater = (each: FoundProcess): boolean => target.startedAt === null || (each.startedAt ?? 0) > target.startedAt;
  const candidates = found.filter(
    (each) => each.name === target.process && isLater(each) && !isBeside(each) && !isSameLife(each, target.pid, target.startedAt),
  );
  const alike = like === null ? [] : candidates.filter((each) => each.like === like);
  const mayBeOnlyNamed = alike.length === 0 && beside.length === 0 && !interpreters.test(target.process ?? '');
  const [first, second] = mayBeOnlyNamed ? candidates : alike;
  if (first !== undefined && second === undefined) return { is: 'found', process: first };
  return candidates.length === 0 ? { is: 'nobody' } : { is: 'unclear', candidates };
}

function isSameLife(each: FoundProcess, pid: number | null, startedAt: number | null): boolean {
  return each.pid === pid && each.startedAt === startedAt;
}

/** Processes of the target's name that the bot may look at; a recording has none, and a look that fails sees none. */
export async function namesakes(connector: Connector, target: Target, signal: AbortSignal): Promise<readonly FoundProcess[]> {
  if (connector.find === undefined || target.process === null || target.connector === 'replay') return [];
  const found = await connector.find(target.process, null, signal).catch(() => []);
  return onlyOwn(found.filter((each) => each.name === target.process));
}

/** What a person is told where the bot cannot tell which one it is. */
export function unclearSays(target: Target, candidates: readonly FoundProcess[]): string {
  const shown = candidates.slice(0, 5).map(({ pid, detail }) => `${pid} (${detail.slice(0, 60)})`);
  const more = candidates.length > shown.length ? ` and ${candidates.length - shown.length} more` : '';
  return `Process ${target.pid ?? ''} has ended, and it cannot be told which process took its place: ${shown.join(', ')}${more}. Type "investigate" and a pid to go on with one of them.`;
}
