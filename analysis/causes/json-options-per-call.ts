import { inSource, manyObjects, objectsNamed, together } from './clues.ts';
import type { KnownCause } from './types.ts';

export const jsonOptionsPerCall: KnownCause = {
  id: 'json-options-per-call',
  title: 'JsonSerializerOptions are made for each call',
  explains: ['managed', 'loader-heap'],
  clues: [
    inSource(2.2, 'json-options-per-call'),
    manyObjects(2.2, 'json-options-per-call'),
    together(
      1.2,
      manyObjects(0, 'json-options-per-call'),
      // Each set of options has its own.
      objectsNamed(0, 1000, 'System.Text.Json.JsonSerializerOptions+', 'System.Text.Json.Serialization.Metadata.'),
    ),
  ],
  refutedBy: 'one JsonSerializerOptions is shared',
  fix: 'Keep one JsonSerializerOptions (`static readonly`): each holds its own cache of metadata and generated accessors.',
  link: 'https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/configure-options#reuse-jsonserializeroptions-instances',
  looksLike: 'A handful for different settings is normal.',
};
