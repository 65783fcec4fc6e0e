/**
 * Where the call site stands in a line of the debugger's stack commands (k, kb, kL, kn, kp, kv, kf, ~*k), all ages:
 *   00 00000054`b71ffb78 00007ffe`1ee672ae     ntdll!DbgBreakPoint          frame number (hex), SP, return address
 *   00 (Inline Function) --------`-------- MyApp!func1+0x7
 *   0068fba0 77e9e8eb 00000001 00000002 00000003 ntdll!ZwWaitForSingleObject+0xb   kb: arguments
 *   01 00007ffe`1ee672ae : 00000000`00000000 … : ntdll!DbgUiRemoteBreakin+0x4e      kb and kv of x64: colons
 */

const space = 32;
const tick = 96;
const dash = 45;
const colon = 58;

export function isHexDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** `hex`: number of hex digits of a token from `at` to `end`; 0 where it holds anything else than hex digits and ticks. */
export function hexDigits(line: string, at: number, end: number): number {
  let digits = 0;
  for (let i = at; i < end; i += 1) {
    const code = line.charCodeAt(i);
    if (isHexDigit(code)) digits += 1;
    else if (code !== tick) return 0;
  }
  return digits;
}

function isDashes(line: string, at: number, end: number): boolean {
  for (let i = at; i < end; i += 1) if (line.charCodeAt(i) !== dash && line.charCodeAt(i) !== tick) return false;
  return true;
}

export function tokenEnd(line: string, at: number): number {
  const end = line.indexOf(' ', at);
  return end < 0 ? line.length : end;
}

export function tokenStart(line: string, at: number): number {
  let i = at;
  while (line.charCodeAt(i) === space || line.charCodeAt(i) === 9) i += 1;
  return i;
}

/** An address has at least this many digits; anything shorter is a frame number or the frame's size (kf). */
const addressDigits = 8;

/** Frame number, size, SP, return address, four arguments and two colons stand before a call site at most. */
const maxTokens = 16;

/** The index of the call site, -1 where the line is no frame: at least two addresses must stand before it, or `(Inline …)`. */
export function callSite(line: string): number {
  let [addresses, inline, last, tokens] = [0, false, -1, 0];
  for (let at = tokenStart(line, 0); at < line.length && tokens <= maxTokens; at = tokenStart(line, tokenEnd(line, at))) {
    tokens += 1;
    const end = tokenEnd(line, at);
    const digits = hexDigits(line, at, end);
    if (digits >= addressDigits) {
      addresses += 1;
      last = at;
    } else if (digits > 0) {
      if (addresses > 0) return -1;
    } else if (line.startsWith('(Inline', at)) {
      inline = true;
      if (line.startsWith('(Inline Function)', at)) at += '(Inline'.length + 1;
    } else if (!isDashes(line, at, end) && !(end === at + 1 && line.charCodeAt(at) === colon)) {
      return inline || addresses >= 2 ? at : -1;
    }
  }
  return addresses >= 3 && tokens <= maxTokens ? last : -1;
}

/** The frame number of a line in the debugger's base, hex; null for lines without (old `k`). */
export function frameNumber(line: string): number | null {
  const at = tokenStart(line, 0);
  const end = tokenEnd(line, at);
  const digits = hexDigits(line, at, end);
  return digits >= 2 && digits <= 4 && end - at === digits ? Number.parseInt(line.slice(at, end), 16) : null;
}

/** A call site that stands without a header above it must look like one: a symbol, a module with an offset, an address. */
function looksLikeCallSite(site: string): boolean {
  return /^[^\s!(]{1,128}!\S/.test(site) || /^[\w.$~-]{1,128}\+0x[0-9a-f]/i.test(site) || /^0x[0-9a-f`]{4,20}$/i.test(site);
}

/** `dps` prints addresses and symbols too, but its first column goes in steps of one pointer. */
function isPointerDump(lines: readonly string[], at: number): boolean {
  const near = lines.slice(Math.max(0, at - 4), at + 5).map((line) => Number.parseInt(line.trim().slice(0, 17).replace('`', ''), 16));
  const steps = near.slice(1).map((value, i) => value - (near[i] ?? Number.NaN));
  const longestRun = (step: number): number =>
    Math.max(
      0,
      ...steps.map((_, i) => steps.slice(i).findIndex((each) => each !== step)).map((run, i) => (run < 0 ? steps.length - i : run)),
    );
  return longestRun(8) >= 2 || longestRun(4) >= 2;
}

/** A frame that stands without a column header above it. */
export function isFrameWithoutHeader(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  const site = callSite(line);
  return site > 0 && looksLikeCallSite(line.slice(site)) && !(frameNumber(line) === null && isPointerDump(lines, at));
}
