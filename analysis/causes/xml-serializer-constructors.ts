import { calls, grows, handlesOf, inSource, manyObjects, objectsNamed, said, together, unless } from './clues.ts';
import type { KnownCause } from './types.ts';

/** Events and semaphores that pile up, and the old ReaderWriterLock that owns one of each. */
const locks = together(0, handlesOf(0, 'event', 'semaphore'), objectsNamed(0, 500, 'System.Threading.ReaderWriterLock'));
/** Names that other generators give to their assemblies. */
const othersAssemblies = said(0, 'dynamic-assemblies', 'dynamicproxy', 'xsl', 'eval', 'script', 'system.data.entity', 'app_web');

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
    // Each TempAssembly of the serializer keeps a ReaderWriterLock with an event and a semaphore; no other generator does.
    unless(2.6, othersAssemblies, together(0, said(0, 'dynamic-assemblies'), locks)),
    unless(1.6, said(0, 'dynamic-assemblies'), together(0, grows(0, 'assemblies'), locks)),
  ],
  refutedBy:
    'the loaded assemblies stay flat while memory grows, or every XmlSerializer is made with (Type) or (Type, defaultNamespace) only, or once',
  fix: 'Make each serializer once and keep it: `static readonly ConcurrentDictionary<(Type, string), XmlSerializer> cache`, `cache.GetOrAdd((typeof(T), root), key => new XmlSerializer(key.Item1, new XmlRootAttribute(key.Item2)))`. Only the constructors (Type) and (Type, String) cache by themselves.',
  link: 'https://learn.microsoft.com/dotnet/api/system.xml.serialization.xmlserializer#dynamically-generated-assemblies',
  looksLike:
    "Compiled Regex, XSLT scripts and proxies load assemblies too: the names of the assemblies tell (Microsoft.GeneratedCode is the serializer's).",
};
