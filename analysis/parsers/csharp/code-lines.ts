/** Which lines of a text are C#: where it begins beyond doubt, and which lines may follow. */
import { maskCode } from './mask.ts';

const modifiers =
  '(?:public|private|protected|internal|static|sealed|abstract|readonly|async|override|virtual|partial|unsafe|const|extern|volatile)';
const typeDeclaration = new RegExp(
  `^\\s{0,80}(?:${modifiers}\\s{1,4}){0,5}(?:class|interface|struct|record|enum)\\s{1,4}[A-Z@_]\\w{0,80}\\s{0,4}(?:$|[<:{(])`,
);
const member = new RegExp(
  `^\\s{0,80}(?:${modifiers}\\s{1,4}){1,5}(?:[A-Za-z_][\\w.<>,[\\]?]{0,120}(?: [\\w.<>,[\\]?]{1,60}){0,3}\\s{1,4})?~?[A-Za-z_]\\w{0,80}\\s{0,4}(?:<[\\w, ]{1,80}>)?\\s{0,4}(?:\\(|=|;|\\{|$)`,
);
const usingDirective = /^\s{0,20}(?:global )?using (?:static )?(?:\w{1,60} = )?[A-Z]\w{0,60}(?:\.\w{1,60}){0,8};/;
const namespaceLine = /^\s{0,20}namespace [A-Z]\w{0,60}(?:\.\w{1,60}){0,8}\s{0,4}[;{]?$/;
const declaration =
  /^\s{0,80}(?:var|[A-Z][\w.]{0,80}(?:<[\w<>,.[\] ]{1,100}>)?\??(?:\[\])?)\s{1,4}[a-z_]\w{0,80}\s{0,4}=\s{0,4}(?:await |new\b|\w[\w.<>]{0,80}\().{0,400}[;,({]$/;
const usingStatement = /^\s{0,80}(?:await )?using (?:\(|var )\s{0,4}.{0,400}=\s{0,4}.{1,400}[;)]\s{0,4}\{?$/;
const leakyType =
  /\bnew (?:XmlSerializer|XmlRootAttribute|HttpClient|Bitmap|CancellationTokenSource|FileSystemWatcher|ProxyGenerator|XslCompiledTransform|JsonSerializerOptions)\s{0,4}[({]|\bXmlSerializer\.FromTypes\s{0,4}\(/;
const diffHead = /^(?:diff --git .{1,250}\.cs\b|\+\+\+ .{1,250}\.cs\b|--- .{1,250}\.cs\b|Index: .{1,250}\.cs\b)/;

/** Java and scripts have lines that look the same. */
const foreign = /^\s{0,8}(?:import [\w.*]{1,120};?$|package [\w.]{1,120};|export |const \w{1,60} = require|def |#include|let |function )/;

/** Beyond doubt C#: a declaration, a directive, a statement that makes an object. */
export function beginsCode(line: string): boolean {
  if (line.length > 2000 || foreign.test(line)) return false;
  if (diffHead.test(line)) return true;
  const text = /^[+ ]/.test(line) && line[0] === '+' ? line.slice(1) : line;
  return (
    [typeDeclaration, usingDirective, namespaceLine, declaration, usingStatement].some((shape) => shape.test(text)) ||
    isMember(text) ||
    (leakyType.test(text) && isCode(text))
  );
}

/** `public api called (7 times);` is a line of a log: a parameter has a type before its name. */
const counted = /^[^=({]{0,300}\(\s{0,4}\d/;

/** A member needs its brackets, its value or its end; words alone (`static route`) are prose. */
function isMember(text: string): boolean {
  return member.test(text) && /[({;=]/.test(text) && !counted.test(text) && !/[.!?]$/.test(text) && !isProse(text);
}

/** Six plain words in a row: nobody writes that in code outside strings and comments. */
const plainWords = /(?:\b[A-Za-z][a-z']{0,20},? ){6}[a-z]/;
/** A call or a declaration with many words between its brackets is no sentence. */
const hasPlainWords = (code: string): boolean => plainWords.test(code) && !(/\w\(/.test(code) && /[;{,)]$/.test(code.trimEnd()));
const isProse = (text: string): boolean => hasPlainWords(maskCode([text])[0] ?? '');

/** Between the braces of code a line may be a part of an expression; columns and sentences are none. */
export function mayContinue(code: string): boolean {
  const text = code.trim().replace(/"\s{1,2000}"/g, '""');
  return (
    text.length < 2000 && !plainWords.test(text) && !/\S\s{3,}\S/.test(text) && !/[.!?]$|[^\w\s.,:?!<>=+*/%&|^~()[\]{}"'$@;-]/.test(text)
  );
}

/** Whether the next line goes on with the expression of the one before: `.AddJwt()`, `? a`, `&& b`, the braces of `new[]`. */
export const goesOn = (line: string): boolean => /^\s{0,200}(?:[.?:{]|&&|\|\||\+ |=> )/.test(line);

/** `Red,` · `Green = 2,` · `0xEF, 0x63,`: a line of a list. */
export const isListed = (code: string): boolean => /^[\w@."' =,|()<>-]{1,400},$/.test(code.trim());

const statementStart =
  /^\s{0,120}(?:if|else|for|foreach|while|switch|using|lock|catch|try|finally|namespace|return|var|await|throw|yield|case|default|do|get|set|init|add|remove|base|this|fixed|checked|goto|where|break|continue|#\w+)\b/;
const codeEnd = /(?:[;{}(,[]|=>|&&|\|\||[=+?:]|\)|\])$/;

/** May stand between lines of code: statements, brackets, comments, attributes; a sentence may not. */
export function isCode(line: string, masked = maskCode([line])[0] ?? ''): boolean {
  const comment = line.trim();
  if (comment === '' || comment.length > 2000) return comment !== '';
  // What stands behind `//` is a comment, and the code before it is judged.
  const text = /^(?:\/\/|\/\*|\*)/.test(comment) ? comment : masked.trim();
  if (
    /^(?:\/\/|\/\*|\*(?:\s|\/|$)|\*\/|\[[A-Z]\w*|#(?:region|endregion|if|elif|else|endif|nullable|pragma|define|undef|warning|error|line)\b|namespace [\w.]{1,200}$)/.test(
      text,
    )
  )
    return true;
  if (text === '' || hasPlainWords(text)) return false;
  if (/^[{}()\]);,]+$/.test(text) || beginsMember(text)) return true;
  return statementStart.test(text)
    ? /[({;:<]|^(?:else|try|finally|do|get|set|init|add|remove)$|=>/.test(text)
    : codeEnd.test(text) && /[.(=<;{}[]|\w\)/.test(text);
}

const beginsMember = (text: string): boolean => member.test(text) || typeDeclaration.test(text) || namespaceLine.test(text);

/** A line of a unified diff, or of one word by word. */
export const isDiffLine = (line: string): boolean =>
  /^(?:[+\- \\@]|\[-|\{\+|[{}]$|diff |index |new file|deleted file|similarity|rename |$)/.test(line);
