/** The face: pure functions from an investigation to what a person sees. */
export { buttonData, readButton, toEvent } from './actions.ts';
export { caseCard, cardFor } from './case-card.ts';
export { caseTitle } from './case-context.ts';
export { caseView } from './case-view.ts';
export { chartCard } from './chart-card.ts';
export { chartElement } from './chart-element.ts';
export { chartSvg } from './chart-svg.ts';
export { chartsOf } from './chart.ts';
export { helpCard, listCard, practiceIncidents, problemCard, welcomeCard } from './entry-cards.ts';
export { evidenceCard } from './evidence-card.ts';
export { judgementJson } from './judgement-json.ts';
export { notReadCard, readCard } from './read-card.ts';
export { reportHtml, reportMarkdown } from './report.ts';
export { staleCard } from './stale.ts';
export { timelineCard } from './timeline-card.ts';
export { verdictText } from './verdict-text.ts';
export { whyCard } from './why-card.ts';
