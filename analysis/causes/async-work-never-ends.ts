import { manyObjects, objectsNamed, rootedThrough } from './clues.ts';
import { waitingMethods } from './object-clues.ts';
import type { KnownCause } from './types.ts';

export const asyncWorkNeverEnds: KnownCause = {
  id: 'async-work-never-ends',
  title: 'Asynchronous work piles up that waits for something that never comes',
  explains: ['managed'],
  clues: [
    manyObjects(2.2, 'async-work-never-ends'),
    waitingMethods(2.2),
    objectsNamed(1, 50_000, 'AsyncStateMachineBox', 'TaskCompletionSource', 'WhenAnyPromise', 'AsyncMethodBuilderCore+MoveNextRunner'),
    rootedThrough(1.2, 'AsyncStateMachineBox', 'WhenAnyPromise', 'TaskCompletionSource'),
  ],
  refutedBy: 'the number of state machines follows the requests in flight and falls with them',
  fix: '`dumpasync -stats` (SOS) names the method that waits and where. Complete every TaskCompletionSource on every way out (`TrySetCanceled` in finally), give each wait a timeout (`await task.WaitAsync(timeout, token)`), and do not wait for one long-lived task with Task.WhenAny in a loop: each wait leaves a continuation on it.',
  link: 'https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension',
  looksLike: 'Long polling and idle connections hold a state machine each, on purpose.',
};
