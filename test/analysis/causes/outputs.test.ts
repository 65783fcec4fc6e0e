/** Each cause leads on outputs in another tool's form than the matrix has, and not on what looks like them. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../../analysis/index.ts';
import { evidenceInText } from '../../support/evidence.ts';
import type { Files } from '../../support/short-outputs.ts';
import { outputsOfHandles } from './examples/outputs-of-handles.ts';
import { outputsOfHolders } from './examples/outputs-of-holders.ts';
import { outputsOfModules } from './examples/outputs-of-modules.ts';
import { outputsOfObjects } from './examples/outputs-of-objects.ts';

function leadOn(files: Files): string | undefined {
  const evidence = files.flatMap(([name, text], i) => evidenceInText(`${i}-${name}`, new TextEncoder().encode(text)));
  expect(evidence.length).toBeGreaterThanOrEqual(files.length);
  return judge(evidence, defaultScope).verdict.causes[0]?.id;
}

describe('the causes on outputs of other tools', () => {
  it.each(Object.entries({ ...outputsOfObjects, ...outputsOfHolders, ...outputsOfHandles, ...outputsOfModules }))(
    '%s leads on its own, and not on its look-alike',
    (id, each) => {
      expect(leadOn(each.shows)).toBe(id);
      expect(leadOn(each.looksLike)).not.toBe(id);
    },
  );
});
