import type { Collector } from '../types.ts';
import { sosOfDump } from './sos-of-dump.ts';

const whatToLookFor =
  'Assemblies marked (Dynamic), or one name many times, are what to look for; the counter .NET CLR Loading\\Current Assemblies in the log shows whether they grow.';

export const assemblyList: Collector = {
  id: 'assembly-list',
  title: 'Loaded assemblies and the loader heap',
  yields: ['assemblies'],
  tells:
    'Which assemblies repeat. Assemblies that are generated at run time are never unloaded; their names tell who generates them: a serializer, a regular expression, a script, a proxy.',
  on: (target, _, known) => sosOfDump(target, known, ['dumpdomain', 'eeheap -loader'], whatToLookFor),
};
