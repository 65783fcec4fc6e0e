import { calls, grows, inSource, manyObjects, measured, said, together } from './clues.ts';
import type { KnownCause } from './types.ts';

export const assemblyLoadPerCall: KnownCause = {
  id: 'assembly-load-per-call',
  title: 'Assemblies or scripts are loaded for each call',
  explains: ['loader-heap'],
  clues: [
    inSource(2.4, 'assembly-load-per-call'),
    said(1.2, 'dynamic-assemblies'),
    said(1.1, 'assembly-growth'),
    said(1, 'assembly-level'),
    manyObjects(0.8, 'assembly-load-per-call'),
    // What Reflection.Emit makes is marked as dynamic, what was loaded never.
    measured(-2.2, 'dynamic-assemblies', 'emitted', 1),
    // Names that tell another generator.
    said(-0.6, 'dynamic-assemblies', 'generatedcode', 'generatedassembly', 'dynamicproxy'),
    calls(2, 'assembly.load', 'csharpscript', 'roslyn', 'compileassemblyfromsource'),
    together(1.1, grows(0, 'assemblies'), said(0, 'counter-pattern')),
  ],
  refutedBy: 'loaded assemblies stay flat while memory grows',
  fix: 'Load or compile each piece of code once and keep the delegate: `cache.GetOrAdd(text, key => CSharpScript.Create<int>(key, globalsType: typeof(G)).CreateDelegate())`; each EvaluateAsync, Assembly.Load(bytes) and Assembly.LoadFile adds an assembly that stays. What must be unloaded belongs in a collectible AssemblyLoadContext (.NET) or an AppDomain of its own (.NET Framework).',
  link: 'https://learn.microsoft.com/dotnet/standard/assembly/unloadability',
  looksLike: "XmlSerializer's constructors load a generated assembly a time as well.",
};
