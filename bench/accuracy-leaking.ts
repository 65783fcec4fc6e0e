/** Eight kinds of series that leak: those of the published table. */
import {
  again,
  growing,
  load,
  none,
  recordHours,
  sawTooth,
  since,
  sum,
  times,
  worked,
  type Between,
  type Curve,
  type Kind,
} from './accuracy-curves.ts';

function stairs(base: number, between: Between): Curve {
  const every = between(1.5, 7);
  const edges = Array.from({ length: Math.ceil(recordHours / every) }, (_, i) => (i + between(0.1, 0.9)) * every);
  const height = Math.max(0.04 * base, growing(base, between) * every);
  return (h) => height * edges.filter((edge) => edge <= h).length;
}

export const leaking: readonly Kind[] = [
  {
    name: 'leak',
    leaks: true,
    shape: (base, between) => {
      const rate = growing(base, between);
      return { curve: (h) => rate * h, clean: none };
    },
  },
  {
    name: 'leak+gc',
    leaks: true,
    shape: (base, between) => {
      const tooth = sawTooth(between(0.3, 4), base * between(0.1, 0.5), between(0, 1));
      const rate = growing(base, between);
      return { curve: sum((h) => rate * h, tooth), clean: tooth };
    },
  },
  {
    name: 'slow',
    leaks: true,
    shape: (base, between) => {
      const rate = (base * between(0.06, 0.15)) / recordHours;
      return { curve: (h) => rate * h, clean: none };
    },
  },
  {
    name: 'leak~load',
    leaks: true,
    shape: (base, between) => {
      const phase = between(0, 24);
      const swing = times(base * between(0.05, 0.5), load(phase));
      return { curve: sum(times(2 * growing(base, between), worked(phase)), swing), clean: swing };
    },
  },
  {
    name: 'leak+recycle',
    leaks: true,
    shape: (base, between) => {
      const every = between(9, 29);
      const rate = (base * between(0.3, 1.5)) / every;
      return { curve: again(every, between(0, every), (h) => rate * h), clean: none };
    },
  },
  {
    name: 'late',
    leaks: true,
    shape: (base, between) => {
      const [start, rate] = [recordHours * between(0.25, 0.7), 2 * growing(base, between)];
      return { curve: since(start, (h) => rate * h), clean: none, since: start };
    },
  },
  { name: 'staircase', leaks: true, shape: (base, between) => ({ curve: stairs(base, between), clean: none }) },
  {
    name: 'leak+gaps',
    leaks: true,
    shape: (base, between) => {
      const rate = growing(base, between);
      return { curve: (h) => rate * h, clean: none };
    },
  },
];
