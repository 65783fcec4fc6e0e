/** Nobody runs anything: the person is shown the command and pastes the output. Always there. */
import type { Connector } from './types.ts';

export function createManual(): Connector {
  return { id: 'manual', title: 'By hand: you run the commands and paste what they print' };
}
