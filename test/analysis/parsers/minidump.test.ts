import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readBytes } from '../../../analysis/index.ts';
import { minidump } from '../../../analysis/parsers/minidump.ts';
import type { Parsed, Reading } from '../../../analysis/types.ts';
import { writeMinidump } from '../../support/minidump-writer.ts';
import type { DumpPlan } from '../../support/minidump-writer.ts';
import { processorMs } from '../../support/processor-time.ts';

const mutants = Number(process.env['MUTANTS'] ?? '200');
const boundMs = 50;
const [commit, reserve, free] = [0x1000, 0x2000, 0x10000];
const [isPrivate, isImage] = [0x20000, 0x1000000];
const MB = 2 ** 20;

/** Reads a dump and counts what was asked for. */
function readDump(bytes: Uint8Array, size = bytes.length): { parsed: Parsed; asked: number; ms: number } {
  let asked = 0;
  const box: { parsed?: Parsed } = {};
  const ms = processorMs(() => {
    const reader = minidump.read(size);
    let step = reader.next();
    while (step.done !== true) {
      asked += step.value.length;
      step = reader.next(bytes.subarray(step.value.offset, step.value.offset + step.value.length));
    }
    box.parsed = step.value;
  });
  if (box.parsed === undefined) throw new Error('a dump is always answered');
  return { parsed: box.parsed, asked, ms };
}

function reading<Kind extends Reading['kind']>(plan: DumpPlan, kind: Kind): Extract<Reading, { kind: Kind }> {
  const { parsed } = readDump(writeMinidump(plan));
  const found = parsed.ok ? parsed.readings.find((each) => each.kind === kind) : undefined;
  if (found === undefined) throw new Error(`no ${kind}`);
  return found as Extract<Reading, { kind: Kind }>;
}
const notesOf = (plan: DumpPlan): string => {
  const { parsed } = readDump(writeMinidump(plan));
  return parsed.ok ? parsed.notes.join(' | ') : parsed.problem;
};

const w3wp: DumpPlan = {
  modules: ['C:\\Windows\\System32\\inetsrv\\w3wp.exe', 'C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\clr.dll'],
  handles: [
    ...Array.from({ length: 40 }, () => ({ type: 'Event', name: '\\BaseNamedObjects\\SendSAS' })),
    ...Array.from({ length: 3 }, (_, index) => ({ type: 'File', name: `\\Device\\HarddiskVolume2\\${index}.log` })),
    { type: '' },
  ],
  regions: [
    [0, 64 * MB, free, 0],
    [64 * MB, 8 * MB, commit, isPrivate],
    [72 * MB, 16 * MB, reserve, isPrivate],
    [88 * MB, 2 * MB, commit, isImage],
    [90 * MB, 10 * MB, free, 0],
  ],
  pid: 4312,
  privateBytes: 9 * MB,
};

describe('a Windows memory dump', () => {
  it('tells its handles by type and by the names that many share', () => {
    for (const descriptorSize of [32, 40] as const) {
      expect(reading({ ...w3wp, descriptorSize }, 'handles').summary).toEqual({
        byType: { Event: 40, File: 3, unknown: 1 },
        total: 44,
        partial: false,
        byName: { '\\BaseNamedObjects\\SendSAS': 40 },
      });
    }
  });

  it('tells what the address space holds', () => {
    expect(reading(w3wp, 'addressSpace')).toMatchObject({
      privateBytes: 8 * MB,
      committed: 10 * MB,
      reserved: 16 * MB,
      free: 74 * MB,
      largestFree: 64 * MB,
    });
    expect(reading(w3wp, 'snapshot').values).toEqual({ privateBytes: 9 * MB, workingSet: 5000 });
  });

  it('tells which process life it is', () => {
    expect(reading(w3wp, 'modules')).toMatchObject({
      life: { process: 'w3wp', pid: 4312, startedAt: 1_699_990_000_000, bitness: 64, runtime: 'netfx' },
      takenAt: 1_700_000_000_000,
      names: ['w3wp.exe', 'clr.dll'],
    });
    expect(reading({ modules: ['/app/demo', '/usr/lib/libcoreclr.so'] }, 'modules').names).toEqual(['demo', 'libcoreclr.so']);
    expect(reading({ modules: ['D:\\app.exe', 'D:\\coreclr.dll'], processor: 0 }, 'modules').life).toMatchObject({
      bitness: 32,
      runtime: 'dotnet',
    });
  });

  it('says before anybody waits for an analysis whether it could find anything', () => {
    expect(notesOf(w3wp)).toContain('LeakTrack.dll is not in this dump: DebugDiag would find no leak data');
    const tracked = { ...w3wp, modules: [...(w3wp.modules ?? []), 'C:\\Program Files\\DebugDiag\\LeakTrack.dll'] };
    expect(notesOf(tracked)).toContain('LeakTrack.dll is in this dump');
    expect(notesOf(tracked)).not.toContain('no leak data');
    expect(notesOf({ ...w3wp, flags: 0 })).toContain('no full memory');
    expect(notesOf(w3wp)).not.toContain('no full memory');
    expect(notesOf({ ...w3wp, handles: undefined as never })).toContain('no handle data');
  });

  it('knows a 32-bit process in a 64-bit dump', () => {
    const wow = { ...w3wp, modules: ['C:\\app.exe', 'C:\\Windows\\System32\\wow64.dll'] };
    expect(reading(wow, 'modules').life.bitness).toBe(32);
    expect(notesOf(wow)).toContain('64-bit dump of a 32-bit process');
    const above = { ...wow, regions: [...(w3wp.regions ?? []), [2 ** 33, 2 ** 40, free, 0] as const] };
    expect(reading(above, 'addressSpace').largestFree).toBe(64 * MB);
  });

  it('asks for less than 1 MB beside the two tables that grow', () => {
    const handles = Array.from({ length: 120_000 }, (_, index) => ({ type: 'Semaphore', name: index % 9 === 0 ? `\\n${index}` : '' }));
    const regions = Array.from({ length: 60_000 }, (_, index) => [index * MB, 4096, commit, isPrivate] as const);
    const modules = Array.from({ length: 600 }, (_, index) => `C:\\Windows\\assembly\\NativeImages\\Module.Number${index}.ni.dll`);
    const bytes = writeMinidump({ handles, regions, modules });
    const { parsed, asked } = readDump(bytes);
    expect(parsed).toMatchObject({ ok: true });
    expect(asked - 120_000 * 40 - 60_000 * 48).toBeLessThan(MB);
    const { asked: few } = readDump(writeMinidump({ modules, regions: [] }));
    expect(few).toBeLessThan(MB / 4);
  });
});

