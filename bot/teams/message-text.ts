/**
 * What a person wrote, out of what Teams makes of it: entities, paragraphs and line breaks, and code blocks that only stand
 * in the HTML beside the text. Linear in the message.
 */

const names = 'p|div|br|span|pre|code|codeblock|blockquote|ul|ol|li|strong|b|em|i|u|s|a|attachment';
/** A tag of a message; a raw `<` of an output is none, and stays. */
const tags = new RegExp(`</?(${names})(?:\\s[^<>]{0,1000})?/?>`, 'gi');
const isMarkup = new RegExp(`</?(?:${names})(?:\\s[^<>]{0,1000})?/?>`, 'i');
/** A page is an output, to be read as one. */
const isPage = /^\s{0,200}<(?:!doctype|html)\b/i;
const hasCodeBlock = /<(?:pre|codeblock)[\s>]/i;
const mention = /<span\s[^<>]{0,500}schema\.skype\.com\/Mention[^<>]{0,500}>([^<>]{0,200})<\/span>/gi;
const breaking: ReadonlySet<string> = new Set(['p', 'div', 'br', 'pre', 'codeblock', 'blockquote', 'ul', 'ol', 'li']);

const entities = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function character(code: number): string | null {
  if (code === 0xa0) return ' ';
  return code > 8 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : null;
}

/** `&lt;`, `&#39;`, `&#x2F;`: once, so that what was written as an entity stays one. */
function withoutEntities(text: string): string {
  return text.replace(entities, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? whole;
    return character(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)) ?? whole;
  });
}

/** Tags away, blocks and breaks as line breaks, one between two blocks. `<at>` stays: who is mentioned is decided elsewhere. */
function withoutTags(html: string): string {
  return html
    .replace(mention, '<at>$1</at>')
    .replace(tags, (_, name: string) => (name.toLowerCase() === 'br' ? '\n' : breaking.has(name.toLowerCase()) ? '\u0000' : ''))
    .replace(/\n?\u0000+\n?/g, '\n');
}

/** Of a message: its text as it was written, the mention still in it. `html`: the same message as Teams adds it once more. */
export function writtenText(text: string, html: string | null): string {
  const source = html !== null && hasCodeBlock.test(html) ? html : text;
  if (isPage.test(source)) return source;
  const marked = isMarkup.test(source);
  const plain = marked ? withoutTags(source) : source;
  const escaped = marked || !plain.replaceAll('<at>', '').replaceAll('</at>', '').includes('<');
  return escaped ? withoutEntities(plain) : plain.replaceAll('&nbsp;', ' ');
}
