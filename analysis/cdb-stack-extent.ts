/** How far the output of a stack command goes: line by line, does this one still belong to it? */
import { callSite } from './cdb-frame.ts';
import { bareSite, isColumnHeader, isNamesOnly, isOther, isThreadHeader } from './cdb-stack-lines.ts';
import { debuggerCommand } from './debugger-text.ts';
import { noiseStart } from './symbol-noise.ts';

/** More lines than this are no wrapped frame: kP prints each parameter on a line of its own. */
const maxContinuation = 30;
/** Chats and converters double the line ends; more empty lines than this end the output. */
const maxBlanks = 3;
/** A line that symbol noise broke goes on in the next: as good as an open parenthesis. */
const interrupted = '(';

function isOpen(text: string): boolean {
  let depth = 0;
  for (const c of text) {
    if (c === '(' || c === '[') depth += 1;
    else if (c === ')' || c === ']') depth -= 1;
  }
  return depth > 0;
}

export interface StackExtent {
  /** Does this normalised line belong to the output? Once it was `false` nothing more is asked. */
  takes(line: string): boolean;
  /** The line was seen to be a frame with this call site. */
  takesFrame(site: string): void;
  /** The line was seen to be a header of columns: with addresses, or of names alone. */
  takesColumns(hasNamesOnly: boolean): void;
  /** The line was seen to be a thread's header. */
  takesThread(): void;
}

export function createStackExtent(): StackExtent {
  let [blanks, namesOnly, continued, open] = [0, false, 0, ''];
  /** The column header that was seen last: it is printed again for each thread. */
  let columns = '';
  const takesFrame = (site: string): void => {
    open = site;
    continued = 0;
    blanks = 0;
  };
  const takes = (line: string): boolean => {
    if (line === '' || line.trim() === '') {
      blanks += 1;
      return blanks <= maxBlanks;
    }
    if (line === columns || isThreadHeader(line)) {
      blanks = 0;
      return true;
    }
    if (isColumnHeader(line)) {
      [columns, namesOnly, blanks] = [line, isNamesOnly(line), 0];
      return true;
    }
    const noise = noiseStart(line);
    if (callSite(line) >= 0 || (namesOnly && bareSite(line) !== null)) takesFrame(noise > 0 ? interrupted : line);
    else if (debuggerCommand(line) !== null) return false;
    else if (noise > 0) takesFrame(interrupted);
    else if (!isOther(line) && noise < 0) {
      if (blanks > 0 || continued >= maxContinuation || !isOpen(open)) return false;
      [open, continued] = [open + line, continued + 1];
    }
    blanks = 0;
    return true;
  };
  const takesColumns = (hasNamesOnly: boolean): void => {
    [columns, namesOnly, blanks] = ['', hasNamesOnly, 0];
  };
  const takesThread = (): void => {
    blanks = 0;
  };
  return { takes, takesFrame, takesColumns, takesThread };
}
