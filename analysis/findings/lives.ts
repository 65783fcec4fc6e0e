/** What was left aside, and why: other processes and other lives are never mixed in silently. */
import { lifeText, lifeTextAmong, livesIn, toldApart } from '../lives.ts';
import type { ProcessLife } from '../types.ts';
import { listText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const mostNamed = 4;

export const lives: Question = {
  id: 'lives',
  ask: ({ file }) => {
    const [aside, several] = [file.aside, file.lives.length > 1];
    const nameOf = (life: ProcessLife): string => (toldApart(life) ? lifeText(life) : 'one that is not named');
    const known = file.lives.map(({ life }) => life);
    const others = [...new Set(aside.flatMap((each) => livesIn(each).map(nameOf)))].sort();
    return [
      ...(several
        ? [
            finding({
              rule: 'other-lives',
              says: `The evidence tells of ${file.lives.length} lives of the process: ${listText(known.slice(-mostNamed).map((life) => lifeTextAmong(life, known)))}. Their values are not compared with each other; the one in question is ${lifeTextAmong(file.life, known)}.`,
              evidence: file.evidence.map(({ id }) => id),
              measured: { lives: file.lives.length },
            }),
          ]
        : []),
      ...(aside.length > 0
        ? [
            finding({
              rule: 'left-aside',
              says: `${aside.length} ${aside.length === 1 ? 'output tells' : 'outputs tell'} of another process and ${aside.length === 1 ? 'was' : 'were'} left aside: ${listText(others.slice(0, mostNamed))}.${toldApart(file.life) ? ` The verdict is about ${lifeText(file.life)}.` : ''}`,
              evidence: aside.map(({ id }) => id),
            }),
          ]
        : []),
    ];
  },
};
