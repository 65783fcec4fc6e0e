/**
 * Writes minidumps as dbghelp lays them out (minidumpapiset.h), for what no public dump holds: LeakTrack,
 * a 32-bit process in a 64-bit dump, a million handles. Streams first, memory last.
 */

export interface DumpPlan {
  readonly modules?: readonly string[];
  /** Object type ('' for none) and name of each handle. */
  readonly handles?: readonly { readonly type: string; readonly name?: string }[];
  readonly descriptorSize?: 32 | 40;
  /** Each handle has its own copy of the texts, or of its name alone as dbghelp writes them; else all that read alike share one. */
  readonly repeatsTexts?: boolean | 'names';
  /** Base, size, state, type as VirtualQuery has them. */
  readonly regions?: readonly (readonly [base: number, size: number, state: number, type: number])[];
  readonly pid?: number;
  readonly startedAt?: number;
  readonly takenAt?: number;
  /** PROCESSOR_ARCHITECTURE: 0 x86, 9 AMD64, 12 ARM64. */
  readonly processor?: number;
  readonly privateBytes?: number;
  readonly flags?: number;
  readonly memory?: number;
  /** Ranges of memory that the dump lists but that are not written: whoever writes the file makes it that much longer. */
  readonly unwritten?: readonly number[];
}

export class Bytes {
  private bytes: Uint8Array = new Uint8Array(1024);
  length = 0;

  private room(count: number): DataView {
    if (this.length + count > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.length += count;
    return new DataView(this.bytes.buffer, this.length - count, count);
  }
  u16(value: number): this {
    this.room(2).setUint16(0, value, true);
    return this;
  }
  u32(...values: readonly number[]): this {
    for (const value of values) this.room(4).setUint32(0, value, true);
    return this;
  }
  u64(...values: readonly number[]): this {
    for (const value of values) this.room(8).setBigUint64(0, BigInt(value), true);
    return this;
  }
  zeros(count: number): this {
    this.room(count);
    return this;
  }
  string(text: string): number {
    const at = this.length;
    this.u32(text.length * 2);
    for (const character of text) this.u16(character.charCodeAt(0));
    this.u16(0);
    return at;
  }
  patch32(at: number, value: number): void {
    new DataView(this.bytes.buffer).setUint32(at, value, true);
  }
  whole(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

const streams = 7;

/** The bytes of a dump as planned. */
export function writeMinidump(plan: DumpPlan): Uint8Array {
  const out = new Bytes();
  const directory: [type: number, size: number, at: number][] = [];
  out.u32(0x504d444d, 0xa061a793, streams, 32, 0, (plan.takenAt ?? 1_700_000_000_000) / 1000).u64(plan.flags ?? 0x1806);
  out.zeros(12 * streams);
  const stream = (type: number, write: () => void): void => {
    const at = out.length;
    write();
    directory.push([type, out.length - at, at]);
  };
  stream(7, () =>
    out
      .u16(plan.processor ?? 9)
      .zeros(6)
      .u32(10, 0, 20348, 2)
      .zeros(32),
  );
  stream(15, () => out.u32(24, 3, plan.pid ?? 4312, (plan.startedAt ?? 1_699_990_000_000) / 1000, 0, 0));
  const { privateBytes } = plan;
  if (privateBytes !== undefined) stream(22, () => out.u16(1).u16(0).u32(1).u64(0, 5000, 0, 0, 0, 0, 0, 0, privateBytes));
  const modules = (plan.modules ?? []).map((path) => out.string(path));
  if (modules.length > 0) {
    stream(4, () => {
      out.u32(modules.length);
      for (const at of modules) out.u64(0x7ff000000000).u32(0x1000, 0, 0, at).zeros(84);
    });
  }
  writeHandles(out, plan, stream);
  if (plan.regions !== undefined) {
    const { regions } = plan;
    stream(16, () => {
      out.u32(16, 48).u64(regions.length);
      for (const [base, size, state, type] of regions) out.u64(base, base).u32(4, 0).u64(size).u32(state, 4, type, 0);
    });
  }
  const memory = plan.unwritten ?? [plan.memory ?? 4096];
  const behindList = out.length + 16 * (memory.length + 1);
  stream(9, () => {
    out.u64(memory.length, behindList);
    for (const [index, size] of memory.entries()) out.u64(0x10000 + index * 0x1000000, size);
  });
  if (plan.unwritten === undefined) out.zeros(memory[0] ?? 0);
  for (const [index, [type, size, offset]] of directory.entries()) {
    for (const [part, value] of [type, size, offset].entries()) out.patch32(32 + index * 12 + part * 4, value);
  }
  return out.whole();
}

function writeHandles(out: Bytes, plan: DumpPlan, stream: (type: number, write: () => void) => void): void {
  const { handles, descriptorSize = 40, repeatsTexts = false } = plan;
  if (handles === undefined) return;
  const known = new Map<string, number>([['', 0]]);
  const at = (text: string, repeats: boolean): number => {
    const offset = known.get(text) ?? out.string(text);
    if (!repeats) known.set(text, offset);
    return offset;
  };
  const rows = handles.map(({ type, name = '' }) => [at(type, repeatsTexts === true), at(name, repeatsTexts !== false)] as const);
  stream(12, () => {
    out.u32(16, descriptorSize, rows.length, 0);
    for (const [index, [type, name]] of rows.entries()) {
      out.u64(index * 4 + 4).u32(type, name, 0, 0, 1, 1);
      out.zeros(descriptorSize - 32);
    }
  });
}
