import { calls, grows, handlesOf, inSource, manyObjects, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const xmlSerializerConstructors: KnownCause = {
  id: 'xml-serializer-constructors',
  title: 'XmlSerializer is built again and again with a constructor that does not cache',
  explains: ['loader-heap', 'handle'],
  clues: [
    inSource(2.6, 'xml-serializer-constructors'),
    manyObjects(2.2, 'xml-serializer-constructors'),
    said(2.6, 'dynamic-assemblies', 'microsoft.generatedcode', 'microsoft.xml.serialization.generatedassembly'),
    calls(
      2.4,
      'xmlserializer..ctor',
      'xmlserializer.generatetempassembly',
      'microsoft.xml.serialization.generatedassembly',
      'xmlserializationwriter',
      'tempassembly.generateassembly',
    ),
    handlesOf(0.7, 'event', 'semaphore'),
    grows(0.8, 'assemblies'),
    said(0.3, 'finalizer-backlog'),
  ],
  refutedBy:
    'the loaded assemblies stay flat while memory grows, or every XmlSerializer is made with (Type) or (Type, defaultNamespace) only, or once',
  fix: 'Make each serializer once and keep it: `static readonly ConcurrentDictionary<(Type, string), XmlSerializer> cache`, `cache.GetOrAdd((typeof(T), root), key => new XmlSerializer(key.Item1, new XmlRootAttribute(key.Item2)))`. Only the constructors (Type) and (Type, String) cache by themselves.',
  link: 'https://learn.microsoft.com/dotnet/api/system.xml.serialization.xmlserializer#dynamically-generated-assemblies',
  looksLike:
    "Compiled Regex, XSLT scripts and proxies load assemblies too: the names of the assemblies tell (Microsoft.GeneratedCode is the serializer's).",
};
