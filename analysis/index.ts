/** What the output of the tools means: the only ways in. */
export { read, readBytes } from './read.ts';
export { defaultScope, judge } from './judge.ts';
