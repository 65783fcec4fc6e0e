/** A report as a document without a format: written once, printed as HTML and as Markdown. All text in it is raw. */
import type { StackView } from '../analysis/types.ts';
import type { ChartModel } from './types.ts';

export type Block =
  /** Advice of our own catalogue: code stands between backticks. */
  | { readonly kind: 'advice'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone: 'lead' | 'normal' | 'soft' }
  /** Label and value, one a line: the first screen. `code` values are names out of their code. */
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: string; readonly code: boolean }[] }
  /** First column to the left, the others to the right; `code` sets the first column in monospace. */
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly code: boolean;
      readonly prose: boolean;
    }
  | { readonly kind: 'list'; readonly items: readonly { readonly text: string; readonly sources: string }[] }
  | { readonly kind: 'stack'; readonly frames: StackView['frames']; readonly ownFrame: string | null }
  | { readonly kind: 'chart'; readonly model: ChartModel }
  /** An address from our own catalogue. */
  | { readonly kind: 'link'; readonly title: string; readonly address: string };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface ReportDocument {
  readonly title: string;
  readonly chip: string;
  readonly meta: string;
  readonly first: readonly Block[];
  /** In the order in which one would doubt it. */
  readonly proof: readonly Section[];
  readonly appendix: readonly Section[];
}

export function paragraph(text: string, tone: 'lead' | 'normal' | 'soft' = 'normal'): Block {
  return { kind: 'paragraph', text, tone };
}

export function facts(rows: readonly (readonly [label: string, value: string | null, code?: boolean])[]): readonly Block[] {
  const known = rows.flatMap(([label, value, code]) => (value === null || value === '' ? [] : [{ label, value, code: code ?? false }]));
  return known.length === 0 ? [] : [{ kind: 'facts', rows: known }];
}

export function tableBlock(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  look: { readonly code?: boolean; readonly prose?: boolean } = {},
): readonly Block[] {
  return rows.length === 0 ? [] : [{ kind: 'table', header, rows, code: look.code ?? false, prose: look.prose ?? false }];
}

/** A section that has nothing is absent. */
export function section(title: string, blocks: readonly Block[]): readonly Section[] {
  return blocks.length === 0 ? [] : [{ title, blocks }];
}
