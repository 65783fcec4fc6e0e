/** How commands print a frame: the header above its columns, its line, and the pattern with which a peer reads that line. */
import type { MadeFrame } from './stack-frames.ts';
import type { Random } from './random.ts';

/** What stands in the columns of a line; all but the return address differs from thread to thread. */
export interface Columns {
  readonly number: string;
  readonly pointer: number;
  readonly returns: number;
  readonly random: Random;
}

export interface Form {
  readonly command: string;
  /** Above the frames of each thread; none: null. */
  readonly columns: string | null;
  readonly line: (frame: MadeFrame, columns: Columns) => string;
  /** The call site in the first group, without what differs from thread to thread. */
  readonly pattern: RegExp;
  /** Between two threads, instead of the header of `~*k`. */
  readonly threadHead?: (thread: number) => string;
  readonly threadPattern?: RegExp;
}

export const hex = (value: number, digits = 8): string => (value >>> 0).toString(16).padStart(digits, '0');
export const wide = (high: number, low: number): string => `${hex(high)}\`${hex(low)}`;
const near = (value: number): string => wide(0xd2, value);
const code = (value: number): string => wide(0x7ffe, value);
const offset = (frame: MadeFrame): string => `+0x${frame.offset.toString(16)}`;
const plain = (frame: MadeFrame): string => `${frame.name}${offset(frame)}`;
const source = (frame: MadeFrame): string =>
  ` [d:\\src\\fabrikam\\unit${frame.index % 61}\\file${frame.index}.cpp @ ${1 + (frame.index % 900)}]`;

