/** Six kinds that were thought of after the published table, scored apart: three that leak, three that do not. */
import { growing, load, none, recordHours, sawTooth, sum, times, type Curve, type Kind } from './accuracy-curves.ts';

export const further: readonly Kind[] = [
  {
    name: 'faster and faster',
    leaks: true,
    shape: (base, between) => {
      const rate = growing(base, between) / recordHours;
      return { curve: (h) => rate * h * h, clean: none };
    },
  },
  {
    name: 'office hours leak',
    leaks: true,
    shape: (base, between) => {
      const [start, rate] = [between(0, 14), 2.4 * growing(base, between)];
      const curve: Curve = (h) => rate * (10 * Math.floor((h + 24 - start) / 24) + Math.min(10, (h + 24 - start) % 24));
      return { curve: (h) => curve(h) - curve(0), clean: none };
    },
  },
  {
    name: 'leak+daily+gc',
    leaks: true,
    shape: (base, between) => {
      const busy = sum(
        times(base * between(0.1, 0.4), load(between(0, 24))),
        sawTooth(between(0.3, 2), base * between(0.1, 0.3), between(0, 1)),
      );
      const rate = growing(base, between);
      return { curve: sum((h) => rate * h, busy), clean: busy };
    },
  },
  {
    name: 'office hours',
    leaks: false,
    shape: (base, between) => {
      const [start, height] = [between(0, 24), base * between(0.1, 0.6)];
      const curve: Curve = (h) => ((h + start) % 24 < 10 ? height : 0);
      return { curve, clean: curve };
    },
  },
  {
    name: 'daily+gc',
    leaks: false,
    shape: (base, between) => {
      const curve = sum(
        times(base * between(0.1, 0.5), load(between(0, 24))),
        sawTooth(between(0.3, 3), base * between(0.1, 0.4), between(0, 1)),
      );
      return { curve, clean: curve };
    },
  },
  {
    name: 'given back',
    leaks: false,
    shape: (base, between) => {
      const [height, tau] = [base * between(0.2, 1), between(1, 12)];
      const curve: Curve = (h) => height * Math.exp(-h / tau);
      return { curve, clean: curve };
    },
  },
];
