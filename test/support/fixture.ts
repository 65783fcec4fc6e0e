/** Recorded outputs: those of the repo, and the larger collections beside it that a checkout may lack. */
import { existsSync, readFileSync } from 'node:fs';
import { describe } from '@jest/globals';

/** A fixture of test/fixtures as text. */
export const fixture = (path: string): string => readFileSync(`test/fixtures/${path}`, 'utf8');

const shared = '../shared';

/** A file of the collections beside the repo (samples, cases, seeds), as bytes. */
export const sharedBytes = (path: string): Uint8Array => new Uint8Array(readFileSync(`${shared}/${path}`));
export const sharedText = (path: string): string => readFileSync(`${shared}/${path}`, 'utf8');

/** `describe` where that collection is there; skipped, and named as such, where it is not. */
export const describeWithShared = existsSync(shared) ? describe : describe.skip;
