/** Threads that pile up: each has a stack, and most of them wait at one place. */
import { firstOwnFrame, frameName } from '../stacks.ts';
import { courseOf, courseText } from '../course.ts';
import { inOrder } from '../order-of-evidence.ts';
import { riseOf } from '../rise.ts';
import { type StackListing, stackListings } from '../stack-listings.ts';
import type { CallStack } from '../types.ts';
import { countText, seriesText, shareText, shortText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

/** IIS allows 5,000 requests at once; some hundred threads are busy, a thousand wait. */
const manyThreads = 500;
const veryMany = 1000;
/** So many that wait at one place for the same own call are no pool at work, whatever their sum. */
const manyAlike = 150;
const veryManyAlike = 300;
const nearlyAll = 0.5;
const locks = [
  'AwareLock::',
  'Monitor.Enter',
  'Monitor::Enter',
  'Monitor.ReliableEnter',
  'JIT_MonEnter',
  'RtlEnterCriticalSection',
  'RtlpWaitOnCriticalSection',
  'pthread_mutex_lock',
  '__lll_lock_wait',
  'AcquireSRWLock',
  'Monitor.Wait',
  'ManualResetEventSlim.Wait',
  'Task.SpinThenBlockingWait',
  'Task.Wait',
  'TaskAwaiter.GetResult',
  'SemaphoreSlim.WaitUntilCount',
];

function waitsAt({ frames }: CallStack): string | null {
  const found = frames.find((frame) => locks.some((lock) => (frame.function ?? '').includes(lock)));
  return found === undefined ? null : frameName(found);
}

/** A consumer whose queue is empty waits, too. */
const isIdle = ({ frames }: CallStack): boolean => frames.some((frame) => (frame.function ?? '').includes('BlockingCollection'));

/** Of the threads that wait for a lock, those that do it for one own call. */
function alikeOf(stacks: readonly CallStack[]): { readonly name: string; readonly count: number } {
  const counts = new Map<string, number>();
  for (const stack of stacks) {
    const own = firstOwnFrame(stack.frames);
    if (own === null || waitsAt(stack) === null || isIdle(stack)) continue;
    counts.set(frameName(own), (counts.get(frameName(own)) ?? 0) + stack.count);
  }
  return [...counts].reduce((most, [name, count]) => (count > most.count ? { name, count } : most), { name: '', count: 0 });
}

/** What any thread of a pool stands in while it has nothing to do, or while what it waits for does not come. */
const waits =
  /WaitFor|pthread_cond_|futex|sem_(?:timed)?wait|epoll_wait|DelayExecution|RemoveIoCompletion|^(?:__)?(?:poll|recv(?:from|msg)?|read|select|nanosleep|accept4?)$/;

/** Threads that all wait below one own call: a pool of its size looks the same, so it points to nothing. */
function together({ file }: Exhibits): ReturnType<Question['ask']> {
  return stackListings(file).flatMap(({ ids, whole: { threads, stacks } }) => {
    if (alikeOf(stacks).count >= manyAlike) return [];
    const counts = new Map<string, number>();
    for (const stack of stacks) {
      const own = firstOwnFrame(stack.frames);
      const isWaiting = stack.frames.slice(0, topFrames).some((frame) => waits.test((frame.function ?? '').slice(0, 200)));
      if (own !== null && isWaiting) counts.set(frameName(own), (counts.get(frameName(own)) ?? 0) + stack.count);
    }
    const [name, count] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0]);
    if (count < manyAlike || count < nearlyAll * threads) return [];
    return [
      finding({
        rule: 'threads-together',
        about: name,
        says: `${countText(count)} of ${countText(threads)} threads wait in ${shortText(name, 80)}. A pool of that size that has nothing to do looks the same: a second list shows whether there are more.`,
        evidence: ids,
        measured: { threads, count },
      }),
    ];
  });
}
const topFrames = 4;

/** Threads that come and go with the work of a moment are some dozens. */
const leastGrowth = 50;

/** Between two listings apart in time: how many more threads there are, and where they stand. */
function growing({ differences }: Exhibits): ReturnType<Question['ask']> {
  const found = differences.find(({ kind }) => kind === 'stacks');
  const totals = (found?.totals ?? []).filter((each) => each !== null);
  const [first = 0, last = 0] = [totals[0], totals.at(-1)];
  const { growth, steady, swings } = riseOf(totals);
  if (found === undefined || growth === null || growth < Math.max(leastGrowth, first / 2) || swings) return [];
  const [top] = found.rows;
  const where =
    top === undefined
      ? ''
      : `: ${top.growth >= growth ? 'all' : `${countText(top.growth)} of the`} ${countText(growth)} more stand at ${shortText(top.name, 80)}`;
  return [
    finding({
      rule: 'thread-pile-up',
      about: 'growth',
      says: `Threads grow ${seriesText(totals, countText)}${where}. Each reserves a stack (1 MB as a rule).`,
      points: 'virtual',
      strength: steady || growth >= Math.max(first, 2 * leastGrowth) ? 'strong' : 'weak',
      evidence: found.evidence,
      measured: { first, last, growth, threads: last },
    }),
  ];
}

