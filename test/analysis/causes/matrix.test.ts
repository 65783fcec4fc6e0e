/** Each known cause leads on its own positive example against all others, and is not first on what merely looks like it. */
import { describe, expect, it } from '@jest/globals';
import { knownCauses } from '../../../analysis/causes/index.ts';
import { verdictOf } from '../../support/made-evidence.ts';
import type { Examples } from './examples/example.ts';
import { handleAndNativeExamples } from './examples/handle-and-native-examples.ts';
import { loaderAndHealthExamples } from './examples/loader-and-health-examples.ts';
import { managedExamples } from './examples/managed-examples.ts';

const matrix: Examples = { ...managedExamples, ...handleAndNativeExamples, ...loaderAndHealthExamples };

describe('the matrix of known causes', () => {
  it('has a row for each', () => {
    expect(Object.keys(matrix).sort()).toEqual(knownCauses.map(({ id }) => id).sort());
  });

  it.each(Object.entries(matrix))('%s leads on its own example, and not on what looks like it', (id, { shows, looksLike }) => {
    expect(verdictOf(...shows).causes[0]?.id).toBe(id);
    expect(verdictOf(...looksLike).causes[0]?.id).not.toBe(id);
  });
});
