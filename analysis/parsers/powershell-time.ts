/** A time as ConvertTo-Json writes it. */
import { isoTime } from '../dates.ts';
import { isJsonObject } from '../json.ts';
import type { Json } from '../json.ts';

/** `\/Date(1770105600417)\/`, an ISO time, or PowerShell 5.1's object around one of them. */
export function powershellTime(value: Json | undefined): number | null {
  if (isJsonObject(value)) return powershellTime(value['value'] ?? value['Value']);
  if (typeof value !== 'string') return null;
  const epoch = /^\/Date\((-?\d{1,15})(?:[-+]\d{4})?\)\/$/.exec(value);
  return epoch === null ? isoTime(value) : Number(epoch[1]);
}
