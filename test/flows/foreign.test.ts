import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../analysis/index.ts';
import { readCard } from '../../cards/index.ts';
import { countedEvidence } from '../../flows/foreign.ts';
import { offer, takeIn } from '../../flows/index.ts';
import type { TakenIn, Target } from '../../flows/types.ts';
import { handles, life, linux, minute, opened, resultOf, start, taken, taking, unknownLife, windows } from './support/a-case.ts';

const procStatus = `Name:	shopd
Umask:	0022
State:	S (sleeping)
Tgid:	901
Ngid:	0
Pid:	901
PPid:	1
VmPeak:	  204800 kB
VmSize:	  204800 kB
VmRSS:	   91234 kB
RssAnon:	   80112 kB
RssFile:	   11122 kB
VmSwap:	       0 kB
Threads:	7
`;
const handleTypes = `Nthandle v4.22 - Handle viewer
Copyright (C) 1997-2019 Mark Russinovich
Sysinternals - www.sysinternals.com

Handle type summary:
  Event           : 7210
  File            : 118
  Key             : 44
Total handles: 7372
`;

function pastedInto(target: Target, text: string): TakenIn {
  return takeIn(opened(target), taking(readBytes('pasted text', Buffer.from(text)), { from: 'pasted text' }));
}

describe('an output of another system', () => {
  it('is said in the answer, kept with the evidence, and changes neither verdict nor path', () => {
    const before = taken(opened(linux), handles(start, { 'anon_inode:[eventpoll]': 4 }, { ...unknownLife, process: 'leaky' }));
    const { investigation, read } = takeIn(before.investigation, taking(readBytes('pasted text', Buffer.from(handleTypes))));
    expect(read[0]?.doubt).toContain('This is an output of Windows, and the case is about leaky');
    expect(JSON.stringify(readCard({ ...before, read }))).toContain('It is kept with the evidence and not counted');
    expect(investigation.evidence).toHaveLength(2);
    expect(investigation.evidence[1]?.notes[0]).toContain('not counted');
    expect(investigation.judgement).toEqual(before.investigation.judgement);
    expect(investigation.snapshot.facts.met).toEqual(before.investigation.snapshot.facts.met);
    expect(investigation.timeline.at(-1)?.says).toContain('This is an output of Windows');
  });

  it('is known for one also where only the name of the process tells its system', () => {
    const { investigation, read } = pastedInto({ ...windows, pid: null }, procStatus);
    expect(read[0]?.doubt).toContain('This is an output of Linux, and the case is about w3wp on Windows.');
    expect(investigation.target?.platform).toBe('windows-netfx');
    expect(investigation.judgement?.findings ?? []).toEqual([]);
  });

  it('is none where the system was only guessed: the case goes on with the commands of that system', () => {
    const guessed: Target = { ...windows, process: 'shopd', pid: null, startedAt: null, platform: 'windows-dotnet' };
    const { investigation, read } = pastedInto(guessed, procStatus);
    expect(read[0]?.doubt).toBeUndefined();
    expect(investigation.target?.platform).toBe('linux-native');
    expect(offer(investigation).how?.shell).toBe('posix');
    const after = takeIn(investigation, taking(readBytes('pasted text', Buffer.from(handleTypes))));
    expect(after.read[0]?.doubt).toContain('This is an output of Windows');
    expect(after.investigation.target?.platform).toBe('linux-native');
  });

  it('leaves a guess of Windows as it was where the output is of Windows', () => {
    const guessed: Target = { ...windows, process: 'shopd', pid: null, startedAt: null, platform: 'windows-dotnet' };
    expect(pastedInto(guessed, handleTypes).investigation.target?.platform).toBe('windows-dotnet');
  });
});

describe('an output of another process', () => {
  const other = { ...life, process: 'sqlservr', pid: 99, startedAt: null };

  it('is said with its name and pid, and two of them do not end a step', () => {
    const first = takeIn(opened(), taking(resultOf(handles(start, { Event: 2 }, other))));
    expect(first.read[0]?.doubt).toBe(
      'This tells of sqlservr (pid 99), and the case is about w3wp (pid 4312). It is kept with the evidence and not counted; for a case of its own say “investigate” with its process first.',
    );
    const second = takeIn(first.investigation, taking(resultOf(handles(start + 20 * minute, { Event: 900 }, other))));
    expect(second.investigation.snapshot.facts.met).toEqual([]);
    expect(second.verdictChanged).toBe(false);
  });

  it('is not complained of within a table that has the own one, too', () => {
    const { blocks, unread } = resultOf(handles(start, { Event: 4 }));
    const table = {
      blocks: blocks.map((each) => ({ ...each, readings: [...each.readings, handles(start, { Event: 2 }, other)] })),
      unread,
    };
    expect(takeIn(opened(), taking(table)).read.map(({ doubt }) => doubt)).toEqual([undefined, undefined]);
  });
});

describe('an output of another pid', () => {
  it('is said at once, not only in the notes', () => {
    const elsewhere = { ...unknownLife, pid: 77 };
    expect(takeIn(opened(), taking(resultOf(handles(null, { Event: 2 }, elsewhere)))).read[0]?.doubt).toBe(
      'It tells of pid 77; the case was about pid 4312 when it came. Values of the two are not compared.',
    );
  });

  it('is no restart of a process that the bot watches by itself', () => {
    const own = { ...unknownLife, process: 'leaky', pid: linux.pid, startedAt: linux.startedAt };
    const watched = taken(opened(linux), handles(start, { socket: 4 }, own)).investigation;
    const namesake = handles(start + 5 * minute, { socket: 9 }, { ...own, pid: 4400, startedAt: start + minute });
    expect(taken(watched, namesake).investigation.target?.pid).toBe(linux.pid);
  });
});

describe('a case of many outputs of another machine', () => {
  it('asks once whether any of them names the host', () => {
    const one = taken(opened(windows), handles(start, { Event: 900 })).investigation.evidence[0]!;
    let looks = 0;
    const evidence = Array.from({ length: 200 }, (_, index) => ({
      ...one,
      id: `e${index}`,
      get life() {
        looks += 1;
        return { ...life, machine: 'WEB02' };
      },
    }));
    expect(countedEvidence({ evidence, target: windows })).toHaveLength(200);
    expect(looks).toBeLessThan(200 * 20);
  });
});
