import { said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const largeReservationCause: KnownCause = {
  id: 'large-reservation',
  title: 'Not a leak: a runtime reserves its address range at start',
  explains: ['no-leak'],
  clues: [said(2.6, 'large-reservation')],
  refutedBy: 'committed or resident memory grows',
  fix: 'Nothing to mend: reserved address space costs no memory. Watch private bytes (RssAnon on Linux) instead of the virtual size.',
  link: 'https://learn.microsoft.com/dotnet/core/runtime-config/garbage-collector',
  looksLike: 'A reservation that goes on growing is a leak of address space.',
};
