/**
 * SOS !eeheap -loader: what the loader of .NET keeps for assemblies, types and compiled code; it is never part of the GC heap.
 *
 *   LowFrequencyHeap: 007e0000(10000:2000) Size: 0x2000(8192)bytes.
 *   Total LoaderHeap size: 0x1e5000(1986560)bytes                           CLR 2
 *   Total LoaderHeap size:   Size: 0x5b000 (372736) bytes.                  .NET Framework 4 and newer
 *
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (eeheap)
 */
import { bodyAt, endOfBlock, isRule, readHex } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?eeheap\b/i;
const start = /^\s{0,8}Loader Heap:\s*$/i;
const total = /^\s{0,8}Total LoaderHeap size:\s{0,8}(?:Size:\s{0,4})?(0x[0-9a-fA-F]{1,16}) ?\(/i;
const inner =
  /^\s{0,20}(?:(?:System|Shared) Domain|Domain \d{1,6}|(?:Low|High)FrequencyHeap|StubHeap|(?:Fixup|Precode|NewStub|New)\w{0,20}Heap|Virtual Call Stub Heap|\w{3,24}Heap|Total size|Wasted|Jit code heap|\w{0,12} ?JIT|LoaderCodeHeap|HostCodeHeap|(?:Module )?Thunk heaps|Module (?:Thunk|Lookup Table) heaps|Module [0-9a-fA-F`]{6,17}|Executable|Stubs?|JIT Manager|(?:Module )?Loader ?Allocators?|Assembl\w+|Size):/i;
/** The first newer SOS wrote some names without a colon; a domain that shares its heaps says so. */
const bare =
  /^\s{0,8}(?:No unique loader heaps found\.|(?:System|Shared) Domain\s{1,20}[0-9a-f]{6,16}\s*$|\w{3,24}Heap\s{1,20}[0-9a-f]{8,16}\(|Total bytes consumed by )/i;
const extent = /^\s{0,40}[0-9a-fA-F]{8,16}\([0-9a-fA-F]{1,10}:[0-9a-fA-F]{1,10}\)/;

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const line = lines[body] ?? '';
  if (!start.test(line) && !total.test(line)) return 0;
  let ended = false;
  const end = endOfBlock(lines, body, (each) => {
    if (ended) return false;
    ended = total.test(each);
    return ended || start.test(each) || inner.test(each) || bare.test(each) || extent.test(each) || isRule(each);
  });
  return end - from;
}

/** Sizes of the parts, where the line with the total is missing. */
const partTotal = /^\s{0,8}Total size:\s{0,8}(?:Size:\s{0,4})?(0x[0-9a-fA-F]{1,16}) ?\(/i;

function parse(lines: readonly string[]): Parsed {
  const whole = lines.map((line) => total.exec(line)?.[1]).find((each) => each !== undefined);
  const parts = lines.flatMap((line) => readHex(partTotal.exec(line)?.[1] ?? '') ?? []);
  const bytes = whole === undefined ? null : readHex(whole);
  if (bytes === null) {
    const sum = parts.reduce((all, each) => all + each, 0);
    return {
      ok: false,
      problem: `The line "Total LoaderHeap size" is missing from this !eeheap -loader${sum > 0 ? ` (its parts hold at least ${sum} bytes)` : ''}. Paste it down to that line.`,
      line: 1,
    };
  }
  const domains = lines.filter((line) => /^\s{0,8}Domain \d{1,6}:/.test(line)).length;
  const modules = lines.filter((line) => /^\s{0,8}Module [0-9a-fA-F`]{6,17}:/i.test(line)).length;
  return {
    ok: true,
    readings: [{ kind: 'snapshot', life: unknownLife, takenAt: null, values: { loaderHeap: bytes } }],
    notes: [
      ...(domains > 1 ? [`${domains} application domains.`] : []),
      ...(modules > 200 ? [`${modules} lines of modules: many assemblies are loaded; !dumpdomain names them.`] : []),
    ],
  };
}

export const eeheapLoader: TextParser = {
  id: 'eeheap-loader',
  title: 'Loader heap of .NET (SOS !eeheap -loader)',
  hints: ['loader heap:', 'loaderheap size'],
  span,
  parse,
};
