import { describe, expect, it } from '@jest/globals';
import { usageOf } from '../../bot/usage.ts';

describe('a word that cannot be understood', () => {
  it.each(['investigate', 'investigate 0', 'Investigate "my app" on WEB01', 'investigate Ünïcode', 'thresholds', '  time e3'])(
    '%s is answered with how it is said',
    (text) => {
      expect(usageOf(text)).toMatch(/for example/);
    },
  );

  it.each([
    'hello',
    'investigated by root',
    'constructor',
    '__proto__',
    'Handle type summary:',
    'investigate\nTotal handles: 1',
    'x'.repeat(10_000),
  ])('%s is something else', (text) => {
    expect(usageOf(text)).toBeNull();
  });
});
