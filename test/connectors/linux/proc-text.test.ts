import { describe, expect, it } from '@jest/globals';
import { shortCommandLine } from '../../../connectors/linux/command-line.ts';
import { descriptorType } from '../../../connectors/linux/file-descriptors.ts';
import { startTicks } from '../../../connectors/linux/process-life.ts';
import { kilobytesOf, valueOf } from '../../../connectors/linux/read-proc.ts';

describe('what /proc prints', () => {
  it('has a start time behind a name that holds brackets and blanks', () => {
    const fields = Array.from({ length: 40 }, (_, at) => String(at + 3));
    expect(startTicks(`4711 (a) b (c) S ${fields.slice(1).join(' ')}`)).toBe('22');
  });

  it('has values in kB, which are 1,024 bytes', () => {
    const status = 'Name:\tx\nVmSize:\t     204 kB\nRssAnon:\t      12 kB\nThreads:\t7\n';
    expect([kilobytesOf(status, 'RssAnon'), kilobytesOf(status, 'VmSwap'), valueOf(status, 'Threads')]).toEqual([12 * 1024, null, 7]);
    expect(valueOf('Threads:\t3\n', 'Threads')).toBe(3);
  });

  it.each([
    ['socket:[179862]', 'socket'],
    ['pipe:[177552]', 'pipe'],
    ['anon_inode:[eventfd]', 'anon_inode:[eventfd]'],
    ['anon_inode:inotify', 'anon_inode:[inotify]'],
    ['anon_inode:[eventpoll]', 'anon_inode:[eventpoll]'],
    ['anon_inode:bpf-map', 'anon_inode:[bpf-map]'],
    ['net:[4026531840]', 'net'],
    ['/dev/null', 'device'],
    ['/memfd:doublemapper (deleted)', 'memfd'],
    ['/tmp/deleted.tmp (deleted)', 'deleted file'],
    ['/var/log/app/stdout', 'file'],
    ['', 'other'],
  ])('%j is a descriptor of type %s', (link, type) => {
    expect(descriptorType(link)).toBe(type);
  });
});

describe('a command line in a chat', () => {
  it.each([
    [['app', '--password', 'hunter2', '--port', '80'], 'app --password *** --port 80'],
    [['app', '--api-key=abc', '-x'], 'app --api-key=*** -x'],
    [['app', 'ConnectionString=Server=a;Password=b'], 'app ConnectionString=***'],
    [['app', 'amqp://user:secret@host/v'], 'app amqp://user:***@host/v'],
    [['app', 'a\u0000b\nc'], 'app a b c'],
  ])('%j shows no secret', (argv, shown) => {
    expect(shortCommandLine(argv)).toBe(shown);
  });

  it('is short', () => {
    expect(shortCommandLine(['x'.repeat(20_000)]).length).toBe(120);
  });
});
