/**
 * Rows in the order of time. A log is written oldest row first and streams through; where one is
 * not (newest first, two logs joined, sorted by a spreadsheet), its rows are held and sorted.
 */
import type { JoinPlan } from './join-plan.ts';
import type { LifeBook } from './lives.ts';

/** What became of the rows: counted for the notes. */
export interface OrderLog {
  /** Rows whose time goes on. */
  rows: number;
  /** Rows earlier than one before them. */
  backwards: number;
  /** Rows of a time that a row before them has. */
  repeated: number;
  /** The clock went back an hour within the log, and later rows were moved accordingly. */
  hourBack: boolean;
  /** The clock went forward an hour within the log, and later rows were moved accordingly. */
  hourForward: boolean;
  lastAt: number;
}

export interface RowOrder {
  readonly log: OrderLog;
  /** Columns of the header that is in force from now on, and the minutes its clock is west of UTC. */
  follow(plan: JoinPlan, zoneMinutes: number): void;
  /** One row, its time in UTC as the header's zone has it. */
  take(at: number, values: Float64Array): void;
}

const hour = 3_600_000;
/** A sample may come late or be missing: a step of up to so many intervals still goes on regularly. */
const lateIntervals = 2;
/** So many rows behind the change of the clock must go on regularly. */
const followingRows = 3;
/** Months in which some country puts its clocks back, on a Sunday (tz database: April in the south, October and November in the north). */
const switchMonths = new Set([2, 3, 8, 9, 10]);
/** The clock is put back at one of these hours, local time (tz database: 1:00 on the Azores to 4:00 in Eastern Europe). */
const lastSwitchHour = 4;

/**
 * Did the clock go back an hour between two rows (local times, ms)? Only on a Sunday night of a month
 * in which clocks are put back, at a full hour, and by an hour to within a sample.
 */
export function isHourBack(previous: number, next: number, interval: number): boolean {
  const onwards = next + hour - previous;
  if (!(interval > 0) || interval > hour || onwards <= 0 || onwards > interval * lateIntervals) return false;
  const switchedAt = Math.ceil((previous + 1) / hour) * hour;
  const date = new Date(switchedAt);
  const isNight = date.getUTCHours() >= 1 && date.getUTCHours() <= lastSwitchHour;
  return isNight && date.getUTCDay() === 0 && switchMonths.has(date.getUTCMonth()) && previous + onwards >= switchedAt;
}

/** Months in which some country puts its clocks forward, on a Sunday (tz database: March and April in the north, September to November in the south). */
const forwardMonths = new Set([2, 3, 7, 8, 9, 10]);
/** A missing hour is told from an hour without samples only where samples come at least this often. */
const oftenEnough = 900_000;

/**
 * Did the clock go forward an hour between two rows (local times, ms)? Only on a Sunday night of a month
 * in which clocks are put forward, from just before a full hour to just behind the next, in a log that is
 * otherwise regular: anything else is a gap.
 */
export function isHourForward(previous: number, next: number, interval: number): boolean {
  const onwards = next - hour - previous;
  if (!(interval > 0) || interval > oftenEnough || onwards <= 0 || onwards > interval * lateIntervals) return false;
  const switchedAt = Math.ceil((previous + 1) / hour) * hour;
  const date = new Date(switchedAt);
  const isNight = date.getUTCHours() <= lastSwitchHour;
  return isNight && date.getUTCDay() === 0 && forwardMonths.has(date.getUTCMonth()) && next >= switchedAt + hour;
}

const createOrderLog = (): OrderLog => ({
  rows: 0,
  backwards: 0,
  repeated: 0,
  hourBack: false,
  hourForward: false,
  lastAt: Number.NEGATIVE_INFINITY,
});

