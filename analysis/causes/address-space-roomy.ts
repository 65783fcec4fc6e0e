import { said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const addressSpaceRoomyCause: KnownCause = {
  id: 'address-space-roomy',
  title: 'Not a leak: the address space is nearly empty',
  explains: ['no-leak'],
  clues: [said(2.2, 'address-space-roomy')],
  refutedBy: 'private bytes grow from here',
  fix: 'Nothing to mend as it is. Watch the counters for half an hour before you look further.',
  link: 'https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/-address',
  looksLike: 'A snapshot from just after the start looks the same.',
};
