/**
 * SOS !gcroot of all ages: who holds an object.
 *
 *   HandleTable:
 *       000002b7f8a81198 (strong handle)
 *       -> 000002b78000d948 test.Test
 *
 * CLR 2 wrote a chain as `DOMAIN(0014F000):HANDLE(Pinned):9313f8:Root:02b11010(System.Object[])->`.
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (gcroot)
 */
import { bodyAt, debuggerCommand, endOfBlock, isElision } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import type { Parsed, RootChain, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?gcroot\b/i;
const thread = /^\s{0,8}Thread ([0-9a-fA-F]{1,8}):\s*$/;
const table =
  /^\s{0,8}(HandleTable|Handle Table|RefCount(?:ed)? handles?|Finali[sz]er? ?Queue|Finalization Queue|Older Generation|Interior|Roots?|AppDomain|Statics?)\s?:\s*$/i;
const handle = /^\s{0,20}(?:0x)?[0-9a-fA-F]{6,16} (\([^()]{3,60}\))\s*(.{0,200})$/;
/** The finalizer queue names the object alone. */
const bareAddress = /^\s{0,20}(?:0x)?[0-9a-fA-F]{6,16}\s*$/;
const register =
  /^\s{0,20}(?:[a-z]\w{1,4}(?:[-+][0-9a-f]{1,8})?|\?{3}|\(interior\)|\[[^\]]{1,40}\]):?(?:\s{1,4}[0-9a-fA-F]{8,16})?(?:\s{1,4}\(\w+\)){0,2}\s*$/;
