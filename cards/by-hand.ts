/** A collector's instructions for a person: sentences as text, commands in boxes, the rest behind a link. */
import { commandLine, type CaseContext } from './case-context.ts';
import { plural } from './format.ts';
import { commandBox, folded, shownCommand, text, type Element } from './parts.ts';

/** A phone shows about a dozen lines: beyond these, the rest is opened on demand. */
const mostShown = 4;

/** A switch, a variable of cmd or a pipe: what no sentence has. */
function looksLikeCommand(part: string): boolean {
  return /(?:^|\s)--?[A-Za-z]/.test(part) || /^%\w{1,40}%/.test(part) || part.includes(' | ');
}

function sentenceLine(line: string): readonly Element[] {
  return line === '' ? [] : [text(line, {}, { spacing: 'Small' })];
}

/** One line: `In a console: handle64 -p 4312 -s` is a sentence and a command; a command within a loop is copied with its loop. */
function lineBlock(line: string, command: string | null, id: string): readonly Element[] {
  const at = command === null ? -1 : line.indexOf(command);
  if (command !== null && at >= 0) {
    const after = line.slice(at + command.length).trim();
    if (/^[;|&>]/.test(after)) return shownCommand(line, id);
    return [...sentenceLine(line.slice(0, at).trim()), ...shownCommand(command, id), ...sentenceLine(after)];
  }
  const isStep = /^\d{1,2}\. /.test(line);
  if (isStep || /[.!?]$/.test(line) || !looksLikeCommand(line)) return sentenceLine(line);
  const comment = line.lastIndexOf('   (');
  const shown = comment > 0 && line.endsWith(')') ? line.slice(0, comment) : line;
  const colon = shown.indexOf(': ');
  const told = colon > 0 && colon < 120 && !looksLikeCommand(shown.slice(0, colon));
  return [
    ...(told ? sentenceLine(shown.slice(0, colon + 1)) : []),
    ...shownCommand(told ? shown.slice(colon + 2) : shown, id),
    ...(shown === line ? [] : sentenceLine(line.slice(comment).trim())),
  ];
}

/** The instructions of what is offered; without any, its command and what to do with the answer. */
export function byHandBlock({ offer }: Pick<CaseContext, 'offer'>): readonly Element[] {
  const command = commandLine(offer);
  const lines = (offer.how?.byHand ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) {
    return [...(command === null ? [] : [commandBox(command)]), text('Run it and paste its whole output here, or drop the file.')];
  }
  const blocks = lines.map((line, index) => lineBlock(line, command, `command-${index + 1}`));
  if (lines.length <= mostShown + 1) return blocks.flat();
  const rest = lines.length - mostShown;
  return [
    ...blocks.slice(0, mostShown).flat(),
    ...folded('steps', `show the other ${plural(rest, 'line')}`, blocks.slice(mostShown).flat()),
  ];
}
