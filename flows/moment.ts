const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * `2026-01-15 14:30`, `2026-01-15T14:30:00+01:00`, `14:30` (the last such time before now): epoch ms, or null. `offsetMinutes` east
 * of UTC holds where the text carries no offset of its own.
 */
export function readMoment(text: string, now: number, offsetMinutes = 0): number | null {
  const found = /^(?:(\d{4})-(\d\d)-(\d\d)[ T])?(\d{1,2}):(\d\d)(?::(\d\d))? ?(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(text.trim());
  if (found === null) return null;
  const [, year, month, day, hours = '', minutes = '', seconds = '00', zone] = found;
  const east = zone === undefined ? offsetMinutes * minuteMs : 0;
  const today = new Date(now + east).toISOString().slice(0, 10);
  const date = year === undefined ? today : `${year}-${month}-${day}`;
  const named = zone === undefined || /^(z|utc)$/i.test(zone) ? 'Z' : zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const at = Date.parse(`${date}T${hours.padStart(2, '0')}:${minutes}:${seconds}${named}`) - east;
  if (Number.isNaN(at)) return null;
  return year === undefined && at > now ? at - dayMs : at;
}
