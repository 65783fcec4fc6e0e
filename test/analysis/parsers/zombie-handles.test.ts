import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../../analysis/index.ts';
import { endedName } from '../../../analysis/handle-names.ts';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { evidenceInText } from '../../support/evidence.ts';

const output = `642 total zombie processes.
14 total zombie threads.
    640 zombies held by PrintHelper.exe(4120)
        631 zombies of convert.exe (process: 631 - thread: 0)
        9 zombies of cmd.exe (process: 9 - thread: 4)
    2 zombies held by shell.exe(812)
        2 zombies of cmd.exe (process: 2 - thread: 0)
`;
const copied = `1 zombie held by PrintHelper.exe(4120)

7 zombies of convert.exe – process handle count: 7 – thread handle count: 7
`;
const counts = (text: string): unknown =>
  readingsOf(readText(text)).map((each) => [each.life.process, each.life.pid, each.kind === 'handles' ? each.summary.byType : null]);

describe('handles of ended processes', () => {
  checkParser('FindZombieHandles', { parser: 'zombie-handles', text: output });
  checkParser('FindZombieHandles as copied from a page', { parser: 'zombie-handles', text: copied });

  it('are counted by who keeps them', () => {
    expect(counts(output)).toEqual([
      ['PrintHelper', 4120, { Process: 640, Thread: 4 }],
      ['shell', 812, { Process: 2 }],
    ]);
    expect(counts(copied)).toEqual([['PrintHelper', 4120, { Process: 7, Thread: 7 }]]);
    expect(counts('3 zombies held by a.exe(7)\n')).toEqual([['a', 7, { Process: 3 }]]);
    const [first] = readingsOf(readText(output));
    expect(first).toMatchObject({ summary: { total: null, partial: true, byName: { [endedName]: 644 } } });
  });

  it('are not prose about zombies', () => {
    expect(readText('There were 3 zombies held by the parent.\n12 total zombie processes.\nNone is left.\n').blocks).toEqual([]);
  });

  it('are a leak of handles where one process keeps hundreds, and nothing where it keeps a few', () => {
    const judged = (text: string) => judge(evidenceInText('pasted text', new TextEncoder().encode(text)), defaultScope).verdict;
    expect(judged(output.split('    2 zombies')[0] ?? '')).toMatchObject({ class: 'handle', component: 'Process' });
    expect(judged(copied)).toMatchObject({ class: 'not-enough-data' });
  });
});
