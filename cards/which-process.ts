/** Outputs of several processes of one name, of which nobody said which is meant: the question, and a button for each. */
import { pidsToChoose } from '../flows/index.ts';
import type { CaseContext } from './case-context.ts';
import { cut } from './escape.ts';
import { listed, plural } from './format.ts';
import { button, text, type Element } from './parts.ts';

/** As many as a line holds. */
const mostNamed = 4;
/** Behind "more", beside the other ways; a pid that has no button is typed. */
const mostButtons = 3;

function howToSay(others: readonly number[]): string {
  const [first = 0, second] = others;
  if (second === undefined) return `Say “pid ${first}” if it is that one.`;
  return others.length > 2 ? `Say it as “pid ${first}”.` : `Say “pid ${first}” or “pid ${second}”.`;
}

/** Asked on the card until it is answered; one of them is taken meanwhile, and that is told. */
export function whichProcess({ investigation }: CaseContext): readonly Element[] {
  const pids = pidsToChoose(investigation);
  const { target } = investigation;
  const others = pids.filter((pid) => pid !== target?.pid);
  if (target === null || others.length === 0) return [];
  const named = listed([...pids.slice(0, mostNamed).map(String), ...(pids.length > mostNamed ? ['others'] : [])]);
  const called = target.process === null ? '' : ` called ${cut(target.process, 60)}`;
  const taken = target.pid === null ? 'the one that stands out is judged' : `pid ${target.pid} is judged`;
  const says = `${plural(pids.length, 'process', 'processes')}${called} were read (pid ${named}); ${taken}. Which is meant? ${howToSay(others)}`;
  return [text(says, { tone: 'Warning' }, { spacing: 'Small' })];
}

/** The pids that the case does not go by. */
export function whichButtons({ investigation }: CaseContext): readonly Element[] {
  const others = pidsToChoose(investigation).filter((pid) => pid !== investigation.target?.pid);
  return others.slice(0, mostButtons).map((pid) => button(`pid ${pid}`, 'chooseTarget', investigation, { pid }, { secondary: true }));
}
