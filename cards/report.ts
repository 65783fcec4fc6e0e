/** The report for the developer who gets the ticket: one document, printed as HTML and as Markdown. */
import type { Investigation } from '../flows/types.ts';
import { caseTitle, spoken } from './case-context.ts';
import { metaOf } from './case-view.ts';
import { citedTitles } from './citations.ts';
import { appendixSections } from './report-appendix.ts';
import type { ReportDocument } from './report-document.ts';
import { firstScreen } from './report-first.ts';
import { htmlReport } from './report-html.ts';
import { markdownReport } from './report-markdown.ts';
import { proofSections } from './report-proof.ts';
import type { AppendixEntry } from './types.ts';
import { verdictChip, verdictTitle } from './verdict-words.ts';

function reportDocument(investigation: Investigation): ReportDocument {
  const judgement = spoken(investigation);
  const { fixHolds } = investigation.snapshot.facts;
  return {
    title: judgement === null ? caseTitle(investigation) : verdictTitle(judgement.verdict),
    chip: [judgement === null ? 'no verdict' : verdictChip(judgement.verdict), ...(fixHolds === 'yes' ? ['the fix holds'] : [])].join('; '),
    meta: `${caseTitle(investigation)} · ${metaOf(investigation)}`,
    first: firstScreen(investigation, judgement),
    proof: proofSections(investigation, judgement),
    appendix: appendixSections(investigation),
  };
}

/** Markdown (CommonMark with tables) for the ticket. */
export function reportMarkdown(investigation: Investigation): string {
  return markdownReport(reportDocument(investigation));
}

/** One self-contained HTML file: no scripts, nothing loaded, prints on A4 in black and white. `appendix` holds the outputs in full. */
export function reportHtml(investigation: Investigation, appendix: readonly AppendixEntry[]): string {
  const named = appendix.map((each) => ({ ...each, name: citedTitles(investigation, each.evidence ?? []) || each.name }));
  return htmlReport(reportDocument(investigation), named);
}
