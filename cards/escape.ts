/**
 * Text from outside is never markup. Names of processes, pools, modules, frames and types come from
 * machines that we do not trust; whatever they hold, a person sees it as text.
 */

/** Longest piece of outside text that is shown in one place; a name of 64 KB is cut here. */
export const longestText = 600;
/** Longest command line shown; Windows itself stops at 8,191 characters. */
const longestCommand = 2000;

/** Controls (C0, C1, DEL), soft hyphen, bidirectional and zero-width characters, BOM, tags, unpaired surrogates: they hide or reorder what follows. */
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;
/** ANSI colour and cursor sequences, as terminals print them: bounded, so that it stays linear. */
const ansi = /\u001b\[[0-9;?]{0,20}[A-Za-z]/g;

/** Shortens to `longest` characters with an ellipsis, never inside a surrogate pair. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = longest - 1;
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}…`;
}

function visible(text: string, longest: number): string {
  // Cut generously first: no work is spent on the rest of a 64 KB name.
  return cut(
    text
      .slice(0, longest * 4)
      .replace(ansi, '')
      .replace(hidden, '')
      .replace(/\t/g, ' '),
    longest,
  );
}

/**
 * Text for a TextRun, where no Markdown exists. Card macros (`{{DATE(…)}}`), templates (`${…}`),
 * mentions (`<at>`) and links that a client would make by itself are broken up with a blank.
 */
export function plain(text: string, longest: number = longestText): string {
  return visible(text, longest)
    .replace(/\{(?=\{)/g, '{ ')
    .replace(/\$(?=\{)/g, '$ ')
    .replace(/<(?=\/?at\b)/gi, '< ')
    .replace(/:(?=\/\/)/g, ': ')
    .replace(/\n{2,}/g, '\n');
}

/** A command as it must be typed: nothing is changed that a person copies, only what is invisible goes. */
export function verbatim(command: string): string {
  return visible(command, longestCommand);
}

const lookAlike: Readonly<Record<string, string>> = {
  '*': '∗',
  _: 'ˍ',
  '[': '(',
  ']': ')',
  '`': '’',
  '<': '‹',
  '>': '›',
  '#': '＃',
  '~': '∼',
  '\\': '⧵',
  '|': '❘',
};

/**
 * Text for a TextBlock, where Teams reads Markdown and other clients do not: what could be markup is
 * replaced by a character that looks alike, so that it reads the same with and without Markdown.
 */
export function inert(text: string, longest: number = longestText): string {
  return plain(text.replace(/\s+/g, ' ').trim(), longest)
    .replace(/[*_[\]`<>#~\\|]/g, (mark) => lookAlike[mark] ?? '')
    .replace(/^(\d{1,9})[.)](?=\s)/, '$1․')
    .replace(/^[-+](?=\s)/, '‐');
}

const htmlEntity: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML and SVG, in elements and in quoted attributes. */
export function escapeHtml(text: string, longest: number = longestText): string {
  return visible(text, longest).replace(/[&<>"']/g, (mark) => htmlEntity[mark] ?? '');
}

/**
 * Text for a Markdown document (CommonMark, and what ticket systems link by themselves): what could begin
 * markup is escaped, what only looks like it (brackets, plus signs inside a line) stays readable.
 */
export function escapeMarkdown(text: string, longest: number = longestText): string {
  return visible(text, longest)
    .replace(/(?<!\s)\s*\n\s*/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]~|]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`)
    .replace(/#(?=[\w#])/g, '&#35;')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^[-+#=](?=[-+#=\s]|$)/, '\\$&');
}

/** A code span that its own content cannot end: the fence is longer than any run of backticks inside. */
export function markdownCode(text: string): string {
  const shown = visible(text, longestText).replace(/(?<!\s)\s*\n\s*/g, ' ');
  const longestRun = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  return longestRun === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}
