import { calls, grows, inSource, manyObjects, measured, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const reflectionEmit: KnownCause = {
  id: 'reflection-emit',
  title: 'Types are generated at run time again and again',
  explains: ['loader-heap'],
  clues: [
    said(2.6, 'emit-builders'),
    manyObjects(1.4, 'reflection-emit'),
    calls(1.6, 'reflection.emit', 'assemblybuilder', 'typebuilder'),
    grows(0.6, 'assemblies'),
    said(1.2, 'dynamic-assemblies'),
    measured(1.2, 'dynamic-assemblies', 'emitted', 1),
    inSource(2, 'reflection-emit'),
  ],
  refutedBy: 'the builders on the heap stay level while memory grows',
  fix: 'Generate each type once and keep it; make the module or the proxy generator once for the process. Where generated code must go away: `AssemblyBuilder.DefineDynamicAssembly(name, AssemblyBuilderAccess.RunAndCollect)` and no reference left to its types.',
  link: 'https://learn.microsoft.com/dotnet/api/system.reflection.emit.assemblybuilder',
  looksLike: 'XmlSerializer, Castle and XSLT generate types as well: the repeated names of the assemblies tell which.',
};
