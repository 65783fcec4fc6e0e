/** Source that is not C#, and lists of changes without the changes: what each is, and what of it is read here. */

/** What is pasted and not read: by what it is known, and what is said of it. */
export interface Foreign {
  readonly shows: RegExp;
  readonly says: string;
}

const whatLeaks =
  'What leaks stands in the outputs all the same: in counters, a list of handles by type, !dumpheap -stat or the stacks of a leak report.';

export const foreignCode: readonly Foreign[] = [
  {
    shows:
      /^[ \t]{0,40}End (?:Class|Module|Sub|Function|Property|Namespace)[ \t]{0,8}$|^[ \t]{0,40}Dim {1,4}\w{1,80} {1,4}(?:As |=)|^[ \t]{0,8}Imports System\b/m,
    says: `This is Visual Basic, of which only the outputs are read here and not the source: C# and diffs of it are. The patterns are the same: XmlSerializer with a root or extra types, a client or a timer for each call, AddHandler without RemoveHandler, what no Using closes. ${whatLeaks}`,
  },
  {
    shows: /^[ \t]{0,8}\d{1,7} files? changed(?:, \d{1,9} (?:insertions?|deletions?)\([+-]\)){0,2}[ \t]{0,8}$/m,
    says: 'This is the list of the files that a change touches, without the change itself. Paste what git show -p COMMIT (or git diff BEFORE AFTER) prints.',
  },
  {
    shows:
      /^[ \t]{0,4}(?:import java[.x]|package [a-z][\w.]{1,120};|#include\s{0,4}[<"]|open System\b|import .{1,200} from ['"]|from \w[\w.]{0,80} import |func \w{1,80}\(|\$\w{1,60}\s{0,4}=\s{0,4}(?:New-Object|\[))/m,
    says: `This is source of a language whose leaks are not looked for in the text here; C# and diffs of it are. ${whatLeaks}`,
  },
];
