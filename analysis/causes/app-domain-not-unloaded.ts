import { calls, inSource, manyObjects, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const appDomainNotUnloaded: KnownCause = {
  id: 'app-domain-not-unloaded',
  title: 'AppDomains are created and not unloaded',
  explains: ['loader-heap', 'managed'],
  clues: [
    manyObjects(2.6, 'app-domain-not-unloaded'),
    calls(1.6, 'appdomain.createdomain', 'appdomainsetup', 'createinstanceandunwrap'),
    said(0.6, 'assembly-growth'),
    said(0.6, 'dynamic-assemblies'),
    inSource(2.2, 'app-domain-not-unloaded'),
  ],
  refutedBy: '`!dumpdomain` (or .NET CLR Loading\\Current appdomains) shows a handful of domains and stays there',
  fix: 'AppDomain.Unload in finally, and no object of the domain kept outside it. The LocalReport of ReportViewer compiles expressions in a domain of its own: `report.ReleaseSandboxAppDomain(); report.Dispose();` for the report, not only for the viewer.',
  link: 'https://learn.microsoft.com/dotnet/framework/app-domains/how-to-unload-an-application-domain',
  looksLike: 'IIS keeps one domain for each application of the pool, and a recycling one stands beside it for a while.',
};
