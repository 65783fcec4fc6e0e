/** Handles on Windows: what a trace, a summary and the description of one handle may claim. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { evidenceInText } from '../support/evidence.ts';
import { handles } from '../support/made-evidence.ts';

const judgedText = (text: string) => judge(evidenceInText('pasted text', new TextEncoder().encode(text)), defaultScope);

const event = (handle: number, ...frames: readonly string[]) =>
  `--------------------------------------\nHandle = 0x${handle.toString(16).padStart(16, '0')} - OPEN\nThread ID = 0x0000000000001b20, Process ID = 0x0000000000002c14\n\n${frames.map((frame) => `0x00007ff81d2c4a10: ${frame}`).join('\n')}\n`;
const diff = (events: readonly string[], shown = events.length) =>
  `0:000> !htrace -diff\nHandle tracing information snapshot successfully taken.\n0x90 new stack traces since the previous snapshot.\nIgnoring handles that were already closed...\nOutstanding handles opened since the previous snapshot:\n${events.join('')}--------------------------------------\nDisplayed 0x${shown.toString(16)} stack traces for outstanding handles opened since the previous snapshot.\n`;
const opened = (count: number, ...frames: readonly string[]) => Array.from({ length: count }, (_, i) => event(0x400 + 4 * i, ...frames));
const createEvent = ['ntdll!NtCreateEvent+0x14', 'KERNELBASE!CreateEventW+0x40'];

describe('a trace of handles from one mark to the next', () => {
  it('points to the function that opened many of them', () => {
    const { verdict } = judgedText(diff(opened(24, ...createEvent, 'Pager!Pager::Ring+0x51')));
    expect(verdict).toMatchObject({ class: 'handle', component: 'Pager!Pager::Ring' });
    expect(verdict.confidence).toBeGreaterThan(0.75);
  });

  it('leans to it only where there are two, and claims nothing from one', () => {
    const two = judgedText(diff(opened(2, ...createEvent, 'Pager!Pager::Ring+0x51'))).verdict;
    expect(two).toMatchObject({ class: 'handle', component: 'Pager!Pager::Ring' });
    expect(two.confidence).toBeLessThanOrEqual(0.6);
    expect(judgedText(diff(opened(1, ...createEvent, 'Pager!Pager::Ring+0x51'))).verdict.class).toBe('not-enough-data');
  });

  it('names the lock’s caller and not the library of threads that keeps the lock', () => {
    const { findings } = judgedText(diff(opened(3, ...createEvent, 'libwinpthread_1!pthread_mutex_lock+0x11d', 'agent!post+0x1a1')));
    expect(findings.map(({ id }) => id)).toContain('handle-trace:agent!post');
  });

  it('goes by the debugger’s own count and by the system call, where own code has no symbols and the text was shortened', () => {
    const { verdict } = judgedText(
      diff(opened(1, '+0x4aa4fe76', '+0xe02f4dc5', 'ntdll!NtOpenThread+0xc', 'KERNELBASE!OpenThread+0x48'), 0x60),
    );
    expect(verdict).toMatchObject({ class: 'handle', component: 'Thread' });
    expect(verdict.causes[0]?.id).toBe('thread-handles-not-closed');
    expect(verdict.confidence).toBeGreaterThan(0.75);
  });

  it('is not sure where many places opened a few each: that is a program at work', () => {
    const many = Array.from({ length: 30 }, (_, i) => event(0x400 + 4 * i, ...createEvent, `Pager!Step${i}+0x51`));
    expect(judgedText(diff(many)).verdict.confidence).toBeLessThanOrEqual(0.6);
  });
});

describe('the description of one handle', () => {
  const table = (threads: number) =>
    `0:001> !handle\n${threads + 20} Handles\nType           \tCount\nEvent          \t12\nFile           \t8\nThread         \t${threads}\n`;
  const one = '0:001> !handle 244 f\nHandle 244\n  Type         \tThread\n  HandleCount  \t131\n  Name         \t<none>\n';

  it('is no summary: two counts around it still show the growth', () => {
    const { verdict } = judgedText(`${table(70)}\n${table(310)}\n${one}`);
    expect(verdict).toMatchObject({ class: 'handle', component: 'Thread' });
    expect(verdict.confidence).toBeGreaterThan(0.85);
  });
});

describe('one summary with some hundreds of thread handles', () => {
  const table = (threads: number, events: number) =>
    `0:003> !handle 0 0\n${threads + events + 30} Handles\nType           \tCount\nEvent          \t${events}\nFile           \t30\nThread         \t${threads}\n`;

  it('leans to a handle leak where nothing else comes near: threads that live bring events along', () => {
    const { verdict } = judgedText(table(820, 310));
    expect(verdict).toMatchObject({ class: 'handle', component: 'Thread' });
    expect(verdict.confidence).toBeLessThanOrEqual(0.7);
  });

  it('claims nothing where the events of living threads stand beside them, nor of fewer', () => {
    expect(judgedText(table(820, 1900)).verdict.class).toBe('not-enough-data');
    expect(judgedText(table(820, 640)).verdict.class).toBe('not-enough-data');
    expect(judgedText(table(340, 60)).verdict.class).toBe('not-enough-data');
  });
});

describe('two summaries of which nobody knows the times', () => {
  const untimed = (...counts: readonly number[]) =>
    judge(
      counts.map((events, index) => ({
        ...handles(`h${index}`, { Event: events, File: 60 }),
        takenAt: null,
        sequence: { group: 'file:handles', index },
      })),
      defaultScope,
    ).verdict;

  it('are sure of a leak only from what no start of a process opens', () => {
    const small = untimed(120, 640);
    expect(small.class).toBe('handle');
    expect(small.confidence).toBeLessThanOrEqual(0.7);
    expect(untimed(900, 3600).confidence).toBeGreaterThan(0.85);
    expect(untimed(120, 380, 640).confidence).toBeGreaterThan(0.85);
  });
});

describe('a list of all handles of a process', () => {
  const listed = (rows: readonly string[]) =>
    judgedText(
      `tills.exe pid: 812 SHOP\\svc\n${rows.map((row, i) => `${(0x100 + 4 * i).toString(16).toUpperCase().padStart(5)}: ${row}`).join('\n')}\n`,
    );
  const many = (count: number, row: string) => Array.from({ length: count }, (_, i) => row.replaceAll('#', `${3400 + i}`));
  const usual = [...many(90, 'Event'), ...many(40, 'File  (R-D)   C:\\Shop\\till#.dat'), ...many(20, 'Key           HKLM')];

  it('shows a leak where hundreds name threads and processes that have ended, however few they are beside the rest', () => {
    const ended = listed([...usual, ...many(120, 'Thread        <Non-existent Process>(#): #')]);
    expect(ended.verdict).toMatchObject({ class: 'handle', component: 'Thread' });
    expect(ended.findings.find(({ rule }) => rule === 'handle-level')?.says).toContain(
      '120 of them name processes and threads that have ended',
    );
    expect(listed([...usual, ...many(120, 'Thread        tills.exe(812): #')]).verdict.class).toBe('not-enough-data');
    expect(listed([...usual, ...many(30, 'Process       <Non-existant Process>(#)')]).verdict.class).toBe('not-enough-data');
  });

  it('shows a leak where hundreds are of one event, and none where they are of one directory or pipe', () => {
    const one = (row: string) => listed([...usual, ...many(600, row)]).verdict;
    expect(one('Event         \\Sessions\\1\\BaseNamedObjects\\DrawerOpen')).toMatchObject({
      class: 'handle',
      component: '\\Sessions\\1\\BaseNamedObjects\\DrawerOpen',
    });
    expect(one('File  (---)   \\Device\\Afd').class).toBe('not-enough-data');
    expect(listed([...usual, ...many(140, 'Event         \\BaseNamedObjects\\DrawerOpen')]).verdict.class).toBe('not-enough-data');
  });
});
