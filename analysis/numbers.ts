/** Numbers as tools print them in any culture: `13,155` · `1.234,56` · `1.68 GBytes` · `1.3217e+08`. */

const plain = /^[-+]?\d{1,19}$/;
const grouped = /^[-+]?\d{1,3}(?:([,.' ])\d{3})(?:\1\d{3}){0,6}$/;

/** India groups by two above the thousands: `5,12,004` is 512,004. */
const groupedByTwo = /^[-+]?\d{1,2}(?:,\d{2}){1,7},\d{3}$/;

/** A whole number with or without group separators of one kind; null for anything else. */
export function readInteger(text: string): number | null {
  const trimmed = text.trim();
  if (plain.test(trimmed)) return Number(trimmed);
  return grouped.test(trimmed) || groupedByTwo.test(trimmed) ? Number(trimmed.replace(/[,.' ]/g, '')) : null;
}

/** Whether a value can be a size, a count or a time that a tool measured: all of them have at most 64 bits. `1e999` and NaN have not. */
export const isMeasure = (value: number): boolean => Math.abs(value) <= 2 ** 64;

const decimalShape = /^[-+]?[\d.,' ]{1,40}(?:[eE][-+]?\d{1,3})?$/;

/**
 * A number that may have decimals. The last of two kinds of separators is the decimal one; a
 * separator that stands once before three digits is a group unless it is `decimal`, the decimal
 * separator seen elsewhere in the same output (`.` where nothing else is known).
 */
export function readDecimal(text: string, decimal: '.' | ',' = '.'): number | null {
  const trimmed = text.trim();
  if (!decimalShape.test(trimmed) || !/\d/.test(trimmed)) return null;
  const [mantissa = '', exponent] = trimmed.split(/[eE]/);
  const separator = decimalSeparator(mantissa, decimal);
  const cut = separator === null ? -1 : mantissa.lastIndexOf(separator);
  const whole = (cut === -1 ? mantissa : mantissa.slice(0, cut)).replace(/[.,' ]/g, '');
  const fraction = cut === -1 ? '' : mantissa.slice(cut + 1);
  if (!/^\d{0,30}$/.test(fraction)) return null;
  const value = Number(
    `${whole === '' || whole === '-' ? `${whole}0` : whole}.${fraction === '' ? '0' : fraction}${exponent === undefined ? '' : `e${exponent}`}`,
  );
  return isMeasure(value) ? value : null;
}

function decimalSeparator(text: string, decimal: '.' | ','): '.' | ',' | null {
  const dot = text.lastIndexOf('.');
  const comma = text.lastIndexOf(',');
  if (dot !== -1 && comma !== -1) return dot > comma ? '.' : ',';
  if (dot === -1 && comma === -1) return null;
  const separator = dot !== -1 ? '.' : ',';
  if (text.indexOf(separator) !== text.lastIndexOf(separator)) return null;
  if (separator === decimal) return separator;
  return /^[-+]?[1-9]\d{0,2}[.,]\d{3}$/.test(text) ? null : separator;
}

/** 2^10 to the power: Windows tools, DebugDiag, /proc and ps all count in powers of 1024. */
const unitPower: Readonly<Record<string, number>> = { '': 0, b: 0, k: 1, m: 2, g: 3, t: 4, p: 5 };
const sizeShape = /^([-+]?\d[\d.,' ]{0,30}?) ?([kmgtp]?)(?:i?b(?:yte)?(?:\(s\)|s)?)?$/i;

export interface Size {
  readonly bytes: number;
  /** Half a unit of the last printed digit, in bytes: `1.68 GB` is known to ± 0.005 GB. */
  readonly precision: number;
}

/** `1.68 GBytes`, `964 MB`, `73 MiB`, `16744 kB`, `512 Bytes`, `2.7G`; a bare number is bytes. */
export function readSize(text: string, decimal: '.' | ',' = '.'): Size | null {
  const found = sizeShape.exec(text.trim());
  if (found === null) return null;
  const [, digits = '', prefix = ''] = found;
  const value = readDecimal(digits, decimal);
  if (value === null) return null;
  const unit = 1024 ** (unitPower[prefix.toLowerCase()] ?? 0);
  const separator = decimalSeparator(digits.trim(), decimal);
  const decimals = separator === null ? 0 : digits.trim().length - digits.trim().lastIndexOf(separator) - 1;
  return { bytes: value * unit, precision: (unit / 10 ** decimals) * 0.5 };
}
