/** The text of an .mht's page as a browser copies it: cells of a row apart by tabs, empty lines between blocks. */
import { htmlText } from '../../analysis/html-text.ts';

export function copied(mht: Uint8Array): string {
  const text = new TextDecoder().decode(mht);
  const start = text.indexOf('<!DOCTYPE');
  const page = text.slice(start, text.indexOf('--__ANALYZER', start));
  const html = page.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return htmlText(html)
    .lines.map((line) => line.text.replaceAll('\t', '\t\u00a0\u00a0'))
    .join('\n\n');
}
