/**
 * Prints a report as one self-contained HTML file. Its own policy forbids scripts and every request,
 * whatever an output may contain; all text is escaped.
 */
import { citedRuns } from './citations.ts';
import { chartSvg } from './chart-svg.ts';
import { chartSays } from './chart-words.ts';
import { codeSpans } from './code-spans.ts';
import { escapeHtml } from './escape.ts';
import { isOurWord } from './growth-rows.ts';
import type { Block, Fact, Item, ReportDocument, Section } from './report-document.ts';
import { reportStyle } from './report-style.ts';
import type { AppendixEntry } from './types.ts';

/** Longest output in the appendix; the whole is kept with the case. */
const longestOutput = 200_000;
const longestCell = 2_000;
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

function tag(name: string, inside: string, className = ''): string {
  return `<${name}${className === '' ? '' : ` class="${className}"`}>${inside}</${name}>`;
}

function text(value: string): string {
  return escapeHtml(value, longestCell);
}

function table({ header, rows, code, prose }: Extract<Block, { kind: 'table' }>): string {
  // In a table of prose only what is a figure stands to the right.
  const isFigure = (column: number): boolean =>
    column > 0 && (!prose || rows.every((row) => /^[+-]?[\d,.?<][\d,.? %<]*$|^$/.test(row[column] ?? '')));
  const className = (column: number): string => (isFigure(column) ? 'n' : '');
  const head = header.map((each, column) => tag('th', text(each), className(column))).join('');
  const body = rows.map((row) =>
    tag(
      'tr',
      row
        .map((each, column) =>
          tag('td', code && column === 0 && !isOurWord(each) ? tag('code', text(each)) : text(each), className(column)),
        )
        .join(''),
    ),
  );
  return tag('div', tag('table', tag('thead', tag('tr', head)) + tag('tbody', body.join(''))), 'scroll');
}

/** Numbers that lead to the outputs at the end. */
function links(cites: readonly number[]): string {
  const link = (number: number): string => `<a class="ev" href="#e${number}">[${number}]</a>`;
  return citedRuns(cites)
    .map(([from, to]) => ` ${from === to ? link(from) : `${link(from)}–${link(to)}`}`)
    .join('');
}

function fact({ label, value, code, cites }: Fact): string {
  const said = code === '' ? text(value) : `${tag('code', text(code))}${value === '' ? '' : ` (${text(value)})`}`;
  return tag('dt', text(label)) + tag('dd', said + links(cites));
}

function item({ text: says, by, cites }: Item): string {
  return tag('li', text(says) + (by === '' ? '' : tag('span', ` (${text(by)})`, 'soft')) + links(cites));
}

function outputs({ rows }: Extract<Block, { kind: 'outputs' }>): string {
  const head = ['No.', 'Output', 'Format', 'SHA-256', 'Notes'].map((each) => tag('th', each)).join('');
  const body = rows.map(
    ({ number, title, format, hash, notes }) =>
      `<tr id="e${number}">${[`[${number}]`, title, format, hash, notes].map((each) => tag('td', text(each))).join('')}</tr>`,
  );
  return tag('div', tag('table', tag('thead', tag('tr', head)) + tag('tbody', body.join(''))), 'scroll');
}

function stack({ frames }: Extract<Block, { kind: 'stack' }>): string {
  const first = frames.findIndex((frame) => frame.role === 'own');
  const lines = frames.map((frame, index) => {
    const note = index === first ? tag('span', ' ← first frame of your code', 'note') : '';
    return tag('li', text(frame.printed) + note, frame.role);
  });
  return tag('ol', lines.join('\n'), 'stack');
}

/** The same drawing twice, for a wide page and for a phone: one of them is shown. */
function chart({ model }: Extract<Block, { kind: 'chart' }>): string {
  const caption = tag('figcaption', text(chartSays(model)));
  const wide = tag('div', chartSvg(model, { width: 760, height: 260 }), 'wide');
  const narrow = tag('div', chartSvg(model, { width: 360, height: 230 }), 'narrow');
  return tag('figure', wide + narrow + caption);
}

function print(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return tag('p', text(block.text) + links(block.cites), block.tone === 'normal' ? '' : block.tone);
    case 'advice':
      return tag(
        'p',
        codeSpans(block.text)
          .map((each) => (each.code ? tag('code', text(each.text)) : text(each.text)))
          .join(''),
      );
    case 'facts':
      return tag('dl', block.rows.map(fact).join('\n'));
    case 'table':
      return table(block);
    case 'list':
      return tag('ul', block.items.map(item).join('\n'), block.items.every((each) => /^[●○]/.test(each.text)) ? 'marked' : '');
    case 'outputs':
      return outputs(block);
    case 'stack':
      return stack(block);
    case 'chart':
      return chart(block);
    case 'link':
      return /^https:\/\/[^\s<>"']+$/.test(block.address)
        ? tag(
            'p',
            `<a href="${escapeHtml(block.address)}" rel="noopener noreferrer">${text(block.title)}</a> ${tag('span', text(block.address), 'soft')}`,
          )
        : tag('p', text(block.address));
  }
}

function section({ title, blocks }: Section): string {
  return tag('section', [tag('h2', text(title)), ...blocks.map(print)].join('\n'));
}

/** An output in full, folded. */
function output({ name, text: content }: AppendixEntry): string {
  const cut =
    content.length > longestOutput ? tag('p', `Cut after ${longestOutput / 1000} KB; the whole output is kept with the case.`, 'soft') : '';
  const lines = content === '' ? 0 : content.split('\n').length;
  return tag(
    'details',
    tag('summary', `${text(name)}, ${lines} ${lines === 1 ? 'line' : 'lines'}`) + tag('pre', escapeHtml(content, longestOutput)) + cut,
  );
}

/** A report as one HTML document. */
export function htmlReport(report: ReportDocument, appendix: readonly AppendixEntry[]): string {
  const outputs = appendix.length === 0 ? '' : tag('section', [tag('h2', 'Every output in full'), ...appendix.map(output)].join('\n'));
  const body = [
    tag('header', tag('h1', text(report.title)) + tag('span', text(report.chip), 'chip') + tag('p', text(report.meta), 'soft')),
    tag('section', report.first.map(print).join('\n'), 'first'),
    ...report.proof.map(section),
    ...report.appendix.map(section),
    outputs,
  ].join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(report.title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
