/** The ways to reach a host. */
export { createLocal } from './local.ts';
export { createManual } from './manual.ts';
export { createReplay } from './replay.ts';