describe('a dump that is not whole', () => {
  const whole = writeMinidump(w3wp);
  it('gets a sentence that says what to do, wherever it is cut', () => {
    for (const length of [6, 31, 32, 100, 500, Math.floor(whole.length / 2), whole.length - 1]) {
      const { parsed } = readDump(whole.subarray(0, length));
      expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining('copy the file again') });
    }
    expect(readBytes('w3wp.dmp', whole.subarray(0, whole.length - 1)).unread[0]).toMatchObject({ parser: 'minidump' });
  });

  it('answers at once where counts are huge or offsets turn round', () => {
    const damaged = (change: (view: DataView) => void): Uint8Array => {
      const bytes = whole.slice();
      change(new DataView(bytes.buffer));
      return bytes;
    };
    const entry = (index: number): number => 32 + index * 12;
    const cases = [
      damaged((view) => view.setUint32(8, 0xffffffff, true)),
      damaged((view) => view.setUint32(8, 0, true)),
      damaged((view) => view.setUint32(12, 0, true)),
      damaged((view) => view.setUint32(12, 0xfffffff0, true)),
      ...Array.from({ length: 7 }, (_, index) => damaged((view) => view.setUint32(entry(index) + 4, 0xffffffff, true))),
      ...Array.from({ length: 7 }, (_, index) => damaged((view) => view.setUint32(entry(index) + 8, 32, true))),
    ];
    for (const bytes of cases) {
      const { parsed, ms } = readDump(bytes);
      expect(typeof parsed.ok).toBe('boolean');
      expect(ms).toBeLessThan(boundMs);
    }
    // A table that claims four thousand million rows holds as many as its stream has room for.
    const offsetOf = (type: number): number => {
      const view = new DataView(whole.buffer);
      const at = [0, 1, 2, 3, 4, 5, 6].map(entry).find((each) => view.getUint32(each, true) === type) ?? 0;
      return view.getUint32(at + 8, true);
    };
    for (const type of [4, 12, 16]) {
      const { parsed, ms } = readDump(damaged((view) => view.setUint32(offsetOf(type) + (type === 4 ? 0 : 8), 0xffffffff, true)));
      expect(parsed.ok).toBe(true);
      expect(ms).toBeLessThan(boundMs);
    }
  });

  it('never throws and never takes long, whatever its bytes are', () => {
    const edits = fc.array(fc.tuple(fc.nat({ max: 2000 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(edits, fc.nat({ max: whole.length }), (steps, cutAt) => {
        const bytes = whole.slice();
        for (const [at, value] of steps) bytes[at % bytes.length] = value;
        const times = [0, 1, 2].map(() => {
          const { parsed, ms } = readDump(cutAt % 3 === 0 ? bytes.subarray(0, cutAt) : bytes);
          expect(parsed.ok || parsed.problem.length > 20).toBe(true);
          return ms;
        });
        expect(Math.min(...times)).toBeLessThan(boundMs);
      }),
      { numRuns: mutants },
    );
  });

  it('survives being stored as JSON', () => {
    const result = readBytes('w3wp.dmp', whole);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

const samples = join(import.meta.dirname, '../../../../shared/samples/minidump');
(existsSync(samples) ? describe : describe.skip)('public dumps of breakpad', () => {
  const at = (name: string): Uint8Array => new Uint8Array(readFileSync(join(samples, name)));
  it('tell 147 handles, as another reader counted them', () => {
    const { parsed } = readDump(at('tiny-exe-with-cet-xsave.dmp'));
    const handles = parsed.ok ? parsed.readings.find((each) => each.kind === 'handles') : undefined;
    expect(handles).toMatchObject({ summary: { total: 147, byType: { Section: 31, Event: 18, Semaphore: 12, File: 11, unknown: 46 } } });
  });
  it('tell 32 from 64 bits, and are noticed when a byte is missing', () => {
    const life = (name: string): unknown => {
      const { parsed } = readDump(at(name));
      return parsed.ok ? parsed.readings[0]?.life.bitness : null;
    };
    expect([life('thread_name_list.dmp'), life('tiny-exe-fastfail.dmp')]).toEqual([32, 64]);
    for (const name of ['thread_name_list.dmp', 'tiny-exe-fastfail.dmp', 'tiny-exe-with-cet-xsave.dmp']) {
      const bytes = at(name);
      expect(readDump(bytes.subarray(0, bytes.length - 1)).parsed.ok).toBe(false);
      expect(readDump(bytes.subarray(0, bytes.length / 2)).parsed.ok).toBe(false);
    }
  });
});
