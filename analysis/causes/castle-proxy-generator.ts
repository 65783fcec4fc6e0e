import { calls, grows, inSource, manyObjects, objectsNamed, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const castleProxyGenerator: KnownCause = {
  id: 'castle-proxy-generator',
  title: 'A Castle ProxyGenerator is made for each use',
  explains: ['loader-heap'],
  clues: [
    said(2.4, 'dynamic-assemblies', 'dynamicproxygenassembly'),
    calls(2.2, 'castle.dynamicproxy', 'castle_core!', 'castle.proxies'),
    manyObjects(2.2, 'castle-proxy-generator'),
    inSource(2.2, 'castle-proxy-generator'),
    grows(0.6, 'assemblies'),
    objectsNamed(0.8, 500, 'Castle.'),
  ],
  refutedBy: 'only one DynamicProxyGenAssembly2 is loaded, or assemblies stay flat',
  fix: 'Keep one ProxyGenerator for the process (`static readonly ProxyGenerator Generator = new();`): it caches its types; each new one makes an assembly that is never unloaded.',
  link: 'https://github.com/castleproject/Core/blob/master/docs/dynamicproxy.md',
  looksLike: 'Moq, NHibernate and Entity Framework use proxies once each: some of them are normal.',
};