export const k64: Form = {
  command: '~*k',
  columns: 'Child-SP          RetAddr           Call Site',
  line: (frame, { pointer, returns }) => `${near(pointer)} ${code(returns)} ${plain(frame)}`,
  pattern: /^[0-9a-f`]{17} [0-9a-f`]{17} (\S.*?)(?:\+0x[0-9a-f]+)?$/,
};
export const kn64: Form = {
  command: '~*kn',
  columns: ' # Child-SP          RetAddr               Call Site',
  line: (frame, { number, pointer, returns }) => `${number} ${near(pointer)} ${code(returns)}     ${plain(frame)}`,
  pattern: /^[0-9a-f]{2,4} [0-9a-f`]{17} [0-9a-f`]{17}\s+(\S.*?)(?:\+0x[0-9a-f]+)?$/,
};
/** Source lines, and every ninth function inlined, where there are no addresses. */
export const kInline: Form = {
  command: '~*k',
  columns: kn64.columns,
  line: (frame, { number, pointer, returns }) => {
    const addresses = frame.index % 9 === 0 ? '(Inline Function) --------`--------' : `${near(pointer)} ${code(returns)}`;
    return `${number} ${addresses}     ${plain(frame)}${source(frame)} `;
  },
  pattern: /^[0-9a-f]{2,4} (?:[0-9a-f`]{17} [0-9a-f`]{17}|\(Inline Function\) -{8}`-{8})\s+(\S.*?)(?:\+0x[0-9a-f]+)?(?: \[[^\]]*\])?\s*$/,
};
const arguments64 = ({ random, pointer }: Columns): string =>
  `${wide(0xd2, random.below(2 ** 31))} ${wide(0, random.below(2 ** 20))} 00000000\`00000000 ${near(pointer)}`;
export const kb64: Form = {
  command: '~*kb',
  columns: ' # RetAddr               : Args to Child                                                           : Call Site',
  line: (frame, columns) => `${columns.number} ${code(columns.returns)}     : ${arguments64(columns)} : ${plain(frame)}`,
  pattern: /^[0-9a-f]{2,4} [0-9a-f`]{17}\s+: (?:[0-9a-f`]{17} ){4}: (\S.*?)(?:\+0x[0-9a-f]+)?$/,
};
export const kv64: Form = {
  command: '~*kv',
  columns: 'Child-SP          RetAddr           : Args to Child                                                           : Call Site',
  line: (frame, columns) => `${near(columns.pointer)} ${code(columns.returns)} : ${arguments64(columns)} : ${plain(frame)}`,
  pattern: /^[0-9a-f`]{17} [0-9a-f`]{17} : (?:[0-9a-f`]{17} ){4}: (\S.*?)(?:\+0x[0-9a-f]+)?$/,
};
export const k32: Form = {
  command: '~*k',
  columns: 'ChildEBP RetAddr  ',
  line: (frame, { pointer, returns }) => `${hex(pointer)} ${hex(returns)} ${plain(frame)}`,
  pattern: /^[0-9a-f]{8} [0-9a-f]{8} (\S.*?)(?:\+0x[0-9a-f]+)?$/,
};
export const kb32: Form = {
  command: '~*kb',
  columns: 'ChildEBP RetAddr  Args to Child              ',
  line: (frame, { pointer, returns, random }) =>
    `${hex(pointer)} ${hex(returns)} ${hex(random.below(2 ** 31))} 00000000 ${hex(pointer)} ${plain(frame)}`,
  pattern: /^(?:[0-9a-f]{8} ){5}(\S.*?)(?:\+0x[0-9a-f]+)?$/,
};
export const kv32: Form = {
  command: '~*kv',
  columns: ' # ChildEBP RetAddr      Args to Child      ',
  line: (frame, { number, pointer, returns, random }) =>
    `${number} ${hex(pointer)} ${hex(returns)}     ${hex(random.below(2 ** 31))} 00000000 ${hex(pointer)} ${plain(frame)}${frame.index % 2 === 0 ? ` (FPO: [${frame.index % 6},${frame.index % 9},0])` : ' (CONV: stdcall)'}`,
  pattern: /^[0-9a-f]{2,4} [0-9a-f]{8} [0-9a-f]{8}\s+(?:[0-9a-f]{8} ){3}(\S.*?)(?:\+0x[0-9a-f]+)?(?: \((?:FPO|CONV):[^)]*\))?$/,
};
const values = (frame: MadeFrame, { random }: Columns): string =>
  [
    `int count = 0n${random.below(5000)}`,
    `void * context = 0x${wide(0xd2, random.below(2 ** 31))}`,
    `wchar_t * name = 0x${wide(0xd2, 0x1000)}`,
  ]
    .slice(0, 1 + (frame.index % 3))
    .join(', ');
export const kp64: Form = {
  command: '~*kp',
  columns: kn64.columns,
  line: (frame, columns) =>
    `${columns.number} ${near(columns.pointer)} ${code(columns.returns)}     ${frame.name}(${values(frame, columns)})${offset(frame)}${source(frame)} `,
  pattern: /^[0-9a-f]{2,4} [0-9a-f`]{17} [0-9a-f`]{17}\s+([^(]*)\([^)]*\)(?:\+0x[0-9a-f]+)?(?: \[[^\]]*\])?\s*$/,
};
export const kc: Form = {
  command: '~*kc',
  columns: ' # Call Site',
  line: (frame, { number }) => `${number} ${frame.name}`,
  pattern: /^[0-9a-f]{2,4} (\S+!\S.*)$/,
};
export const clrstack: Form = {
  command: '~*e!clrstack',
  columns: '        Child SP               IP Call Site',
  line: (frame, { pointer, returns }) => {
    const at = `000000d2${hex(pointer)} 00007ffe${hex(returns)}`;
    return frame.index % 17 === 0
      ? `${at} [HelperMethodFrame_1OBJ: 000000d2${hex(pointer)}] System.Threading.Monitor.ObjWait(Int32, System.Object)`
      : `${at} ${frame.name}${frame.index % 2 === 0 ? ` [/src/fabrikam/unit${frame.index % 61}/file${frame.index}.cs @ ${1 + (frame.index % 900)}]` : ''}`;
  },
  pattern: /^[0-9a-f]{16} [0-9a-f]{16} (?:\[\w+: [0-9a-f]{16}\] )?(\S.*?)(?: \[[^\]]*\])?$/,
  threadHead: (thread) => `OS Thread Id: 0x${(0x400 + thread * 4).toString(16)} (${thread})`,
  threadPattern: /^OS Thread Id: 0x([0-9a-f]+) \((\d+)\)/,
};
