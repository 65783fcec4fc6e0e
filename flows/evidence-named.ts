/** Which evidence a person means: by its number on the cards and the page, or by its id. */
import type { Evidence } from '../analysis/types.ts';
import type { Investigation } from './types.ts';

/** `3`, `e3` and `e-3` are the third output of the case; null: there is none such. */
export function evidenceNamed({ evidence }: Investigation, name: string): Evidence | null {
  const exact = evidence.find((each) => each.id === name);
  const number = /^e?-?(\d{1,4})$/i.exec(name)?.[1];
  return exact ?? (number === undefined ? undefined : evidence[Number(number) - 1]) ?? null;
}

/** Its number, from 1 on, as the cards and the page show it. */
export function evidenceNumber({ evidence }: Investigation, id: string): number {
  return evidence.findIndex((each) => each.id === id) + 1;
}
