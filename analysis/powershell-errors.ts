/**
 * What to do about an error of PowerShell, in any language: its message is translated, its
 * FullyQualifiedErrorId and its category are not (FACTS 11.1; Microsoft Learn: about_Error_Handling).
 */

interface Answer {
  readonly id: RegExp;
  readonly says: string;
}

const asAdministrator = 'Access was denied. Run the same command in a console that was started with “Run as administrator”.';

const notUnderstood =
  'PowerShell did not understand the command: quotes were changed on the way (a chat makes them curly), or a long command was cut. Copy it again, or save it as a file and run that.';

const byId: readonly Answer[] = [
  {
    id: /^CommandNotFoundException/,
    says: 'The program or cmdlet was not found on that machine. Give its full path, or install it first (Sysinternals handle and ProcDump: live.sysinternals.com), then run the command again.',
  },
  {
    id: /^UnauthorizedAccess$|PSSecurityException/,
    says: 'Scripts are not allowed to run there (the execution policy). Run the single command as it is shown, or ask for the policy to allow it.',
  },
  {
    id: /^NoProcessFoundFor/,
    says: 'There is no such process: it ended, or the pool was recycled and has another pid. Look the pid up again and repeat the command.',
  },
  {
    id: /^CounterApiError|^CounterPathIsInvalid|GetCounterCommand$/,
    says: 'The counters were not found: their names differ in other languages of Windows, the process has ended, or the account is no member of Performance Monitor Users. List what exists with typeperf -q Process.',
  },
  {
    id: /0x80041003|0x80070005|^AccessDenied|^CouldNotStopProcess|UnauthorizedAccess/i,
    says: asAdministrator,
  },
  {
    id: /0x80041010|0x8004100e|^InvalidClass|^InvalidNamespace/i,
    says: 'This class of counters is not there on that machine: the counters are switched off, or this runtime has none (.NET 5 and newer). lodctr /R rebuilds them; for newer .NET use dotnet-counters.',
  },
  {
    id: /^NoMatchingEventsFound/,
    says: 'No such event was logged. That is an answer: what was asked for did not happen, or the log no longer goes back so far.',
  },
  {
    id: /PSSessionStateBroken$|^WinRM|^(?:Cannot|Could)(?:Not)?Connect|^NetworkPathNotFound|^ServerNotTrusted|^CannotUseIPAddress/i,
    says: 'The other machine could not be reached by PowerShell remoting. Run the command on that machine itself, and paste what it prints.',
  },
  {
    id: /^NamedParameterNotFound|^AmbiguousParameter|^ParameterArgument|^CannotConvertArgument|^PositionalParameterNotFound/,
    says: 'This PowerShell does not know one of the parameters: the version is another one, or the command was changed on its way. Copy it again exactly as it is shown.',
  },
  {
    id: /^(?:PathNotFound|ItemNotFound|FileNotFound|DirectoryNotFound|DriveNotFound)/,
    says: 'A file or folder of the command is not there. Check its path, then run the command again.',
  },
  {
    id: /^NativeCommandError/,
    says: 'This is what a program printed as an error, with PowerShell’s frame around it. Run it in cmd.exe, or send the output to a file, and paste what it prints itself.',
  },
  {
    id: /^(?:UnexpectedToken|Missing\w{1,60}|TerminatorExpected\w{0,60}|IncompleteParseException|ExpectedExpression|AmpersandNotAllowed|InvalidVariableReference\w{0,40}|ParserError)/,
    says: notUnderstood,
  },
];

const byCategory: readonly Answer[] = [
  { id: /^ParserError/, says: notUnderstood },
  { id: /^(?:PermissionDenied|SecurityError|AuthenticationError)/, says: asAdministrator },
  {
    id: /^ObjectNotFound/,
    says: 'What the command asks for is not there: a process, a file or a name. Look it up again and repeat the command.',
  },
];

/** `PermissionDenied: (…)` and `AccessDenied,…` → the sentence; one that names the error where it is not known. */
export function powershellErrorSays(errorId: string, category: string): string {
  const known = byId.find((each) => each.id.test(errorId)) ?? byCategory.find((each) => each.id.test(category));
  if (known !== undefined) return known.says;
  return `PowerShell reports ${errorId.slice(0, 80)}, and there is no output in this. Repeat the command exactly as it is shown, and paste what it prints.`;
}

/** The error's own two lines in a text, joined where the console broke them; null where there is none. */
export function powershellErrorIn(lines: readonly string[]): { readonly id: string; readonly category: string } | null {
  const at = lines.findIndex((line) => line.length < 2000 && /\+ FullyQualifiedErrorId\s{0,8}:/.test(line));
  const id = at === -1 ? undefined : /:\s{0,8}(\S.{0,300})$/.exec(lines[at] ?? '')?.[1];
  if (id === undefined) return null;
  const category = lines
    .map((line) => (line.length < 2000 ? /\+ CategoryInfo\s{0,16}:\s{0,8}(\w{1,40})/.exec(line)?.[1] : undefined))
    .find((each) => each !== undefined);
  return { id: id.trim(), category: category ?? '' };
}
