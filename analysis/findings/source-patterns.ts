/** Known leaking patterns in pasted source. */
import { causeOfPattern } from '../causes/patterns.ts';
import { shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

export const sourcePatterns: Question = {
  id: 'source-pattern',
  ask: ({ file }) =>
    file.of('source').flatMap(({ id, patterns }) =>
      [...Map.groupBy(patterns, ({ pattern }) => pattern)].map(([pattern, some]) => {
        const known = causeOfPattern(pattern);
        const kept = pattern.endsWith('-cached');
        const where = some
          .slice(0, 3)
          .map(({ file: name, line }) => (name === null ? `line ${line}` : `${shortText(name, 60)}:${line}`))
          .join(', ');
        const first = some[0]?.text ?? '';
        return finding({
          rule: 'source-pattern',
          about: pattern,
          says: kept
            ? `The code keeps what it makes (${where}), as it should: ${shortText(first.trim(), 100)}`
            : `The code has a known leaking pattern (${where}): ${shortText(first.trim(), 100)}`,
          points: known?.points ?? null,
          strength: 'weak',
          evidence: [id],
          measured: { count: some.length },
        });
      }),
    ),
};
