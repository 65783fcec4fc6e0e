/** Lists of mappings as the kernel prints them, made from what a test is about. */

export interface Made {
  readonly kb: number;
  readonly access?: string;
  readonly path?: string;
  readonly touchedKb?: number;
  /** Leave a hole below it. */
  readonly apart?: boolean;
}

/** Mappings of /proc/PID/smaps from an address up. */
export function smapsText(from: number, made: readonly Made[]): string {
  let at = from;
  return made
    .map(({ kb, access = 'rw-p', path = '', touchedKb = 0, apart = false }) => {
      const start = apart ? at + 0x10000 : at;
      at = start + kb * 1024;
      const range = `${start.toString(16)}-${at.toString(16)}`;
      const head = `${range} ${access} 00000000 00:00 0${path === '' ? ' ' : `                          ${path}`}`;
      return `${head}\nSize:           ${kb} kB\nRss:            ${touchedKb} kB\nAnonymous:      ${touchedKb} kB\nSwap:           0 kB\nVmFlags: rd wr mr mw me ac sd\n`;
    })
    .join('');
}

const library = (path: string): readonly Made[] => [
  { kb: 400, access: 'r-xp', path, apart: true },
  { kb: 8, path, touchedKb: 8 },
];

/** A program and its C library. */
const base: readonly Made[] = [
  ...library('/opt/billing/billingd'),
  ...library('/lib/x86_64-linux-gnu/libc.so.6'),
  ...library('/lib/x86_64-linux-gnu/libm.so.6'),
  { kb: 132, path: '[heap]', touchedKb: 90, apart: true },
  { kb: 132, path: '[stack]', touchedKb: 24, apart: true },
];

const aligned = 0x7f0040000000;

/** A process of .NET 7 or newer: so much of its GC's range is in use, so much is malloc's in an arena right above it. */
export function dotnetSmaps(gcMb: number, mallocMb: number): string {
  return smapsText(aligned, [
    { kb: gcMb * 1024, touchedKb: gcMb * 1024 },
    { kb: 64 * 1024 * 1024 - gcMb * 1024, access: '---p' },
    { kb: mallocMb * 1024, touchedKb: mallocMb * 1024 },
    { kb: (64 - mallocMb) * 1024, access: '---p' },
    ...library('/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1/libcoreclr.so'),
    ...base,
  ]);
}

/** A program without .NET, with so many stacks, arenas, and so much taken and not touched. */
export function nativeSmaps({ stacks = 0, arenas = 0, untouchedMb = 0, heapMb = 0 }): string {
  return smapsText(aligned, [
    ...Array.from({ length: arenas }, (): readonly Made[] => [
      { kb: 132, touchedKb: 40 },
      { kb: 64 * 1024 - 132, access: '---p' },
    ]).flat(),
    ...Array.from({ length: stacks }, (): readonly Made[] => [
      { kb: 4, access: '---p', apart: true },
      { kb: 8192, touchedKb: 12 },
    ]).flat(),
    ...(untouchedMb === 0 ? [] : [{ kb: untouchedMb * 1024, apart: true }]),
    ...(heapMb === 0 ? [] : [{ kb: heapMb * 1024, path: '[heap]', touchedKb: heapMb * 1024, apart: true }]),
    ...base,
  ]);
}
