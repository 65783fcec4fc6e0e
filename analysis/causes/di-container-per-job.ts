import { calls, inSource, manyObjects, rootedThrough } from './clues.ts';
import type { KnownCause } from './types.ts';

export const diContainerPerJob: KnownCause = {
  id: 'di-container-per-job',
  title: 'A container or scope is made for each job and not disposed',
  explains: ['managed'],
  clues: [
    manyObjects(3, 'di-container-per-job'),
    inSource(2, 'di-container-per-job'),
    rootedThrough(1.2, 'StructureMap.Container', 'ServiceProviderEngineScope', 'LifetimeScope', 'UnityContainer', 'WindsorContainer'),
    calls(1.2, 'structuremap', 'lifetimescope', 'unitycontainer', 'createscope'),
  ],
  refutedBy: 'the number of containers and scopes stays level',
  fix: 'Dispose the scope or child container at the end of each job (`using var scope = provider.CreateScope();`); never keep a child container in its parent without an end, never resolve disposable transients from the root provider (it keeps them until the process ends), and never call BuildServiceProvider for each request.',
  link: 'https://learn.microsoft.com/dotnet/core/extensions/dependency-injection-guidelines#disposable-transient-services-captured-by-container',
  looksLike: 'Scopes of requests in flight are as many as the requests.',
};
