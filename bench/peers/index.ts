/** The methods that ours is compared with, in the order of the table. */
import { leastSquares, leastSquaresFit } from './least-squares.ts';
import { kendallAboveCeiling, kendallWithSlope, mannKendall, mannKendallCorrected, theilSenGrowth } from './mann-kendall.ts';
import { createPal } from './pal.ts';
import { precog, precogFiltered, windowsBack } from './precog.ts';
import type { Peer } from './types.ts';

export const peers: readonly Peer[] = [
  createPal(10),
  createPal(5),
  leastSquares,
  leastSquaresFit,
  theilSenGrowth,
  mannKendall,
  mannKendallCorrected,
  kendallWithSlope,
  kendallAboveCeiling,
  windowsBack,
  precog,
  precogFiltered,
];