/** Listings of the same tool, oldest first: two tools do not list the same threads. */
function listingsInOrder(listings: readonly StackListing[]): readonly StackListing[] {
  const byTool = [...Map.groupBy(listings, ({ whole }) => whole.parser).values()].map((some) => {
    const { ordered } = inOrder(some.map(({ whole }) => whole));
    return ordered.flatMap((whole) => some.find((each) => each.whole === whole) ?? []);
  });
  return byTool.reduce((most, each) => (each.length > most.length ? each : most), []);
}

/** So many threads, and listings between which they do not grow: what the verdict would name as its refuter. */
function standing(says: string, listings: readonly StackListing[], went: boolean): ReturnType<Question['ask']>[number] {
  const values = listings.map(({ whole }) => whole.threads);
  const text = courseText(
    listings.map(({ whole }) => whole),
    values,
    countText,
    'listings',
  );
  return finding({
    rule: 'threads-do-not-grow',
    says: went ? `${says} They went again: ${text}.` : `${says} They do not grow: ${text}.`,
    evidence: listings.flatMap(({ ids }) => ids),
    measured: { first: values[0] ?? 0, last: values.at(-1) ?? 0 },
  });
}

/** How many are alive, and where most of them wait; null: no more than a pool at work. */
function crowdOf({
  whole: { threads, stacks },
}: StackListing): { readonly says: string; readonly waiting: number; readonly strong: boolean } | null {
  const alike = alikeOf(stacks);
  const isAlike = alike.count >= manyAlike && alike.count >= nearlyAll * threads;
  if (threads < manyThreads && !isAlike) return null;
  const shown = stacks.reduce((sum, { count }) => sum + count, 0);
  const waiting = stacks.flatMap((stack) => {
    const lock = waitsAt(stack);
    return lock === null ? [] : [{ lock, count: stack.count }];
  });
  const sum = waiting.reduce((all, { count }) => all + count, 0);
  const top = [...waiting].sort((a, b) => b.count - a.count)[0];
  const at =
    top === undefined ? '' : ` ${shareText(sum / Math.max(1, shown))} of the stacks shown wait for a lock, at ${shortText(top.lock, 80)}.`;
  return {
    says: `${countText(threads)} threads are alive.${at}${isAlike ? ` ${countText(alike.count)} of them wait for the same: ${shortText(alike.name, 80)}.` : ''}`,
    waiting: sum,
    strong: (threads >= veryMany && sum > 0) || (isAlike && alike.count >= veryManyAlike),
  };
}

function many({ file }: Exhibits): ReturnType<Question['ask']> {
  const listings = stackListings(file);
  const ordered = listingsInOrder(listings);
  const course = courseOf(
    ordered.map(({ whole }) => whole),
    ordered.map(({ whole }) => whole.threads),
  );
  const stands = course === 'stands' || course === 'went';
  const [fullest] = ordered.toSorted((a, b) => b.whole.threads - a.whole.threads);
  const crowd = stands && fullest !== undefined ? crowdOf(fullest) : null;
  // What an earlier listing held and the newest does not is gone.
  const older = stands ? ordered : ordered.slice(0, -1);
  return [
    ...(crowd === null ? [] : [standing(crowd.says, ordered, course === 'went')]),
    ...listings
      .filter((each) => !older.includes(each))
      .flatMap((each) => {
        const found = crowdOf(each);
        if (found === null) return [];
        return [
          finding({
            rule: 'thread-pile-up',
            says: `${found.says} Each reserves a stack (1 MB as a rule).`,
            points: 'virtual',
            strength: found.strong ? 'strong' : 'weak',
            evidence: each.ids,
            measured: { threads: each.whole.threads, waiting: found.waiting },
          }),
        ];
      }),
  ];
}

/** How many there are at one moment, where nobody listed them or watched their number. */
function counted({ file }: Exhibits): ReturnType<Question['ask']> {
  if (file.of('stacks').length > 0 || file.trend('threads') !== null) return [];
  const [look, second] = file.of('snapshot').flatMap(({ id, values: { threads } }) => (threads === undefined ? [] : [{ id, threads }]));
  if (look === undefined || second !== undefined || look.threads < veryMany) return [];
  return [
    finding({
      rule: 'thread-pile-up',
      says: `${countText(look.threads)} threads are alive. Each reserves a stack: 1 MB on Windows, up to 8 MB on Linux. That is a level; a second look shows whether they grow.`,
      points: 'virtual',
      strength: 'weak',
      evidence: [look.id],
      measured: { threads: look.threads },
    }),
  ];
}

export const threadPileUp: Question = {
  id: 'thread-pile-up',
  ask: (exhibits) => [...many(exhibits), ...growing(exhibits), ...counted(exhibits), ...together(exhibits)],
};
