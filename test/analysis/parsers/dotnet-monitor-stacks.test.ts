import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const wait = { methodName: 'Wait', methodToken: 100, typeName: 'System.Threading.Monitor', moduleName: 'System.Private.CoreLib.dll' };
const run = { methodName: 'Run', typeName: 'MyApp.Worker', moduleName: 'MyApp.dll' };
const answer = {
  stacks: [
    { threadId: 30860, threadName: 'worker', frames: [wait, run] },
    { threadId: 30861, threadName: null, frames: [wait, run] },
    { threadId: 30862, threadName: null, frames: [{ methodName: '[NativeFrame]' }] },
  ],
};

describe('the stacks of dotnet-monitor as JSON', () => {
  checkParser('on one line', { parser: 'dotnet-monitor-stacks', text: JSON.stringify(answer) });
  checkParser('indented', { parser: 'dotnet-monitor-stacks', text: JSON.stringify(answer, null, 2) });

  it('are grouped, top first, with module, type and method', () => {
    expect(readingsOf(readText(JSON.stringify(answer)))).toMatchObject([
      {
        kind: 'stacks',
        threads: 2,
        stacks: [
          {
            count: 2,
            threads: ['30860 worker', '30861'],
            frames: [
              { module: 'System.Private.CoreLib', function: 'System.Threading.Monitor.Wait' },
              { module: 'MyApp', function: 'MyApp.Worker.Run' },
            ],
          },
        ],
      },
    ]);
  });

  it('say that threads are missing where the answer is cut', () => {
    const text = JSON.stringify(answer);
    expect(readText(text.slice(0, text.length - 60)).blocks[0]?.notes).toContain('The answer is cut: threads are missing.');
  });
});
