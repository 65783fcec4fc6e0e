import { grows, handlesOf, inSource, manyObjects, measured, rootedThrough, said, unless } from './clues.ts';
import type { KnownCause } from './types.ts';

export const timerNotDisposed: KnownCause = {
  id: 'timer-not-disposed',
  title: 'Timers are started and not disposed',
  explains: ['managed', 'handle'],
  clues: [
    inSource(2.2, 'timer-not-disposed'),
    manyObjects(1.8, 'timer-not-disposed'),
    measured(1.6, 'gc-root', 'byTimer', 1),
    handlesOf(1.4, 'timer', 'irtimer'),
    grows(1.6, 'timers'),
    rootedThrough(
      1.6,
      'System.Threading.TimerQueueTimer',
      'System.Threading.TimerHolder',
      'System.Timers.Timer',
      'System.Windows.Threading.DispatcherTimer',
      'System.Windows.Forms.Timer',
    ),
    unless(0, said(0, 'known-types', 'cancellation', 'memory-cache'), said(0.4, 'known-types', 'timer')),
  ],
  refutedBy: 'the number of active timers stays level while memory grows',
  fix: 'Dispose each timer with its owner: `await using var timer = new Timer(…)` or a field that Dispose disposes. The timer queue roots the callback of an active timer and all that it captures; a callback or state that refers to the timer itself (as `new Timer(callback)` does) keeps it for ever. System.Timers.Timer needs Dispose as well; a DispatcherTimer that was started is held by its dispatcher until Stop().',
  link: 'https://learn.microsoft.com/dotnet/api/system.threading.timer',
  looksLike: 'CancellationTokenSources with a timeout and MemoryCaches hold timers as well: their own types are there in equal numbers.',
};
