/** A report as a document without a format: written once, printed as HTML and as Markdown. All text in it is raw. */
import type { StackView } from '../analysis/types.ts';
import type { ChartModel } from './types.ts';

export type Block =
  /** Advice of our own catalogue: code stands between backticks. */
  | { readonly kind: 'advice'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone: 'lead' | 'normal' | 'soft'; readonly cites: readonly number[] }
  /** Label and value, one a line: the first screen. `code` is a name out of their code, in front of the value. */
  | { readonly kind: 'facts'; readonly rows: readonly Fact[] }
  /** First column to the left, the others to the right; `code` sets the first column in monospace, but for our own words. */
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly code: boolean;
      readonly prose: boolean;
    }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  /** What the numbers of the citations stand for; each row is the place to which they lead. */
  | { readonly kind: 'outputs'; readonly rows: readonly OutputRow[] }
  | { readonly kind: 'stack'; readonly frames: StackView['frames']; readonly ownFrame: string | null }
  | { readonly kind: 'chart'; readonly model: ChartModel }
  /** An address from our own catalogue. */
  | { readonly kind: 'link'; readonly title: string; readonly address: string };

export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly code: string;
  readonly cites: readonly number[];
}
export interface Item {
  readonly text: string;
  /** Who said so; empty where nobody did. */
  readonly by: string;
  readonly cites: readonly number[];
}
export interface OutputRow {
  readonly number: number;
  readonly title: string;
  readonly format: string;
  readonly hash: string;
  readonly notes: string;
}

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
  return cited(text, [], tone);
}

/** A paragraph with the outputs that it rests on. */
export function cited(text: string, cites: readonly number[], tone: 'lead' | 'normal' | 'soft' = 'normal'): Block {
  return { kind: 'paragraph', text, tone, cites };
}

/** What a fact says: words, a name out of their code, the outputs it rests on; null: it is not known. */
export type FactSaid = { readonly value?: string; readonly code?: string; readonly cites?: readonly number[] } | string | null;

export function facts(rows: readonly (readonly [label: string, said: FactSaid])[]): readonly Block[] {
  const known = rows.flatMap(([label, said]): readonly Fact[] => {
    const { value = '', code = '', cites = [] } = typeof said === 'string' ? { value: said } : (said ?? {});
    return value === '' && code === '' ? [] : [{ label, value, code, cites }];
  });
  return known.length === 0 ? [] : [{ kind: 'facts', rows: known }];
}

export function list(items: readonly (Pick<Item, 'text'> & Partial<Item>)[]): readonly Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items: items.map((each) => ({ by: '', cites: [], ...each })) }];
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
