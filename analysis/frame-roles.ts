/** Whose code a frame is: what is known of modules and functions, asked of a frame. */
import { joinedWithNext, knownFunctions, knownModules } from './stack-lists.ts';
import type { FrameRole, KnownFrames } from './stack-lists.ts';
import type { CallStack, StackFrame } from './types.ts';

/** `System_Drawing_ni` and `System.Drawing.dll` are one module: lower case, no suffix, `_` for `.`. */
export function moduleKey(module: string): string {
  const file = module.slice(Math.max(module.lastIndexOf('/'), module.lastIndexOf('\\')) + 1).toLowerCase();
  // Most names need nothing done, and a log has a hundred thousand of them.
  if (!file.includes('.') && !file.endsWith('_ni')) return file;
  return file
    .replace(/\.(?:dll|exe|dylib|so[.\d]*)$/, '')
    .replace(/[._]ni$/, '')
    .replaceAll('.', '_');
}

interface Names {
  readonly exact: ReadonlyMap<string, FrameRole>;
  readonly prefixes: readonly (readonly [string, FrameRole])[];
}
function namesOf(lists: readonly KnownFrames[]): Names {
  const pairs = lists.flatMap(({ names, role }) => names.map((name) => [name, role] as const));
  return {
    exact: new Map(pairs.filter(([name]) => !name.endsWith('*'))),
    prefixes: pairs.filter(([name]) => name.endsWith('*')).map(([name, role]) => [name.slice(0, -1), role] as const),
  };
}
const modules = namesOf(knownModules);
const functions = namesOf(knownFunctions);
const joined = namesOf(joinedWithNext);

function roleIn({ exact, prefixes }: Names, name: string): FrameRole | null {
  return exact.get(name) ?? prefixes.find(([prefix]) => name.startsWith(prefix))?.[1] ?? null;
}

/** Whose code a frame is. What nothing is known about is own code; what has no name is nobody's. */
export function frameRole(frame: StackFrame): FrameRole {
  const byModule = frame.module === null ? null : roleIn(modules, moduleKey(frame.module));
  if (byModule !== null) return byModule;
  if (frame.function === null) return 'unnamed';
  return roleIn(functions, frame.function) ?? 'own';
}

export function isOwnFrame(frame: StackFrame): boolean {
  return frameRole(frame) === 'own';
}

/** A program's own `malloc` or `strdup`, whatever it puts in front, and a bare `alloc`: they allocate for whoever called them. */
const wraps =
  /(?:malloc|calloc|realloc|reallocarray|memalign|strn?dup|wcsdup|memdup)\d?(?:_[a-z]{1,10})?$|^(?:[a-z]|my|ck|os|av|mem|heap|pool|arena|raw|safe|dbg|debug|sys)?_?alloc(?:ate|_?mem)?$/i;

/** `ckalloc`, `Arena::allocate`; a method of managed code allocates what its name says, and not memory. */
function isAllocationWrapper({ function: name }: StackFrame): boolean {
  if (name === null || name.includes('.')) return false;
  return wraps.test(name.slice(name.lastIndexOf(':') + 1, 200));
}

/** The first frame, from the top, that is the application's own: where the leak is called from. */
export function firstOwnFrame(frames: readonly StackFrame[]): StackFrame | null {
  return frames.find((frame) => isOwnFrame(frame) && !isAllocationWrapper(frame)) ?? frames.find(isOwnFrame) ?? null;
}

/** A finalizer of the application that a thread is in: `Shop.Watcher.Finalize`. */
export function finalizerFrame({ frames }: CallStack): StackFrame | null {
  return frames.find((frame) => isOwnFrame(frame) && /[.:]Finalize$/.test((frame.function ?? '').slice(-400))) ?? null;
}

/** The own frame nearest to the thread's start: the web method, the job, main. */
export function entryFrame(frames: readonly StackFrame[]): StackFrame | null {
  return frames.findLast(isOwnFrame) ?? null;
}

/** The first frame that is no allocator, no hook and no runtime: the component that asked for the memory (`GdiPlus`, `webio`). */
export function blamedFrame(frames: readonly StackFrame[]): StackFrame | null {
  return frames.find((frame) => !['allocator', 'detour', 'runtime', 'unnamed'].includes(frameRole(frame))) ?? null;
}

/** Frames that say nothing by themselves and are shown with the next: stubs, allocation functions. */
export function isJoinedWithNext(frame: StackFrame): boolean {
  return frame.function !== null && roleIn(joined, frame.function) !== null;
}
