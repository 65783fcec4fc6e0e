import { describe, expect, it } from '@jest/globals';
import {
  bytes,
  clock,
  confidence,
  count,
  dayAndTime,
  duration,
  firstSentence,
  listed,
  midSentence,
  percent,
  plural,
  rate,
  rateInWords,
  sentence,
  signedBytes,
  threeDigits,
  threshold,
  when,
  zone,
} from '../../cards/format.ts';

const GB = 2 ** 30;
const MB = 2 ** 20;

describe('numbers', () => {
  it.each([
    [1.3 * GB, '1.30 GB'],
    [2.7 * GB, '2.70 GB'],
    [29.44 * GB, '29.4 GB'],
    [964 * MB, '964 MB'],
    [1000 * MB, '0.977 GB'],
    [1023.9 * MB, '1.00 GB'],
    [7.66 * MB, '7.66 MB'],
    [512, '512 bytes'],
    [0, '0 bytes'],
    [-310 * MB, '-310 MB'],
    [3 * 2 ** 40, '3.00 TB'],
    [5000 * 2 ** 40, '5,000 TB'],
    [NaN, 'an unknown size'],
  ])('%d bytes are %s', (value, text) => expect(bytes(value)).toBe(text));

  it.each([
    [0.001, '0.001'],
    [0.14, '0.140'],
    [9.996, '10.0'],
    [99.96, '100'],
    [1234.5, '1,235'],
    [0, '0'],
    [Infinity, '?'],
  ])('%d has three digits as %s', (value, text) => expect(threeDigits(value)).toBe(text));

  it('carry sign, rate and share', () => {
    expect(signedBytes(1.02 * GB)).toBe('+1.02 GB');
    expect(rate(1.304 * GB)).toBe('1.30 GB/h');
    expect(rateInWords(310 * MB)).toBe('310 MB an hour');
    expect([0, 0.004, 0.5, 0.99, 1].map(percent)).toEqual(['0 %', '< 1 %', '50 %', '99 %', '100 %']);
    expect(confidence(1)).toBe('99 %');
    expect(count(29_401)).toBe('29,401');
    expect(count(-0.2)).toBe('0');
    expect([2.2 * GB, 3 * GB, 2.65 * GB].map(threshold)).toEqual(['2.2 GB', '3.0 GB', '2.65 GB']);
    expect([plural(1, 'sample'), plural(1200, 'sample'), plural(2, 'entry', 'entries')]).toEqual([
      '1 sample',
      '1,200 samples',
      '2 entries',
    ]);
  });
});

describe('times', () => {
  it.each([
    [400, '0.4 s'],
    [3000, '3 s'],
    [45_000, '45 s'],
    [59_700, '1 min'],
    [12 * 60_000, '12 min'],
    [146 * 60_000, '2 h 26 min'],
    [2 * 3_600_000, '2 h'],
    [76 * 3_600_000, '3 d 4 h'],
    [7 * 86_400_000, '7 d'],
    [-1, 'an unknown time'],
  ])('%d ms are %s', (ms, text) => expect(duration(ms)).toBe(text));

  it('are told in the zone that was asked for', () => {
    const at = '2016-06-19T23:31:00Z';
    expect([clock(at, 0), clock(at, 120), dayAndTime(at, 120), clock('nonsense', 0)]).toEqual([
      '23:31',
      '01:31',
      '2016-06-20 01:31',
      'at an unknown time',
    ]);
    expect([when(at, '2016-06-19T12:00:00Z', 0), when(at, '2016-06-20T12:00:00Z', 0)]).toEqual(['23:31', '2016-06-19 23:31']);
    expect([zone(0), zone(120), zone(-330), zone(345)]).toEqual(['UTC', 'UTC+2', 'UTC-5:30', 'UTC+5:45']);
    expect(clock(Number.MAX_VALUE, 0)).toBe('at an unknown time');
  });
});

describe('sentences', () => {
  it('keep names as they are', () => {
    expect(['GdiPlus stays flat', 'Private bytes grow', 'Performance Monitor Users', 'XML', 'The floor rises'].map(midSentence)).toEqual([
      'GdiPlus stays flat',
      'private bytes grow',
      'Performance Monitor Users',
      'XML',
      'the floor rises',
    ]);
    expect([sentence('It holds'), sentence('Why?'), sentence(' Done. ')]).toEqual(['It holds.', 'Why?', 'Done.']);
    expect(firstSentence('Counted 1.5 times a minute. Then again.')).toBe('Counted 1.5 times a minute.');
    expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });
});
