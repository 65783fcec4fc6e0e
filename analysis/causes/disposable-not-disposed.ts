import { inSource, manyObjects, said, together } from './clues.ts';
import type { KnownCause } from './types.ts';

export const disposableNotDisposed: KnownCause = {
  id: 'disposable-not-disposed',
  title: 'Something that owns handles or native memory is not disposed',
  explains: ['handle', 'native', 'managed'],
  clues: [
    inSource(2, 'disposable-not-disposed'),
    manyObjects(1.6, 'disposable-not-disposed'),
    together(1, said(0, 'finalizer-backlog'), said(0, 'handle-growth')),
  ],
  refutedBy: 'each of these objects is disposed on every way out',
  fix: '`using` for each of them, also where an exception leaves the method. A program of Office needs `Quit()` and `Marshal.FinalReleaseComObject` of each object that it gave out.',
  link: 'https://learn.microsoft.com/dotnet/standard/garbage-collection/using-objects',
  looksLike: 'A field that its owner disposes looks the same in a short excerpt.',
};
