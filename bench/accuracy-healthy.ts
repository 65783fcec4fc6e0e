/** Eight kinds of series that only look like a leak: those of the published table. */
import { again, fills, load, none, recordHours, sawTooth, times, type Curve, type Kind } from './accuracy-curves.ts';

export const healthy: readonly Kind[] = [
  { name: 'noise', leaks: false, shape: () => ({ curve: none, clean: none }) },
  {
    name: 'warmup',
    leaks: false,
    shape: (base, between) => {
      const curve = fills(base * between(0.2, 1.5), between(0.3, 5));
      return { curve, clean: curve };
    },
  },
  {
    name: 'step',
    leaks: false,
    shape: (base, between) => {
      const [start, height] = [recordHours * between(0.1, 0.9), base * between(0.1, 0.8)];
      // It has had as much to do before.
      return { curve: (h) => (h >= start ? height : 0), clean: (h) => (h >= 30 ? height : 0) };
    },
  },
  {
    name: 'daily',
    leaks: false,
    shape: (base, between) => {
      const curve = times(base * between(0.1, 0.7), load(between(0, 24)));
      return { curve, clean: curve };
    },
  },
  {
    name: 'gc',
    leaks: false,
    shape: (base, between) => {
      const curve = sawTooth(between(0.3, 6), base * between(0.1, 0.8), between(0, 1));
      return { curve, clean: curve };
    },
  },
  {
    name: 'recycle',
    leaks: false,
    shape: (base, between) => {
      const every = between(9, 29);
      const curve = again(every, between(0, every), fills(base * between(0.2, 1), between(0.3, 2)));
      return { curve, clean: curve };
    },
  },
  {
    name: 'cache',
    leaks: false,
    shape: (base, between) => {
      const [height, tau] = [base * between(0.3, 1.5), between(3, 10)];
      // It was never as full as it is going to be.
      return { curve: fills(height, tau), clean: fills(height * between(0.2, 0.9), 1) };
    },
  },
  {
    name: 'spikes',
    leaks: false,
    shape: (base, between) => {
      const spikes = Array.from({ length: 8 }, () => ({
        at: between(0, recordHours),
        wide: between(0.1, 1.5),
        high: base * between(0.2, 1),
      }));
      const curve: Curve = (h) => spikes.reduce((all, { at, wide, high }) => all + (h >= at && h < at + wide ? high : 0), 0);
      return { curve, clean: curve };
    },
  },
];
