import { describe, expect, it } from '@jest/globals';
import { readWords } from '../../flows/index.ts';
import { leastProcessorMs } from '../support/processor-time.ts';

const GB = 2 ** 30;
const MB = 2 ** 20;
const nobody = { process: null, pid: null, host: null, ticket: null };

describe('investigate', () => {
  it.each([
    ['investigate w3wp on WEB01 for INC-4711', { process: 'w3wp', host: 'WEB01', ticket: 'INC-4711' }],
    ['Investigate   W3WP.exe  on web-01.corp.example , please', { process: 'W3WP', host: 'web-01.corp.example' }],
    ['please investigate 1234', { pid: 1234 }],
    ['investigate pid 1234.', { pid: 1234 }],
    ['investigate PID=1234 on localhost', { pid: 1234, host: 'localhost' }],
    ['investigate process my-app.svc', { process: 'my-app.svc' }],
    ['investigate w3wp (4312) on WEB01', { process: 'w3wp', pid: 4312, host: 'WEB01' }],
    ['investigate "w3wp" on "WEB01"!', { process: 'w3wp', host: 'WEB01' }],
    ['investigate w3wp for ticket #4711', { process: 'w3wp', ticket: '#4711' }],
    ['investigate w3wp INC-4711', { process: 'w3wp', ticket: 'INC-4711' }],
    ['analyse dotnet pid 7 at BOX_2', { process: 'dotnet', pid: 7, host: 'BOX_2' }],
    ['could you investigate\u00a0w3wp', { process: 'w3wp' }],
  ])('%s', (text, asked) => {
    expect(readWords(text)).toEqual({ word: 'investigate', ...nobody, ...asked });
  });

  it.each([
    'investigate',
    'investigate on WEB01',
    'investigate $(reboot)',
    'investigate w3wp; rm -rf /',
    'investigate ../../etc/passwd',
    'investigate w3wp on WEB01 | calc',
    'investigate 0',
    'investigate 99999999999',
    `investigate ${'x'.repeat(65)}`,
    'investigate a b c d e',
  ])('is refused for %s', (text) => {
    expect(readWords(text)).toBeNull();
  });
});

describe('words with something to say', () => {
  it.each([
    ['note: the deploy was at 14:00', { word: 'note', text: 'the deploy was at 14:00' }],
    ['skip no admin rights', { word: 'skip', reason: 'no admin rights' }],
    ['Skip - because DebugDiag is not allowed.', { word: 'skip', reason: 'DebugDiag is not allowed.' }],
    ['skip', { word: 'skip', reason: '' }],
    ['cancel, wrong server', { word: 'cancel', reason: 'wrong server' }],
    ['hand over to Jim Doe', { word: 'handover', to: 'Jim Doe' }],
    ['handover jim', { word: 'handover', to: 'jim' }],
    ['fixed the serializer is cached now', { word: 'fixed', what: 'the serializer is cached now' }],
    ['pid 4312', { word: 'pid', pid: 4312 }],
    ['pid: 4312, please', { word: 'pid', pid: 4312 }],
    ['time 1a2b3c-1 2026-01-15 14:30', { word: 'time', evidence: '1a2b3c-1', at: '2026-01-15 14:30' }],
    ['practice', { word: 'practice', incident: null }],
    ['Practice gdi-plus please', { word: 'practice', incident: 'gdi-plus' }],
    ['practice incident XML-serializer', { word: 'practice', incident: 'xml-serializer' }],
  ])('%s', (text, word) => {
    expect(readWords(text)).toEqual(word);
  });
});

describe('thresholds', () => {
  it.each([
    ['thresholds 2.2 2.6 3.0', [2.2 * GB, 2.6 * GB, 3 * GB]],
    ['thresholds 2,2 and 2,6', [2.2 * GB, 2.6 * GB]],
    ['thresholds 900 MB, 1.2GB, 1.5 gib', [900 * MB, 1.2 * GB, 1.5 * GB]],
    ['threshold 1', [GB]],
  ])('%s', (text, bytes) => {
    expect(readWords(text)).toEqual({ word: 'thresholds', bytes: bytes.map(Math.round) });
  });

  it.each(['thresholds', 'thresholds soon', 'thresholds 1 2 3 4 5 6', 'thresholds -1', 'thresholds 1e9'])('is refused for %s', (text) => {
    expect(readWords(text)).toBeNull();
  });
});

describe('single words', () => {
  it.each([
    ['status', 'status'],
    ['  WHY? ', 'why'],
    ['Evidence.', 'evidence'],
    ['go on', 'go-on'],
    ['Go-on!', 'go-on'],
    ['continue please', 'go-on'],
    ['back', 'back'],
    ['redo', 'redo'],
    ['Pause now', 'pause'],
    ['resume', 'resume'],
    ['report, please', 'report'],
    ['close', 'close'],
    ['list', 'list'],
    ['help', 'help'],
    ['?', 'help'],
    ['timeline', 'timeline'],
    ['chart', 'chart'],
  ])('%s', (text, word) => {
    expect(readWords(text)).toEqual({ word });
  });
});

describe('what is none of ours', () => {
  it.each([
    '',
    '   ',
    'hello there',
    'constructor',
    '__proto__ x',
    'toString',
    'status of the server is bad',
    'back to the office',
    'Event : 14440',
    'investigating now',
  ])('%j', (text) => {
    expect(readWords(text)).toBeNull();
  });

  it('refuses control characters, and names of 64 KB', () => {
    expect(readWords('investigate w3\u0000wp')).toBeNull();
    expect(readWords('status\u001b[31m')).toBeNull();
    expect(readWords(`investigate ${'a'.repeat(65536)}`)).toBeNull();
    expect(readWords('\u0007')).toBeNull();
  });

  it('answers hostile text at once', () => {
    const hostile = [
      '.'.repeat(20000),
      'a '.repeat(10000),
      'investigate '.repeat(333),
      'thresholds ' + '1 '.repeat(1990),
      '"'.repeat(3999),
      'thresholds ' + '1'.repeat(3980),
    ];
    for (const text of hostile) expect(leastProcessorMs(() => readWords(text), 50)).toBeLessThan(50);
  });
});
