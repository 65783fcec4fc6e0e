/** What was left aside, and why: other processes and other lives are never mixed in silently. */
import type { CaseFile } from '../case-file.ts';
import { lifeText, lifeTextAmong, livesIn, mayBeSameLife, onOneMachine, toldApart } from '../lives.ts';
import type { Evidence, ProcessLife } from '../types.ts';
import { listText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const mostNamed = 4;

/** Two machines run two processes; what one machine runs under one name may be one process after another. */
function severalText(known: readonly ProcessLife[]): string {
  const what = known.every((life) => known.every((other) => onOneMachine(life, other))) ? 'lives of the process' : 'processes of that name';
  return `The evidence tells of ${known.length} ${what}: ${listText(known.slice(-mostNamed).map((life) => lifeTextAmong(life, known)))}.`;
}

/** Which of them the verdict is about: a new life that was hardly watched leaves that to the one before it. */
function questionText({ life, witness }: CaseFile, known: readonly ProcessLife[]): string {
  const name = lifeTextAmong(life, known);
  if (!toldApart(witness) || mayBeSameLife(life, witness)) return `the one in question is ${name}`;
  return `${name} has not been watched for long enough, so the verdict goes by ${lifeTextAmong(witness, known)}`;
}

/** What tells neither process, pid nor start, in a file in which nothing else does. */
function takenAsIts({ life, evidence }: CaseFile): readonly Evidence[] {
  if (life.pid === null || life.process === null) return [];
  const isNamed = (each: Evidence): boolean => livesIn(each).some((one) => toldApart(one) || one.startedAt !== null);
  const files = new Set(evidence.filter(isNamed).map(({ rawRef }) => rawRef));
  const isOpen = ({ kind, rawRef }: Evidence): boolean => kind !== 'source' && kind !== 'host' && !files.has(rawRef);
  return evidence.filter(isOpen);
}

function takenText(taken: readonly Evidence[], life: ProcessLife): string {
  const outputs = new Set(taken.map(({ rawRef }) => rawRef)).size;
  const [what, are] = outputs === 1 ? ['output does', 'is'] : ['outputs do', 'are'];
  return `${outputs} ${what} not tell the process and ${are} taken as of ${lifeText(life)}.`;
}

export const lives: Question = {
  id: 'lives',
  ask: ({ file }) => {
    const [aside, several] = [file.aside, file.lives.length > 1];
    const nameOf = (life: ProcessLife): string => (toldApart(life) ? lifeText(life) : 'one that is not named');
    const known = file.lives.map(({ life }) => life);
    const others = [...new Set(aside.flatMap((each) => livesIn(each).map(nameOf)))].sort();
    const taken = takenAsIts(file);
    return [
      ...(taken.length === 0
        ? []
        : [finding({ rule: 'taken-as', says: takenText(taken, file.life), evidence: taken.map(({ id }) => id) })]),
      ...(several
        ? [
            finding({
              rule: 'other-lives',
              says: `${severalText(known)} Their values are not compared with each other; ${questionText(file, known)}.`,
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
