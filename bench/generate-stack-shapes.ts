/** Logs of a debugger's stacks in many shapes: every command, with and without what is printed between frames. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom } from './random.ts';
import { createStacks, managedName, nativeName, sosName, templateName } from './stack-frames.ts';
import type { Made, MadeFrame } from './stack-frames.ts';
import { clrstack, hex, k32, k64, kInline, kb32, kb64, kc, kn64, kp64, kv32, kv64, wide } from './stack-forms.ts';
import type { Form } from './stack-forms.ts';

/** What stands between the lines of frames. */
export interface Between {
  readonly names?: boolean;
  readonly warnings?: boolean;
  readonly crlf?: boolean;
}

export interface StackShape {
  readonly title: string;
  readonly form: Form;
  readonly made: Made;
  readonly between?: Between;
}

const few = { sharing: 'few stacks', sites: 3000, nameOf: nativeName, offsetsDiffer: false } as const;
const mixed = { ...few, sharing: 'shared ends' } as const;
const different = { ...few, sharing: 'all different', sites: 6000 } as const;

/** Frames of code that no symbols are there for: an address, or a module with an offset. */
const unknownName = (random: Parameters<Made['nameOf']>[0], index: number): string =>
  index % 3 === 0 ? nativeName(random, index) : index % 3 === 1 ? `0x${wide(0x7ffe, random.below(2 ** 31))}` : `Fabrikam${index % 40}`;

export const stackShapes: readonly StackShape[] = [
  { title: 'k, 64 bits, few stacks', form: k64, made: few },
  { title: 'kn, 64 bits, managed names, CRLF', form: kn64, made: { ...few, nameOf: managedName }, between: { crlf: true } },
  { title: 'kn, 64 bits, all different', form: kn64, made: different },
  { title: 'kn, 64 bits, other offsets in each thread', form: kn64, made: { ...few, offsetsDiffer: true } },
  { title: 'k, 64 bits, all different, other offsets', form: k64, made: { ...different, offsetsDiffer: true } },
  { title: 'k, templates, shared ends, names of threads', form: kn64, made: { ...mixed, nameOf: templateName }, between: { names: true } },
  { title: 'k, source lines and inline frames, CRLF', form: kInline, made: mixed, between: { crlf: true } },
  { title: 'kb, 64 bits, shared ends', form: kb64, made: mixed },
  { title: 'kv, 64 bits, few stacks, CRLF', form: kv64, made: few, between: { crlf: true } },
  { title: 'k, 32 bits, shared ends', form: k32, made: mixed },
  { title: 'kb, 32 bits, all different, CRLF', form: kb32, made: different, between: { crlf: true } },
  { title: 'kv, 32 bits, shared ends', form: kv32, made: mixed },
  { title: 'kp, 64 bits, shared ends', form: kp64, made: mixed },
  { title: 'kc, few stacks', form: kc, made: few },
  { title: 'k, 64 bits, half without symbols, warnings', form: kn64, made: { ...mixed, nameOf: unknownName }, between: { warnings: true } },
  { title: 'clrstack, few stacks, CRLF', form: clrstack, made: { ...few, nameOf: sosName }, between: { crlf: true } },
  { title: 'clrstack, all different', form: clrstack, made: { ...different, nameOf: sosName } },
];

/** What `~*k` prints above the columns of each thread. */
function threadHead(thread: number, is64: boolean, hasName: boolean): string {
  const teb = is64 ? wide(0xd2, thread * 0x2000) : hex(0x7ef0_0000 - thread * 0x1000);
  const mark = thread === 0 ? '.' : thread === 3 ? '#' : ' ';
  const name = hasName && thread % 3 === 0 ? ` "Worker ${thread % 90}"` : '';
  return `${mark}${String(thread).padStart(3)}  Id: 1a2c.${hex(0x400 + thread * 4, 1)} Suspend: 1 Teb: ${teb} Unfrozen${name}`;
}

const warning = 'WARNING: Stack unwind information not available. Following frames may be wrong.';
const trouble = (frame: MadeFrame): string =>
  `*** ERROR: Symbol file could not be found.  Defaulted to export symbols for ${frame.name.split('!')[0] ?? ''}.dll - `;

/** Writes `threads` threads; returns how many lines are frames. */
export function generateStackShape(path: string, { form, made, between = {} }: StackShape, threads: number, seed: number): number {
  const random = createRandom(seed);
  const next = createStacks(random, made);
  const lineEnd = between.crlf === true ? '\r\n' : '\n';
  const file = openSync(path, 'w');
  writeSync(file, `0:000> ${form.command}${lineEnd}${lineEnd}`);
  const is64 = form.columns?.includes('ChildEBP') !== true;
  let frames = 0;
  for (let thread = 0; thread < threads; thread++) {
    const stack = next();
    const lines = [form.threadHead?.(thread) ?? threadHead(thread, is64, between.names === true), form.columns].filter(
      (each) => each !== null,
    );
    const top = 0x0d0ff2c8 + thread * 0x4000;
    for (const [at, frame] of stack.entries()) {
      // A function returns to one of a few places, wherever its stack lies.
      const returns = 0x1000_0000 + frame.index * 0x400 + (frame.offset & 0xff);
      if (between.warnings === true && thread < 40 && at === 3) lines.push(trouble(frame));
      lines.push(form.line(frame, { number: hex(at, 2), pointer: top + at * 0x38, returns, random }));
      if (between.warnings === true && at === 5 && thread % 4 === 0) lines.push(warning);
    }
    writeSync(file, `${lines.join('\n').replaceAll('\n', lineEnd)}${lineEnd}${lineEnd}`);
    frames += stack.length;
  }
  closeSync(file);
  return frames;
}
