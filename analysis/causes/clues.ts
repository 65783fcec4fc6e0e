/** The kinds of sign that causes are recognised by. */
import { finding } from '../findings/types.ts';
import { pathOf } from '../root-chain.ts';
import { candidateStacks } from '../stack-view.ts';
import { frameName, moduleKey } from '../stacks.ts';
import type { Finding, Motion } from '../types.ts';
import { countText, listText, shortText } from '../wording.ts';
import { causeOfPattern } from './patterns.ts';
import type { Clue, Found } from './types.ts';

const aboutOf = ({ id, rule }: Finding): string => id.slice(rule.length + 1);

/** A finding that is already there; `about` narrows it to ids that contain one of these words. */
export function said(weight: number, rule: string, ...about: readonly string[]): Clue {
  const words = about.map((word) => word.toLowerCase());
  const isAbout = (each: Finding): boolean => words.length === 0 || words.some((word) => aboutOf(each).toLowerCase().includes(word));
  return { weight, find: ({ findings }) => findings.filter((each) => each.rule === rule && isAbout(each)) };
}

/** A finding that is already there, with this yes (1) or no (0) measured. */
export function measured(weight: number, rule: string, key: string, is: 0 | 1): Clue {
  return { weight, find: ({ findings }) => findings.filter((each) => each.rule === rule && each.measured[key] === is) };
}

/** A counter that moves like this. */
export function moves(weight: number, counter: string, motion: Motion): Clue {
  const isSo = ({ file }: Found): boolean => file.trends.some((trend) => trend.counter === counter && trend.motion === motion);
  return { weight, find: (found) => (isSo(found) ? found.findings.filter(({ id }) => id === `counter-motion:${counter}`) : []) };
}

export function grows(weight: number, counter: string): Clue {
  return moves(weight, counter, 'grows');
}

/** Pasted source with a pattern of this cause; `pattern` narrows it to one of several. */
export function inSource(weight: number, cause: string, pattern = ''): Clue {
  const isOf = (about: string): boolean => about.startsWith(pattern) && causeOfPattern(about)?.cause === cause;
  return { weight, find: ({ findings }) => findings.filter((each) => each.rule === 'source-pattern' && isOf(aboutOf(each))) };
}

/** Types of which there are too many, by the table of suspect types. */
export function manyObjects(weight: number, cause: string): Clue {
  return { weight, find: ({ findings }) => findings.filter((each) => each.rule === 'known-types' && aboutOf(each) === cause) };
}

/** Handles of one of these types that grow, stand out, or were opened and not closed while it was watched. */
export function handlesOf(weight: number, ...types: readonly string[]): Clue {
  const wanted = new Set(types.map((type) => type.toLowerCase()));
  const isWanted = (name: string): boolean => wanted.has(name) || [...wanted].some((one) => name.startsWith(one));
  const isOf = (each: Finding): boolean =>
    each.rule === 'handle-trace'
      ? each.points !== null && Object.keys(each.measured).some((key) => isWanted(key.toLowerCase()))
      : (each.rule === 'handle-growth' || each.rule === 'handle-level') && aboutOf(each).toLowerCase().split('+').some(isWanted);
  return { weight, find: ({ findings }) => findings.filter(isOf) };
}

/** A module that holds the growth, or most of what is outstanding. */
export function heldByModule(weight: number, ...modules: readonly string[]): Clue {
  const wanted = new Set(modules.map(moduleKey));
  return {
    weight,
    find: ({ attribution, findings }) => {
      const row = attribution?.rows.find(({ level, growth }) => level === 'module' && (growth ?? 0) > 0);
      const holds = row !== undefined && (row.share ?? 0) >= 0.3 && wanted.has(moduleKey(row.name));
      const growth = holds ? findings.filter(({ rule }) => rule === 'leak-report-growth' || rule === 'allocation-growth') : [];
      return [...growth, ...findings.filter((each) => each.rule === 'leak-report-level' && wanted.has(moduleKey(aboutOf(each))))];
    },
  };
}

const longestLook = 300;

