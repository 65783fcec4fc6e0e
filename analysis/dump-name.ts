/**
 * What the name of a dump tells. ProcDump: `iisexpress.exe_160619_003119.dmp` (PROCESSNAME_YYMMDD_HHMMSS, its
 * documented default); DebugDiag: `w3wp__Shop__PID__4412__Date__01_12_2015__Time_10_15_33AM__412__Leak Dump - Private
 * Bytes.dmp` (month first, as its script engine prints dates). Both are the host's local time without a zone.
 */
import { imageName, unknownLife } from './life.ts';
import type { ProcessLife } from './types.ts';

export interface NamedDump {
  readonly life: ProcessLife;
  /** Epoch ms, the host's local time read as if it were UTC; null where the name has none. */
  readonly takenAt: number | null;
}

/** What a reader must be told where a time came from a dump's name. */
export const localTimeNote = 'The time comes from the name of the dump: the clock of the host, its time zone is not in it.';

/** Epoch ms of a calendar time that exists; null for the 31st of February. */
function calendarTime(year: number, month: number, day: number, hour: number, minute: number, second: number): number | null {
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(at);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60 ? at : null;
}

function ofProcDump(name: string): NamedDump | null {
  const found = /^(.{1,120}?)_(\d\d)(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)(?:-\d{1,3})?\.dmp$/i.exec(name);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(2).map(Number);
  const takenAt = calendarTime(2000 + year, month, day, hour, minute, second);
  return takenAt === null ? null : { life: { ...unknownLife, process: imageName(found[1] ?? '') }, takenAt };
}

const twelveHours: Readonly<Record<string, (hour: number) => number>> = {
  AM: (hour) => hour % 12,
  PM: (hour) => (hour % 12) + 12,
};

function ofDebugDiag(name: string): NamedDump | null {
  const start = /^([\w.-]{1,80}?)__(?:(.{1,120}?)__)?PID__(\d{1,10})__/i.exec(name);
  if (start === null) return null;
  const date = /__Date__(\d\d)_(\d\d)_(\d{4})__Time_(\d\d)_(\d\d)_(\d\d)(AM|PM)?/i.exec(name);
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (date ?? []).slice(1, 7).map(Number);
  const to24 = twelveHours[(date?.[7] ?? '').toUpperCase()] ?? ((same: number) => same);
  const life = { ...unknownLife, process: imageName(start[1] ?? ''), pid: Number(start[3]), appPool: start[2] ?? null };
  return { life, takenAt: date === null ? null : calendarTime(year, month, day, to24(hour), minute, second) };
}

/** Process, pid, pool and time as far as a dump's name (or its whole path) tells them. */
export function namedDump(path: string): NamedDump {
  const name = path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1).trim();
  return ofDebugDiag(name) ?? ofProcDump(name) ?? { life: unknownLife, takenAt: null };
}
