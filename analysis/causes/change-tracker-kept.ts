import { inSource, manyObjects, rootedThrough } from './clues.ts';
import type { KnownCause } from './types.ts';

export const changeTrackerKept: KnownCause = {
  id: 'change-tracker-kept',
  title: 'A DbContext (or session) lives too long and tracks every entity that it has read',
  explains: ['managed'],
  clues: [
    manyObjects(2.6, 'change-tracker-kept'),
    rootedThrough(1.6, 'ChangeTracking.Internal.StateManager', 'ObjectStateManager', 'NHibernate.Engine.StatefulPersistenceContext'),
    inSource(2, 'change-tracker-kept'),
  ],
  refutedBy: 'the tracked entries fall to nothing at the end of each unit of work',
  fix: 'One context for each unit of work (`await using var db = factory.CreateDbContext();`), never a singleton or a field of a background service; `AsNoTracking()` where nothing is saved; in a long batch `db.ChangeTracker.Clear()` after each chunk.',
  link: 'https://learn.microsoft.com/ef/core/dbcontext-configuration/#the-dbcontext-lifetime',
  looksLike: 'One large query that is being saved tracks as many entries while it runs.',
};
