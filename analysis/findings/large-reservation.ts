/** A large virtual size beside a small resident one: a runtime reserves its address range at start. */
import type { CaseFile } from '../case-file.ts';
import { bytesText } from '../wording.ts';
import { finding, type Question } from './types.ts';

const GB = 1024 ** 3;
/** The GC reserves some GB (segments) to 256 GB (regions) at start; no leak makes that with nothing behind it. */
const reservedAtLeast = 4 * GB;
const times = 20;
/** What is resident must itself be small, or its own growth is the question. */
const smallResident = GB / 2;
/** An idle ASP.NET Core service has 60 to 150 MB: what has more may have grown to it, and one look does not tell. */
const ofAStart = 200 * 1024 * 1024;

/** What glibc reserves for the stack of a thread (RLIMIT_STACK); Windows and musl take less. */
const stackAtMost = 8 * 1024 * 1024;

/** Shared libraries make the working set somewhat more than what is private. */
const resident = 2;

/** Of several looks at the process, one a fifth above another is a growth to ask about. */
const risen = 1.2;

function hasRisen(file: CaseFile): boolean {
  const used = file.of('snapshot').flatMap(({ values }) => values.privateBytes ?? values.workingSet ?? []);
  const motion = (file.trend('privateBytes') ?? file.trend('workingSet'))?.motion ?? 'flat';
  return motion === 'grows' || Math.max(...used) > risen * Math.min(...used);
}

/** A summary of the address space shows that most of it is committed: files or shared memory that are mapped. */
const mostly = 0.5;

function isMapped(file: CaseFile, virtualBytes: number): boolean {
  return file.of('addressSpace').some(({ committed }) => (committed ?? 0) > mostly * virtualBytes);
}

export const largeReservation: Question = {
  id: 'large-reservation',
  ask: ({ file }) =>
    file.of('snapshot').flatMap(({ id, values }) => {
      const { virtualBytes, workingSet, privateBytes } = values;
      const used = privateBytes ?? workingSet;
      if (virtualBytes === undefined || used === undefined || isMapped(file, virtualBytes)) return [];
      // Pages of mapped files are resident, and not private: a range full of them is no reserve.
      if ((workingSet ?? 0) > smallResident && (workingSet ?? 0) > resident * used) return [];
      // What a thousand threads reserve is no range that a runtime took at start.
      const range = virtualBytes - (values.threads ?? 0) * stackAtMost;
      if (range < reservedAtLeast || range < times * used || used > smallResident || hasRisen(file)) return [];
      const clears = used <= ofAStart;
      const reserved = `${bytesText(virtualBytes)} of address space are reserved, and only ${bytesText(used)} are used: that is the range a runtime reserves at start`;
      return [
        finding({
          rule: 'large-reservation',
          says: `${reserved}, not a leak.${clears ? '' : ' Whether what is used grows, one look does not tell.'}`,
          points: clears ? 'no-leak' : null,
          strength: 'strong',
          evidence: [id],
          measured: { virtualBytes, used },
        }),
      ];
    }),
};
