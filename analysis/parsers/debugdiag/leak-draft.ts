/** A leak report while it is read: what its labels and graphs have said so far, and whose numbers come next. */
import type { LeakReport } from '../../types.ts';
import type { GraphRow } from './bar-graph.ts';
import { handleType } from './handle-names.ts';
import type { Field, Graph, Labelled } from './labels.ts';
import { durationMs, leadingCount, leadingSizeBytes, sizePrecision } from './numbers.ts';

export interface Sized {
  bytes: number | null;
  allocations: number | null;
}
export interface FunctionDraft extends Sized {
  probability: number | null;
  readonly stacks: (readonly string[])[];
}
export interface ModuleDraft extends Sized {
  readonly functions: Map<string, FunctionDraft>;
}
export interface Draft {
  readonly modules: Map<string, ModuleDraft>;
  readonly handles: Map<string, number>;
  readonly warnings: string[];
  /** What the summary names below a module that it blames; all there is where only the summary was copied. */
  readonly blamed: { readonly module: string; readonly function: string; readonly bytes: number | null }[];
  blamedModule: string | null;
  leakTrack: LeakReport['leakTrack'];
  trackingMs: number | null;
  bytes: number | null;
  allocations: number | null;
  handleCount: number | null;
  precision: number | null;
  module: ModuleDraft | null;
  function: FunctionDraft | null;
  /** Inside `Detailed module report(Handles)`: modules and functions are those of handles. */
  inHandles: boolean;
}

export function emptyDraft(): Draft {
  return {
    modules: new Map(),
    handles: new Map(),
    warnings: [],
    blamed: [],
    blamedModule: null,
    leakTrack: 'unknown',
    trackingMs: null,
    bytes: null,
    allocations: null,
    handleCount: null,
    precision: null,
    module: null,
    function: null,
    inHandles: false,
  };
}

export function moduleOf(draft: Draft, name: string): ModuleDraft {
  const known = draft.modules.get(name) ?? { bytes: null, allocations: null, functions: new Map<string, FunctionDraft>() };
  draft.modules.set(name, known);
  return known;
}

export function functionOf(draft: Draft, name: string): FunctionDraft {
  const module = draft.module ?? moduleOf(draft, name.split(/[!+]/, 1)[0] ?? name);
  const known = module.functions.get(name) ?? { bytes: null, allocations: null, probability: null, stacks: [] };
  module.functions.set(name, known);
  return known;
}

type Take = (draft: Draft, value: string, sign: '.' | ',') => void;

/** What is described just now: a function, its module, or neither inside the report of handles. */
const described = (draft: Draft): Sized | null => (draft.inHandles ? null : (draft.function ?? draft.module));

/** What a label's value adds. A module's own numbers come before its functions'; handles have theirs in the graphs. */
const takes: Readonly<Partial<Record<Field, Take>>> = {
  allocations: (draft, value) => void (draft.allocations ??= leadingCount(value)),
  handles: (draft, value) => void (draft.handleCount ??= leadingCount(value)),
  tracking: (draft, value) => void (draft.trackingMs ??= durationMs(value)),
  bytes: (draft, value, sign) => {
    draft.bytes ??= leadingSizeBytes(value, sign);
    draft.precision = sizePrecision(value);
  },
  module: (draft, value) => {
    draft.module = draft.inHandles ? null : moduleOf(draft, value);
    draft.function = null;
  },
  function: (draft, value) => {
    draft.function = draft.inHandles ? null : functionOf(draft, value);
  },
  count: (draft, value) => {
    const sized = described(draft);
    if (sized !== null) sized.allocations = leadingCount(value);
  },
  size: (draft, value, sign) => {
    const sized = described(draft);
    if (sized !== null) sized.bytes = leadingSizeBytes(value, sign);
    draft.precision ??= sizePrecision(value);
  },
  probability: (draft, value) => {
    if (draft.function !== null) draft.function.probability = Number.parseFloat(value.replace(',', '.'));
  },
  handleCount: (draft) => {
    draft.inHandles = true;
  },
};

export function takeField(draft: Draft, { field, value }: Labelled, sign: '.' | ','): void {
  takes[field]?.(draft, value, sign);
}

/** Rows of a graph fill only what the detailed tables do not say. */
export function takeGraph(draft: Draft, graph: Graph, rows: readonly GraphRow[], sign: '.' | ','): void {
  for (const { caption, value } of rows) {
    if (graph === 'handleType') draft.handles.set(handleType(caption), leadingCount(value) ?? 0);
    const ofModule = graph === 'moduleCount' || graph === 'moduleSize';
    if (!ofModule && graph !== 'functionCount' && graph !== 'functionSize') continue;
    if (!ofModule && draft.inHandles) continue;
    const target = ofModule ? moduleOf(draft, caption) : functionOf(draft, caption);
    if (graph === 'moduleCount' || graph === 'functionCount') target.allocations ??= leadingCount(value);
    else target.bytes ??= leadingSizeBytes(value, sign);
  }
}
