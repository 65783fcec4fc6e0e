/** Who allocates through a memory manager that a leak report names: LeakTrack counts by the function that it hooked. */
import type { Found } from './causes/types.ts';
import { blamedFrame, firstOwnFrame, frameName, frameRole } from './stacks.ts';
import type { StackFrame } from './types.ts';

const frameOf = (name: string): StackFrame => {
  const at = name.indexOf('!');
  const [module, rest] = at < 0 ? [name, null] : [name.slice(0, at), name.slice(at + 1)];
  return { module, function: rest, offset: null, printed: name };
};

/** `msvcr90!malloc`, `oleaut32`: it allocates for whoever called it, and leaks nothing by itself. */
export function isMemoryManager(name: string): boolean {
  return frameRole(frameOf(name)) === 'allocator';
}

/** The code in the samples of what that module's functions allocated: own code first, else whose it is. */
function sampled({ file }: Found, module: string): string | null {
  const stacks = file
    .of('leakReport')
    .flatMap(({ report }) => report.modules.filter((each) => each.module.toLowerCase() === module.toLowerCase()))
    .flatMap(({ functions }) => [...functions].sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0)))
    .flatMap((each) => each.stacks);
  const [frame] = [
    ...stacks.flatMap((each) => firstOwnFrame(each.frames) ?? []),
    ...stacks.flatMap((each) => blamedFrame(each.frames) ?? []),
  ];
  return frame === undefined ? null : frameName(frame);
}

/** The name itself; of a memory manager who asked it, null where nothing in the evidence tells. */
export function allocatingCode(found: Found, name: string): string | null {
  if (!isMemoryManager(name)) return name;
  const { stack } = found;
  const passes = stack !== null && stack.frames.some(({ role }) => role === 'leaking');
  return (passes ? stack.ownFrame : null) ?? sampled(found, frameOf(name).module ?? '');
}
