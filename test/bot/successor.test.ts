import { describe, expect, it } from '@jest/globals';
import { successorAmong, unclearSays } from '../../bot/successor.ts';
import type { FoundProcess } from '../../connectors/types.ts';
import type { Target } from '../../flows/types.ts';

const target: Target = {
  host: 'here',
  process: 'shop',
  pid: 100,
  startedAt: 1000,
  platform: 'linux-native',
  connector: 'local',
  incident: null,
};
const alone = { like: 'a', beside: [] };
const found = (pid: number, startedAt: number, like = 'a', name = 'shop'): FoundProcess => ({
  pid,
  name,
  startedAt,
  like,
  detail: `shop ${like}`,
});

describe('which process took the place of one that ended', () => {
  it('is the one that was started later with the same command', () => {
    expect(successorAmong(target, alone, [found(200, 2000), found(300, 3000, 'b')])).toEqual({ is: 'found', process: found(200, 2000) });
  });

  it('may have the same pid again, but never the same start time', () => {
    expect(successorAmong(target, alone, [found(100, 2000)])).toMatchObject({ is: 'found' });
    expect(successorAmong(target, alone, [found(100, 1000)])).toEqual({ is: 'nobody' });
  });

  it('is nobody that ran beside it, was there before it, or has another name', () => {
    const beside = [found(200, 2000)];
    expect(successorAmong(target, { like: 'a', beside }, [found(200, 2000)])).toEqual({ is: 'nobody' });
    expect(successorAmong(target, alone, [found(50, 500)])).toEqual({ is: 'nobody' });
    expect(successorAmong(target, alone, [found(200, 2000, 'a', 'shopper')])).toEqual({ is: 'nobody' });
  });

  it('is not chosen among several of the same command', () => {
    const candidates = [found(200, 2000), found(201, 2001)];
    expect(successorAmong(target, alone, candidates)).toEqual({ is: 'unclear', candidates });
    expect(unclearSays(target, candidates)).toBe(
      'Process 100 has ended, and it cannot be told which process took its place: 200 (shop a), 201 (shop a). Type "investigate" and a pid to go on with one of them.',
    );
  });

  it('may have another command where it is the only one of its name, but not where the name is an interpreter’s', () => {
    expect(successorAmong(target, alone, [found(200, 2000, 'b')])).toMatchObject({ is: 'found' });
    expect(successorAmong(target, { like: 'a', beside: [found(60, 600, 'b')] }, [found(200, 2000, 'b')])).toMatchObject({ is: 'unclear' });
    for (const name of ['node', 'python3.11', 'java', 'dotnet', 'php-fpm'])
      expect(successorAmong({ ...target, process: name }, alone, [found(200, 2000, 'b', name)])).toMatchObject({ is: 'unclear' });
  });

  it('where the ended one was never seen alive, is the only later one of its name', () => {
    const unseen = { like: null, beside: [] };
    expect(successorAmong(target, unseen, [found(200, 2000)])).toMatchObject({ is: 'found' });
    expect(successorAmong(target, unseen, [found(200, 2000), found(300, 3000)])).toMatchObject({ is: 'unclear' });
  });
});
