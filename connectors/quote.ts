/**
 * An argument list as one line to show, to copy and to send. Nobody else builds command lines.
 * Quoting is for interactive use of the shell named; an argument that no shell line can hold (a line
 * break or NUL in it) is a mistake of the caller and throws.
 */
export type Shell = 'powershell' | 'cmd' | 'posix';

/** Letters that mean nothing to any of the three shells. */
const plain = /^[A-Za-z0-9_\-./:\\=+]+$/;
const plainForPosix = /^[A-Za-z0-9_\-./:=+,@%]+$/;
const unspeakable = /[\u0000\r\n]/;

/** Backslashes before a quotation mark, or at the end, count double for programs that split their own line (CommandLineToArgvW). */
function forTheProgram(argument: string): string {
  let out = '';
  let backslashes = 0;
  for (const letter of argument) {
    if (letter === '\\') {
      backslashes += 1;
      continue;
    }
    out += '\\'.repeat(letter === '"' ? backslashes * 2 + 1 : backslashes) + letter;
    backslashes = 0;
  }
  return out + '\\'.repeat(backslashes * 2);
}

/** PowerShell 5.1 puts quotation marks around an argument with blanks itself, but escapes nothing in it. */
function powershell(argument: string, isCommand: boolean): string {
  if (plain.test(argument)) return argument;
  const inner = isCommand ? argument : /[\s"]/.test(argument) || argument === '' ? forTheProgram(argument) : argument;
  const text = inner === '' ? '""' : inner;
  // PowerShell takes the typographic quotes for quotes, too.
  const quoted = `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, (mark) => mark + mark)}'`;
  return isCommand ? `& ${quoted}` : quoted;
}

/** Inside quotation marks cmd still expands %NAME% and !NAME!: there every special letter gets its caret instead. */
function cmd(argument: string): string {
  if (plain.test(argument)) return argument;
  const quoted = `"${forTheProgram(argument)}"`;
  return /[%!^"]/.test(argument) ? quoted.replace(/[()%!^"<>&|\s]/g, '^$&') : quoted;
}

function posix(argument: string): string {
  return plainForPosix.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** One line for the shell; throws RangeError for an empty list and for what no line can hold. */
export function quote(argv: readonly string[], shell: Shell): string {
  if (argv.length === 0) throw new RangeError('A command without a program cannot be quoted.');
  if (argv.some((argument) => unspeakable.test(argument))) {
    throw new RangeError('An argument with a line break or NUL in it cannot stand in a command line.');
  }
  if (shell === 'powershell') return argv.map((argument, at) => powershell(argument, at === 0)).join(' ');
  return argv.map(shell === 'cmd' ? cmd : posix).join(' ');
}
