import { calls, grows, handlesOf } from './clues.ts';
import type { KnownCause } from './types.ts';

export const eventLoopsNotClosed: KnownCause = {
  id: 'event-loops-not-closed',
  title: 'Event loops, timers or wake-ups of Linux (epoll, timerfd, eventfd) are made and not closed',
  explains: ['handle'],
  clues: [
    handlesOf(1.8, 'anon_inode:[eventfd]', 'anon_inode:[eventpoll]', 'anon_inode:[timerfd]', 'eventfd', 'eventpoll', 'timerfd'),
    calls(1.2, 'epoll_create', 'eventfd', 'timerfd_create', 'uv_loop_init', 'event_base_new'),
    grows(-1.2, 'threads'),
  ],
  refutedBy: 'the descriptors of this type stay level over two lists while the work goes on',
  fix: 'Make one loop and keep it, or close each: uv_loop_close, event_base_free, Selector.close(), `asyncio.run(main())` instead of a new_event_loop() that nobody closes; in C close() what epoll_create1, eventfd and timerfd_create returned. A loop holds an epoll and an eventfd: both grow by the same number.',
  link: 'https://man7.org/linux/man-pages/man2/eventfd.2.html',
  looksLike: 'A pool of threads that grows has a loop for each thread: then the threads grow as well, and they are the question.',
};
