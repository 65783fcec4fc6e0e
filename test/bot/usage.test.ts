import { describe, expect, it } from '@jest/globals';
import { isAsking, isChat, slipOf, usageOf } from '../../bot/usage.ts';

describe('a word that cannot be understood', () => {
  it.each([
    'investigate',
    'investigate 0',
    'Investigate "my app" on WEB01',
    'investigate Ünïcode',
    'thresholds',
    '  time e3',
    'note',
    'note   ',
  ])('%s is answered with how it is said', (text) => {
    expect(usageOf(text)).toMatch(/for example/);
  });

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

describe('what people say to each other', () => {
  it.each(['hello', 'thanks 👍', 'what is the meaning of this'])('%s is no output', (text) => expect(isChat(text)).toBe(true));
  it.each(['Total handles: 28469', 'Handle v4\nSysinternals', 'x'.repeat(61)])('%j may be one', (text) => expect(isChat(text)).toBe(false));
});

describe('a question or a greeting', () => {
  it.each(['what now?', 'how do I do that', 'and then?', 'hello', 'Good morning', 'is it bad?'])(
    '%s wants to see where things stand',
    (text) => expect(isAsking(text)).toBe(true),
  );
  it.each(['hello everybody', 'thanks', 'I have no procdump', 'the cache was emptied'])('%s does not', (text) =>
    expect(isAsking(text)).toBe(false),
  );
});

describe('a slip of the fingers', () => {
  it.each([
    ['investigte 4312', 'investigate'],
    ['Invesitgate w3wp', 'investigate'],
    ['statsu', 'status'],
    ['helpp', 'help'],
    ['cancle it was the cache', 'cancel'],
    ['tresholds 2.2', 'thresholds'],
  ])('%s is asked about', (text, meant) => expect(slipOf(text)).toBe(meant));

  it.each(['hello', 'hi', 'Total handles: 28469', 'statistic', 'constructor', 'statsu\nTotal handles: 1', '12', ''])('%j is none', (text) =>
    expect(slipOf(text)).toBeNull(),
  );
});