/** A stack of the evidence that passes through one of these functions or namespaces (compared without regard to case). */
export function calls(weight: number, ...names: readonly string[]): Clue {
  const wanted = names.map((name) => name.toLowerCase());
  return {
    weight,
    find: ({ file }) => {
      for (const { evidence, stack } of candidateStacks(file)) {
        for (const frame of stack.frames) {
          const printed = frame.printed.slice(0, longestLook).toLowerCase();
          if (!wanted.some((name) => printed.includes(name))) continue;
          const name = shortText(frameName(frame));
          return [finding({ rule: 'stack-passes', about: name, says: `A stack passes through ${name}.`, evidence: [evidence] })];
        }
      }
      return [];
    },
  };
}

/** One stack that passes through one of each of these groups of names, in whatever order. */
export function oneStack(weight: number, ...groups: readonly (readonly string[])[]): Clue {
  const wanted = groups.map((names) => names.map((name) => name.toLowerCase()));
  return {
    weight,
    find: ({ file }) => {
      for (const { evidence, stack } of candidateStacks(file)) {
        const printed = stack.frames.map((frame) => frame.printed.slice(0, longestLook).toLowerCase());
        const hits = wanted.map((names) => printed.findIndex((line) => names.some((name) => line.includes(name))));
        if (hits.includes(-1)) continue;
        const names = hits.map((at) => shortText(stack.frames[at] === undefined ? '' : frameName(stack.frames[at]), 80));
        return [
          finding({
            rule: 'stack-passes',
            about: names.join('+'),
            says: `One stack passes through ${listText(names)}.`,
            evidence: [evidence],
          }),
        ];
      }
      return [];
    },
  };
}

const finalizer = ['finalizerthread', 'gcheap::finalizer'];
const apartment = ['gettosta', 'switchaptanddispatchcall', 'climodalloop', 'entercontextole32', 'rcwcleanuplist', 'releaseallinterfaces'];

/** The finalizer thread stands in a call into a COM apartment. */
export function blockedFinalizer(weight: number): Clue {
  return oneStack(weight, finalizer, apartment);
}

/** A chain to a root that passes through a type of one of these names. */
export function rootedThrough(weight: number, ...names: readonly string[]): Clue {
  return {
    weight,
    find: ({ file }) => {
      for (const { id, chains } of file.of('gcRoots')) {
        const type = chains.flatMap(pathOf).find((each) => names.some((name) => each.includes(name)));
        if (type !== undefined)
          return [
            finding({
              rule: 'root-passes',
              about: shortText(type),
              says: `What keeps the object alive passes through ${shortText(type)}.`,
              evidence: [id],
            }),
          ];
      }
      return [];
    },
  };
}

/** Types in a heap statistic or a finalizer queue whose name contains one of these, this many of them. */
export function objectsNamed(weight: number, atLeast: number, ...names: readonly string[]): Clue {
  return {
    weight,
    find: ({ file }) => {
      const lists = [...file.of('heapStatistic'), ...file.of('finalizerQueue')];
      for (const { id, types } of lists) {
        const found = types.find(({ type, count }) => count >= atLeast && names.some((name) => type.includes(name)));
        if (found !== undefined) {
          return [
            finding({
              rule: 'types-present',
              about: shortText(found.type),
              says: `${countText(found.count)} objects of ${shortText(found.type)} are there.`,
              evidence: [id],
              measured: { count: found.count },
            }),
          ];
        }
      }
      return [];
    },
  };
}

/** Only together: each of them found. The findings of all are cited. */
export function together(weight: number, ...clues: readonly Clue[]): Clue {
  return {
    weight,
    find: (found: Found) => {
      const answers = clues.map((clue) => clue.find(found));
      return answers.every((answer) => answer.length > 0) ? answers.flat() : [];
    },
  };
}

/** Found where the clue is not: what is missing speaks too (a negative weight, or a cause that another one would explain away). */
export function unless(weight: number, clue: Clue, instead: Clue): Clue {
  return { weight, find: (found) => (clue.find(found).length > 0 ? [] : instead.find(found)) };
}