/** A frame of the runtime itself has no address of code: `7f3bd2ffc6f0 [HelperMethodFrame]  (System.Threading.Monitor.Wait(…))`. */
const stackFrame = /^\s{0,20}[0-9a-fA-F]{8,16} (?:[0-9a-fA-F]{8,16} {1,2}\S|\[).{0,1500}$/;
const link = /^\s{0,40}->\s{1,8}(?:0x)?[0-9a-fA-F]{6,16}\s{1,12}(\S.{0,1200})$/;
/** `-> 3000 System.Threading.TimerQueueTimer (static variable: System.Threading.TimerQueue.s_queue)`: SOS 8 and newer. */
const staticVariable = /^(\S[^\n]{0,1000}?) \(static variable: ([^()]{1,300})\)/;
const found = /^\s{0,8}Found (\d[\d.,' ]{0,14}) (?:unique )?roots?\b/;
const remark =
  /^\s{0,8}(?:Caching GC roots|Subsequent runs|Note: Roots found|Scan Thread|Command:|more info\.\s*$|Error during|ERROR: The process|Failed to walk|Use '?!?gcroot)/i;
const oldRoot =
  /^\s{0,8}((?:DOMAIN\([0-9A-F]{1,16}\):)?(?:HANDLE\([^()]{1,20}\)|[A-Za-z]{2,4}(?::[0-9a-f]{1,16})?)):(?:[0-9a-f]{1,16}:)?Root:\s{0,4}(?:0x)?[0-9a-f]{6,16}\s?\(([^\n]{1,600}?)\)(?:->)?\s*$/i;
const oldLink = /^\s{0,8}(?:->)?(?:0x)?[0-9a-f]{6,16}\s?\(([^\n]{1,600}?)\)(?:->)?\s*$/i;
/** People write the sizes that !objsize told beside the links: `0c12f578(App.Store)-> (34.6 MB)`. */
const sizeNoted = /(\)(?:->)?) {1,4}\(\d[\d.,]{0,14} ?(?:[KMGT]i?B|bytes?)!?\)\s*$/i;

/** … and what they found out: `-> 6af0 Shop.Order[] --the rows`, `-> 3a10 Shop.Book // our cache`. */
const noteLine = /^\s{0,8}(?:--|\/\/)[^-\n]/;
const note = / {1,4}(?:--|←|\/\/)[^\n]{0,300}$/;

/** CLR 2 listed weak handles too; they hold nothing. */
const weak = /\bWeak/i;

const isHeading = (line: string): boolean => thread.test(line) || table.test(line);

/** A line without what a person noted behind it. */
const plain = (line: string): string => (line.length > 2000 ? line : line.replace(sizeNoted, '$1'));

function belongs(printed: string): boolean {
  if (printed.length > 2000) return false;
  const line = plain(printed);
  return (
    [thread, table, handle, bareAddress, link, found, register, stackFrame, remark, noteLine, oldRoot].some((each) => each.test(line)) ||
    (line.includes('(') && oldLink.test(line))
  );
}

function isStart(lines: readonly string[], at: number): boolean {
  const line = plain(lines[at] ?? '');
  if (found.test(line) && /Found 0 /.test(line)) return true;
  if (oldRoot.test(line) || link.test(line)) return true;
  const isRemark = /^\s{0,8}(?:Caching GC roots|Note: Roots found)/.test(line);
  if (!isHeading(line) && !handle.test(line) && !isRemark) return false;
  return lines
    .slice(at + 1, at + (isRemark ? 60 : 8))
    .some((next) => link.test(next) || oldRoot.test(next) || /^\s{0,8}Found \d/.test(next));
}

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  if (body > from ? !belongs(lines[body] ?? '') && !isElision(lines[body] ?? '') : !isStart(lines, body)) return 0;
  let ended = false;
  const end = endOfBlock(lines, body, (line) => {
    if (ended) return false;
    ended = found.test(line);
    return belongs(line);
  });
  return end - from;
}

/** Chains and types that are kept of one output; the ends of a chain say most. */
const maxChains = 40;
const maxTypes = 60;
const maxTypesRead = 2000;

interface Growing {
  readonly root: string;
  readonly types: string[];
  variable?: string;
}

function chainsOf(lines: readonly string[]): { readonly chains: readonly RootChain[]; readonly statics: ReadonlySet<string> } {
  const chains: Growing[] = [];
  const statics = new Set<string>();
  const at: { place: string; chain: Growing | null } = { place: 'unknown root', chain: null };
  const begin = (root: string, ...types: string[]): Growing => {
    const chain = { root, types };
    at.chain = chain;
    chains.push(chain);
    return chain;
  };
  for (const line of lines) {
    const next = link.exec(line)?.[1] ?? (at.chain === null || handle.test(line) ? undefined : oldLink.exec(line)?.[1]);
    const old = next === undefined ? oldRoot.exec(line) : null;
    if (next !== undefined) {
      const bare = staticVariable.exec(next);
      if (bare?.[2] !== undefined) statics.add(bare[2]);
      const chain = at.chain ?? begin(at.place);
      const { types } = chain;
      if (bare?.[2] !== undefined) chain.variable ??= bare[2];
      if (types.length < maxTypesRead)
        types.push((bare?.[1] ?? next.replace(note, '')).replace(/ {1,2}[[(](?:dependent handle|interior)[\])]$/, '').trim());
    } else if (old !== null) begin(old[1] ?? at.place, old[2] ?? '');
    else if (handle.test(line)) begin(handle.exec(line)?.[1] ?? at.place);
    else if (thread.test(line)) [at.place, at.chain] = [`Thread ${thread.exec(line)?.[1] ?? ''}`, null];
    else if (table.test(line)) [at.place, at.chain] = [table.exec(line)?.[1] ?? at.place, null];
    else if (register.test(line) || bareAddress.test(line)) at.chain = null;
  }
  return { chains: chains.filter(({ types }) => types.length > 0), statics };
}

function shortened(chain: RootChain): RootChain {
  const { types } = chain;
  if (types.length <= maxTypes) return chain;
  return { ...chain, types: [...types.slice(0, maxTypes / 2), '…', ...types.slice(-maxTypes / 2)] };
}

function parse(lines: readonly string[]): Parsed {
  const { chains: all, statics } = chainsOf(lines.map(plain));
  const chains = all.filter(({ root }) => !weak.test(root));
  const told = lines.map((line) => found.exec(line)?.[1]).find((each) => each !== undefined);
  const count = told === undefined ? null : readInteger(told);
  if (all.length === 0 && count === null) {
    return {
      ok: false,
      problem: 'This is the head of !gcroot without a chain. Paste the lines with "->" and the line "Found N roots" too.',
      line: 1,
    };
  }
  const isCut = lines.some(isElision);
  const address = /\b(?:0x)?[0-9a-fA-F]{6,16}\b/.exec(debuggerCommand(lines[0] ?? '')?.command ?? '')?.[0] ?? null;
  const object = (isCut ? undefined : chains[0]?.types.at(-1)) ?? address;
  return {
    ok: true,
    readings: [{ kind: 'gcRoots', life: unknownLife, takenAt: null, object, chains: chains.slice(0, maxChains).map(shortened) }],
    notes: [
      ...(count === 0 || (all.length > 0 && chains.length === 0)
        ? ['Nothing holds this object: it is garbage, or waits for its finalizer.']
        : []),
      ...(isCut || (count !== null && count > all.length) ? ['The chains were shortened by whoever pasted them.'] : []),
      ...(chains.length > maxChains ? [`${chains.length - maxChains} more chains were left out.`] : []),
      ...[...statics].slice(0, 5).map((name) => `A static variable stands in a chain: ${name}.`),
    ],
  };
}

export const gcroot: TextParser = {
  id: 'gcroot',
  title: 'What holds an object (SOS !gcroot)',
  hints: ['-> ', ')->', 'handletable', ' roots', 'root:'],
  span,
  parse,
};
