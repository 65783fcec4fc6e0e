/** A large virtual size beside a small resident one: a runtime reserves its address range at start. */
import { bytesText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const GB = 1024 ** 3;
/** The GC reserves some GB (segments) to 256 GB (regions) at start; no leak makes that with nothing behind it. */
const reservedAtLeast = 4 * GB;
const times = 20;
/** What is resident must itself be small, or its own growth is the question. */
const smallResident = GB / 2;

export const largeReservation: Question = {
  id: 'large-reservation',
  ask: ({ file }) =>
    file.of('snapshot').flatMap(({ id, values }) => {
      const { virtualBytes, workingSet, privateBytes } = values;
      const used = privateBytes ?? workingSet;
      if (virtualBytes === undefined || used === undefined || virtualBytes < reservedAtLeast) return [];
      if (virtualBytes < times * used || used > smallResident) return [];
      return [
        finding({
          rule: 'large-reservation',
          says: `${bytesText(virtualBytes)} of address space are reserved, and only ${bytesText(used)} are used: that is the range a runtime reserves at start, not a leak.`,
          points: 'no-leak',
          strength: 'strong',
          evidence: [id],
          measured: { virtualBytes, used },
        }),
      ];
    }),
};
