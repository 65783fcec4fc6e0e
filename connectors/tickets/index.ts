/** Where reports go. */
export { createFolderTickets } from './folder.ts';
