/** Prints a report as Markdown for a ticket; whatever came from outside is escaped or stands in a code span. */
import { chartSays } from './chart-words.ts';
import { citations } from './citations.ts';
import { codeSpans } from './code-spans.ts';
import { escapeMarkdown, markdownCode } from './escape.ts';
import { isOurWord } from './growth-rows.ts';
import type { Block, Fact, ReportDocument, Section } from './report-document.ts';

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
    block.code && column === 0 && !isOurWord(value) ? markdownCode(value).replace(/\|/g, '\\|') : escapeMarkdown(value);
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

/** The outputs it rests on: our own numbers, in brackets that no address follows. */
function cites({ cites: numbers }: { readonly cites: readonly number[] }): string {
  return numbers.length === 0 ? '' : ` ${citations(numbers)}`;
}

function toned(text: string, tone: 'lead' | 'normal' | 'soft'): string {
  return tone === 'lead' ? `**${text}**` : tone === 'soft' ? `_${text}_` : text;
}

function fact(row: Fact): string {
  const value = row.value === '' ? '' : escapeMarkdown(row.value);
  const said = row.code === '' ? value : `${markdownCode(row.code)}${value === '' ? '' : ` (${value})`}`;
  return `- **${row.label}:** ${said}${cites(row)}`;
}

function outputs({ rows }: Extract<Block, { kind: 'outputs' }>): string {
  const header = ['No.', 'Output', 'Format', 'SHA-256', 'Notes'];
  const body = rows.map(({ number, title, format, hash, notes }) =>
    tableRow([`[${number}]`, ...[title, format, hash, notes].map((each) => escapeMarkdown(each))]),
  );
  return [tableRow(header), tableRow(header.map(() => '---')), ...body].join('\n');
}

function print(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return toned(escapeMarkdown(block.text), block.tone) + cites(block);
    case 'advice':
      return codeSpans(block.text)
        .map((each) => (each.code ? markdownCode(each.text) : markdownText(each.text)))
        .join('');
    case 'facts':
      return block.rows.map(fact).join('\n');
    case 'table':
      return table(block);
    case 'list':
      return block.items
        .map((each) => `- ${escapeMarkdown(each.text)}${each.by === '' ? '' : ` _(${escapeMarkdown(each.by)})_`}${cites(each)}`)
        .join('\n');
    case 'outputs':
      return outputs(block);
    case 'stack':
      return stack(block);
    case 'chart':
      return escapeMarkdown(chartSays(block.model));
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
