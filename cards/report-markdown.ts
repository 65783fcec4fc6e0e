/** Prints a report as Markdown for a ticket; whatever came from outside is escaped or stands in a code span. */
import { codeSpans } from './code-spans.ts';
import { escapeMarkdown, markdownCode } from './escape.ts';
import type { Block, ReportDocument, Section } from './report-document.ts';

/** Frames of a long stack that stand between the interesting ones are left out of a ticket. */
const mostFrames = 40;

/** A part of a line: its blanks at both ends belong to the line. */
function markdownText(part: string): string {
  const [lead = ''] = /^\s*/.exec(part) ?? [];
  const trail = part.slice(part.trimEnd().length);
  return `${lead === '' ? '' : ' '}${escapeMarkdown(part)}${trail === '' || part.trim() === '' ? '' : ' '}`;
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(block: Extract<Block, { kind: 'table' }>): string {
  const cell = (value: string, column: number): string =>
    block.code && column === 0 ? markdownCode(value).replace(/\|/g, '\\|') : escapeMarkdown(value);
  const align = block.header.map((_, column) => (column === 0 || block.prose ? '---' : '---:'));
  return [
    tableRow(block.header.map((each) => escapeMarkdown(each))),
    tableRow(align),
    ...block.rows.map((row) => tableRow(row.map(cell))),
  ].join('\n');
}

function stack(block: Extract<Block, { kind: 'stack' }>): string {
  const first = block.frames.findIndex((frame) => frame.role === 'own');
  return block.frames
    .filter((frame) => frame.role !== 'skipped')
    .slice(0, mostFrames)
    .map(
      (frame) =>
        `- ${markdownCode(frame.printed)}${frame.role === 'own' ? (block.frames[first] === frame ? ' **first frame of your code**' : ' **yours**') : ''}`,
    )
    .join('\n');
}

function print(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.tone === 'lead'
        ? `**${escapeMarkdown(block.text)}**`
        : block.tone === 'soft'
          ? `_${escapeMarkdown(block.text)}_`
          : escapeMarkdown(block.text);
    case 'advice':
      return codeSpans(block.text)
        .map((each) => (each.code ? markdownCode(each.text) : markdownText(each.text)))
        .join('');
    case 'facts':
      return block.rows.map(({ label, value, code }) => `- **${label}:** ${code ? markdownCode(value) : escapeMarkdown(value)}`).join('\n');
    case 'table':
      return table(block);
    case 'list':
      return block.items
        .map(({ text, sources }) => `- ${escapeMarkdown(text)}${sources === '' ? '' : ` _(${escapeMarkdown(sources)})_`}`)
        .join('\n');
    case 'stack':
      return stack(block);
    case 'chart':
      return `${escapeMarkdown(block.model.title)}: ${escapeMarkdown(block.model.alt)}`;
    case 'link':
      return /^https:\/\/[^\s<>()]+$/.test(block.address)
        ? `[${escapeMarkdown(block.title)}](${block.address})`
        : escapeMarkdown(block.address);
  }
}

function section(depth: string, { title, blocks }: Section): string {
  return [`${depth} ${escapeMarkdown(title)}`, ...blocks.map(print)].join('\n\n');
}

/** A report as Markdown; ends with a line break. */
export function markdownReport(report: ReportDocument): string {
  return [
    `# ${escapeMarkdown(report.title)}`,
    escapeMarkdown(report.meta),
    ...report.first.map(print),
    ...report.proof.map((each) => section('##', each)),
    ...(report.appendix.length === 0 ? [] : ['## Appendix', ...report.appendix.map((each) => section('###', each))]),
    '',
  ].join('\n\n');
}
