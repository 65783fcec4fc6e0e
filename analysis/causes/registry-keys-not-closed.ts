import { calls, handlesOf, inSource } from './clues.ts';
import type { KnownCause } from './types.ts';

export const registryKeysNotClosed: KnownCause = {
  id: 'registry-keys-not-closed',
  title: 'Registry keys are opened and not closed',
  explains: ['handle'],
  clues: [
    handlesOf(1.8, 'Key'),
    calls(1.6, 'regopenkey', 'registrykey', 'ntopenkey', 'zwopenkey'),
    inSource(2, 'registry-keys-not-closed'),
  ],
  refutedBy: 'the handles of this type stay level over two summaries while the work goes on',
  fix: 'Dispose each RegistryKey (`using var key = …OpenSubKey(…)`); in native code RegCloseKey after RegOpenKeyEx.',
  link: 'https://learn.microsoft.com/dotnet/api/microsoft.win32.registrykey',
  looksLike: 'Each service holds some hundred keys of its configuration: that is a level.',
};
