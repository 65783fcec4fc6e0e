import { calls, handlesOf } from './clues.ts';
import type { KnownCause } from './types.ts';

export const sectionsNotClosed: KnownCause = {
  id: 'sections-not-closed',
  title: 'Memory-mapped files are not disposed',
  explains: ['handle'],
  clues: [handlesOf(1.8, 'Section'), calls(1.4, 'createfilemapping', 'mapviewoffile', 'memorymappedfile')],
  refutedBy: 'the handles of this type stay level over two summaries while the work goes on',
  fix: 'Dispose MemoryMappedFile and its views (`using var file = …; using var view = file.CreateViewAccessor();`); in native code UnmapViewOfFile and CloseHandle.',
  link: 'https://learn.microsoft.com/dotnet/standard/io/memory-mapped-files',
  looksLike: 'Each loaded module has a section while it is being loaded; they do not stay.',
};
