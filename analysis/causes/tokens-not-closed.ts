import { calls, handlesOf, inSource } from './clues.ts';
import type { KnownCause } from './types.ts';

export const tokensNotClosed: KnownCause = {
  id: 'tokens-not-closed',
  title: 'Access tokens are not closed: impersonation without an end',
  explains: ['handle'],
  clues: [
    handlesOf(1.8, 'Token'),
    calls(1.6, 'logonuser', 'duplicatetoken', 'windowsidentity', 'openprocesstoken'),
    inSource(2, 'tokens-not-closed'),
  ],
  refutedBy: 'the handles of this type stay level over two summaries while the work goes on',
  fix: 'Dispose WindowsIdentity and SafeAccessTokenHandle: `using var identity = WindowsIdentity.GetCurrent();`, `WindowsIdentity.RunImpersonated(token, action)` instead of Impersonate without Undo; in native code CloseHandle after LogonUser, DuplicateToken and OpenProcessToken.',
  link: 'https://learn.microsoft.com/dotnet/api/system.security.principal.windowsidentity',
  looksLike: 'Windows authentication holds a token a connection; they go when the connections close.',
};
