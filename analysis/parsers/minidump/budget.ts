/**
 * How much of a dump is read. A dump lies on the server that made it, or in a share: what is asked for is paid for in
 * round trips, and somebody waits for the answer. All tables of a process that is not huge fit into this.
 */

/** Bytes beside the two tables that grow with the process, its handles and its regions, which are read whole. */
const tablesBudget = 2 ** 20;
/** What texts of handles get of it whatever else was read: several hundred of them, which tell the types that lead. */
const leastForTexts = 48 * 1024;

/** What was asked for so far. */
export interface Asked {
  bytes: number;
}

/** What is left for the texts of handles after `asked` bytes. */
export const budgetForTexts = (asked: number): number => Math.max(leastForTexts, tablesBudget - asked);
