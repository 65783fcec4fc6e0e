/** Recorded outputs: those of the repo, and the larger collections beside it that a checkout may lack. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';

/** A fixture of test/fixtures as text. */
export const fixture = (path: string): string => readFileSync(`test/fixtures/${path}`, 'utf8');

const shared = '../shared';

/** A file of the collections beside the repo (samples, cases, seeds), as bytes. */
export const sharedBytes = (path: string): Uint8Array => new Uint8Array(readFileSync(`${shared}/${path}`));
export const sharedText = (path: string): string => readFileSync(`${shared}/${path}`, 'utf8');

/** `describe` where that collection is there; else skipped, named as such, and its body, which reads files, is not run. */
export const describeWithShared: (name: string, body: () => void) => void = existsSync(shared)
  ? describe
  : (name) => {
      describe.skip(`${name} (skipped: ../shared is not there)`, () => {
        it.todo('needs the collections beside the project');
      });
    };
