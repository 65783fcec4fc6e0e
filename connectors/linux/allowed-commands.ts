/** What the local connector may run: programs that only read, and of the process in question only what holds no secrets. */

/** Not among them: environ (secrets), cmdline (secrets), mem, and everything that can be written. */
const processFiles = ['status', 'smaps_rollup', 'smaps', 'maps', 'limits', 'stat', 'statm', 'cgroup', 'io', 'comm', 'oom_score'];
const machineFiles = ['/proc/meminfo', '/proc/loadavg', '/proc/uptime', '/proc/stat', '/proc/version', '/proc/cpuinfo'];
/** `-printf` formats without escapes that could be more than text. */
const printFormat = /^[%A-Za-z0-9 \\:/_.-]{1,40}$/;
const psColumns = /^[a-z,=]{1,80}$/;

/**
 * Null: it may run. Otherwise the sentence that says why not. Every path must be one of the named
 * files of exactly this pid, every option one that only shapes the printing.
 */
export function refusal(argv: readonly string[], pid: number): string | null {
  const [program = '', ...args] = argv;
  const allowed = rules[program];
  if (allowed === undefined)
    return `This connector only reads, and ${JSON.stringify(program.slice(0, 40))} is not one of the programs it runs.`;
  return args.length > 0 && allowed(args, pid)
    ? null
    : `This connector runs ${program} only on /proc entries of process ${String(pid)} that hold no secrets.`;
}

const rules: Readonly<Record<string, (args: readonly string[], pid: number) => boolean>> = Object.assign(Object.create(null) as object, {
  cat: (args: readonly string[], pid: number) => args.every((path) => machineFiles.includes(path) || isProcessFile(path, pid)),
  find: (args: readonly string[], pid: number) => args[0] === `/proc/${String(pid)}/fd` && isFindTail(args.slice(1)),
  ls: (args: readonly string[], pid: number) =>
    /^-[lnA1]{1,4}$/.test(args[0] ?? '') && args.length === 2 && args[1] === `/proc/${String(pid)}/fd`,
  readlink: (args: readonly string[], pid: number) =>
    args.length === 1 && [`/proc/${String(pid)}/exe`, `/proc/${String(pid)}/cwd`].includes(args[0] ?? ''),
  uname: (args: readonly string[]) => args.length === 1 && /^-[amnrsv]{1,6}$/.test(args[0] ?? ''),
  ps: (args: readonly string[], pid: number) =>
    args.length === 4 &&
    args[0] === '-o' &&
    psColumns.test(args[1] ?? '') &&
    !/args|cmd|command|env/.test(args[1] ?? '') &&
    args[2] === '-p' &&
    args[3] === String(pid),
});

function isProcessFile(path: string, pid: number): boolean {
  const folder = `/proc/${String(pid)}/`;
  return path.startsWith(folder) && processFiles.includes(path.slice(folder.length));
}

/** Only pairs of these options, so that no -exec, -delete or -fprintf comes along. */
function isFindTail(args: readonly string[]): boolean {
  const pairs = Array.from({ length: Math.ceil(args.length / 2) }, (_, at) => args.slice(at * 2, at * 2 + 2));
  return pairs.every(([option, value]) => {
    if (value === undefined) return false;
    if (option === '-printf') return printFormat.test(value);
    return option === '-maxdepth' || option === '-mindepth' ? value === '1' : option === '-type' && value === 'l';
  });
}