/** Rows go straight to the book; one that does not go on is counted and left out. */
export function createStreamedOrder(book: LifeBook): RowOrder {
  const log = createOrderLog();
  let [zone, shift, interval, unsure] = [0, 0, 0, 0];
  return {
    log,
    follow(plan, zoneMinutes) {
      // A header written after the change tells the new zone itself.
      if (zone !== zoneMinutes * 60_000) shift = 0;
      zone = zoneMinutes * 60_000;
      book.follow(plan);
    },
    take(at, values) {
      let step = at + shift - log.lastAt;
      if (step > hour && !log.hourForward && isHourForward(log.lastAt - shift - zone, at - zone, interval)) {
        log.hourForward = true;
        shift -= hour;
        step -= hour;
      }
      if (step <= 0 && !log.hourBack && log.backwards === 0 && isHourBack(log.lastAt - shift - zone, at - zone, interval)) {
        log.hourBack = true;
        shift += hour;
        unsure = followingRows;
      } else if (step <= 0) {
        if (step === 0) log.repeated++;
        else log.backwards++;
        return;
      } else {
        // An hour back that no regular rows follow was none: that is for sorting to find out.
        if (unsure > 0 && unsure-- > 0 && step > interval * lateIntervals) log.backwards++;
        interval = step;
      }
      log.lastAt = at + shift;
      log.rows++;
      book.take(log.lastAt, values);
    },
  };
}

/** So many values are held for sorting (64 MB); a log of more is read as it comes. */
const maxHeldValues = 2 ** 23;
/** What a held row costs beside its values, in values: its object and its array (about 200 bytes in V8). */
const heldRowCost = 24;

/** Is a log of so many rows and wanted columns small enough to be sorted? */
export const canBeSorted = (rows: number, columns: number): boolean => rows * (columns + heldRowCost) <= maxHeldValues;

interface HeldRow {
  readonly at: number;
  readonly plan: JoinPlan;
  readonly zone: number;
  readonly values: Float64Array;
}

export interface SortedOrder extends RowOrder {
  /** Gives all rows to the book, oldest first, of equal times the first. */
  finish(): void;
}

/** Rows are held until the end of the log; the caller has asked `canBeSorted`. */
export function createSortedOrder(book: LifeBook): SortedOrder {
  const log = createOrderLog();
  const held: HeldRow[] = [];
  let [plan, zone]: [JoinPlan | null, number] = [null, 0];
  return {
    log,
    follow(next, zoneMinutes) {
      [plan, zone] = [next, zoneMinutes * 60_000];
    },
    take(at, values) {
      if (plan !== null) held.push({ at, plan, zone, values: values.slice() });
    },
    finish() {
      const rows = shifted(held, log);
      log.backwards = rows.filter((row, index) => row.at < (rows[index - 1]?.at ?? row.at)).length;
      let followed: JoinPlan | null = null;
      for (const row of rows.toSorted((a, b) => a.at - b.at)) {
        if (row.at === log.lastAt) {
          log.repeated++;
          continue;
        }
        if (row.plan !== followed) book.follow(row.plan);
        followed = row.plan;
        log.lastAt = row.at;
        log.rows++;
        book.take(row.at, row.values);
      }
    },
  };
}

/** The rows behind the one change of the clock, up to where the order breaks, moved by an hour. */
function shifted(rows: readonly HeldRow[], log: OrderLog): readonly HeldRow[] {
  const step = (index: number): number => (rows[index]?.at ?? 0) - (rows[index - 1]?.at ?? 0);
  const goesOn = (index: number, interval: number): boolean =>
    rows.slice(index + 1, index + 1 + followingRows).every((_, ahead) => {
      const next = step(index + 1 + ahead);
      return next > 0 && next <= interval * lateIntervals;
    });
  const from = rows.findIndex((row, index) => {
    const previous = rows[index - 1];
    if (previous === undefined) return false;
    const interval = index > 1 ? step(index - 1) : step(index + 1);
    return isHourBack(previous.at - previous.zone, row.at - previous.zone, interval) && goesOn(index, interval);
  });
  if (from === -1) return rows;
  log.hourBack = true;
  const breaks = rows.findIndex((row, index) => index > from && (step(index) < 0 || row.zone !== rows[from]?.zone));
  const to = breaks === -1 ? rows.length : breaks;
  return rows.map((row, index) => (index >= from && index < to ? { ...row, at: row.at + hour } : row));
}
