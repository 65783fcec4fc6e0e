import { bar, evidenceLinks, section, withCode } from './case-parts.js';
import { handlesSection, hypothesesSection, memorySection } from './case-tables.js';
import { byId, el, svg } from './elements.js';

/** @typedef {import('../../../cards/types.ts').CaseView} CaseView */

/** Below this width a chart drawn for a desk would have labels too small to read. */
const phone = matchMedia('(max-width: 600px)');
/** Shorter runs of frames are not worth a click. */
const fewestFolded = 4;

/** @param {CaseView} view */
function causesSection(view) {
  return section(
    view.causes.length === 1 ? 'Likely cause, and what to do' : 'Likely causes, and what to do',
    ...view.causes
      .slice(0, 3)
      .map((cause) =>
        el(
          'div',
          { class: 'cause' },
          el('h3', {}, cause.title, ' ', el('span', { class: 'sure' }, cause.sure), bar(cause.confidence, `${cause.title}: ${cause.sure}`)),
          el('p', {}, ...withCode(cause.fix)),
          cause.wrongIf === null ? null : el('p', { class: 'meta' }, cause.wrongIf),
          cause.link === null
            ? null
            : el('a', { class: 'ev', href: cause.link, target: '_blank', rel: 'noopener noreferrer' }, 'Documentation'),
        ),
      ),
  );
}

/** @typedef {NonNullable<CaseView['stack']>} Stack */

/** @param {Stack['frames'][number]} frame @param {boolean} isFirst of the reader's own code */
const frameLine = (frame, isFirst) =>
  el('li', { class: frame.role }, frame.printed, isFirst ? el('small', {}, 'first frame of your code') : null);

/** Frames that are nobody's concern, behind a link that names their modules. @param {Stack['frames'][number][]} frames */
function foldedFrames(frames) {
  const modules = [...new Set(frames.map((frame) => frame.printed.split('!')[0] ?? ''))].slice(0, 3).join(', ');
  return el(
    'li',
    {},
    el(
      'details',
      {},
      el('summary', {}, `… ${frames.length} frames in ${modules}`),
      el('ol', { class: 'stack' }, ...frames.map((frame) => frameLine(frame, false))),
    ),
  );
}

/** The frames in their order; what lies between those that matter is folded. @param {Stack} stack */
function frameLines(stack) {
  const own = stack.frames.findIndex((frame) => frame.role === 'own');
  /** @type {HTMLElement[]} */
  const lines = [];
  /** @type {Stack['frames'][number][]} */
  let run = [];
  const endRun = () => {
    lines.push(...(run.length < fewestFolded ? run.map((frame) => frameLine(frame, false)) : [foldedFrames(run)]));
    run = [];
  };
  stack.frames.slice(0, 200).forEach((frame, index) => {
    if (index > 0 && frame.role !== 'own') run.push(frame);
    else {
      endRun();
      lines.push(frameLine(frame, index === own));
    }
  });
  endRun();
  return lines;
}

/** @param {Stack} stack @param {CaseView} view */
function stackSection(stack, view) {
  return section(
    'Where it is called from',
    el('ol', { class: 'stack', tabindex: 0, 'aria-label': 'Call stack' }, ...frameLines(stack)),
    el('p', { class: 'meta' }, stack.entry === null ? '' : `Entered through ${stack.entry}.`, evidenceLinks([stack.evidence], view)),
  );
}

/** @param {CaseView} view */
function timelineSection(view) {
  const entries = view.timeline.map((entry) => [
    el('dt', {}, entry.time),
    el('dd', {}, entry.says, entry.who === null ? '' : el('span', { class: 'who' }, ` ${entry.who}`), evidenceLinks(entry.evidence, view)),
  ]);
  const [newest, older] = [entries.slice(0, 12), entries.slice(12)];
  return section(
    'Timeline',
    el('dl', { class: 'time' }, ...newest.flat()),
    older.length === 0
      ? null
      : el('details', {}, el('summary', {}, `${older.length} earlier entries`), el('dl', { class: 'time' }, ...older.flat())),
  );
}

/** Outputs that are in view at once; the others are opened on demand, also by a number that leads to them. */
const mostOutputs = 15;

/** @param {CaseView} view */
function evidenceSection(view) {
  const outputs = view.evidence.map((each, index) => {
    const before = view.evidence[index - 1]?.notes ?? [];
    // What the output above it says already is not said again.
    const notes = each.notes.filter((note) => !before.includes(note)).slice(0, 4);
    return el(
      'li',
      { id: `e-${index + 1}`, value: index + 1 },
      el('a', { class: 'ev', href: `/local/raw/${each.rawRef}`, target: '_blank', rel: 'noopener' }, each.title),
      ...notes.map((note) => el('div', { class: 'meta' }, note)),
    );
  });
  const rest = outputs.slice(mostOutputs);
  return section(
    'Evidence',
    el('ol', { class: 'outputs' }, ...outputs.slice(0, mostOutputs)),
    rest.length === 0 ? null : el('details', {}, el('summary', {}, `${rest.length} more outputs`), el('ol', { class: 'outputs' }, ...rest)),
    ...view.unread.map((each) => el('p', { class: 'meta' }, `Not read: ${each.from}. ${each.problem}`)),
  );
}

/** @param {CaseView} view */
function reportsSection(view) {
  const report = `/local/reports/${encodeURIComponent(view.id)}/report`;
  return section(
    'Report',
    el('p', {}, `Attached: ${[...new Set(view.reports.map((each) => each.where))].join(', ')}.`),
    el(
      'p',
      { class: 'row' },
      el('a', { class: 'button', href: `${report}.html`, target: '_blank', rel: 'noopener' }, 'Open the report'),
      el('a', { class: 'ev', href: `${report}.md`, target: '_blank', rel: 'noopener' }, 'as Markdown'),
    ),
  );
}

/** @param {CaseView} view */
function head(view) {
  const steps = view.path.map((step) =>
    el(
      'li',
      { class: step.state, 'aria-current': step.state === 'now' ? 'step' : null },
      el(
        'span',
        {},
        step.label,
        step.progress === '' ? null : el('small', {}, ` ${step.progress}`),
        step.state === 'skipped' ? ' (skipped)' : '',
      ),
    ),
  );
  const at = view.path.findIndex((step) => step.state === 'now');
  const now = view.path[at];
  return [
    el('div', { class: 'top' }, el('h1', {}, view.title), el('span', { class: `chip ${view.chip.tone}` }, view.chip.text)),
    el('p', { class: 'meta' }, view.meta),
    el('ol', { class: 'path', 'aria-label': 'The path' }, ...steps),
    now === undefined
      ? null
      : el(
          'p',
          { class: 'here', 'aria-hidden': 'true' },
          `${now.label} ${now.progress}`.trim(),
          el('span', {}, ` step ${at + 1} of ${view.path.length}`),
        ),
  ];
}

/** @typedef {{ title: string, picture: Element }} Chart */

/** @param {CaseView} view @returns {Chart[]} */
function charts(view) {
  return view.charts.flatMap((chart, index) => {
    const picture = svg(phone.matches || index > 0 ? chart.narrow : chart.svg);
    return picture === null ? [] : [{ title: chart.title, picture }];
  });
}

/** The other curves, small and beside each other. @param {Chart[]} others */
function otherCurves(others) {
  const figures = others.map(({ title, picture }) => el('figure', {}, el('figcaption', {}, title), picture));
  return section('Other curves', el('div', { class: 'curves' }, ...figures));
}

/** @param {CaseView} view */
function leadSection(view) {
  return el(
    'section',
    { 'aria-label': 'What is known' },
    el('p', { class: 'lead' }, view.lead ?? ''),
    ...view.below.map((each) => el('p', { class: 'meta' }, each)),
  );
}

/** @param {string} title @param {readonly (Node | string)[][]} items */
const listSection = (title, items) =>
  items.length === 0 ? null : section(title, el('ul', {}, ...items.map((parts) => el('li', {}, ...parts))));

/** @param {CaseView} view @returns {(HTMLElement | null)[]} */
function sections(view) {
  const [first, ...others] = charts(view);
  return [
    view.lead === null ? null : leadSection(view),
    first === undefined ? null : section(first.title, el('div', { class: 'chart' }, first.picture)),
    view.memory === null ? null : memorySection(view.memory, view),
    view.causes.length === 0 ? null : causesSection(view),
    view.stack === null ? null : stackSection(view.stack, view),
    view.hypotheses.length === 0 ? null : hypothesesSection(view),
    view.handles === null ? null : handlesSection(view.handles, view),
    others.length === 0 ? null : otherCurves(others),
    listSection(
      'What would tell more',
      view.next.map((each) => [each]),
    ),
    view.reports.length === 0 ? null : reportsSection(view),
    listSection(
      'What the evidence says',
      view.findings.slice(0, 20).map((each) => [each.says, evidenceLinks(each.evidence, view)]),
    ),
    view.timeline.length === 0 ? null : timelineSection(view),
    view.evidence.length + view.unread.length === 0 ? null : evidenceSection(view),
  ];
}

/**
 * Shows a case; keeps the reader's place, and what they had opened.
 * @param {CaseView} view
 * @param {HTMLElement | null} above what stands above the title (the choice of case)
 */
export function showCase(view, above) {
  const place = byId('case');
  const [scrolled, opened] = [place.scrollTop, openedIn(place)];
  place.replaceChildren(...[above, ...head(view), ...sections(view)].filter((each) => each !== null));
  for (const summary of place.querySelectorAll('summary'))
    if (opened.has(summary.textContent ?? '')) summary.parentElement?.setAttribute('open', '');
  place.scrollTop = scrolled;
  document.title = `${view.chip.text} · ${view.title} · Plumbline`;
}

/** @param {Element} place */
const openedIn = (place) => new Set([...place.querySelectorAll('details[open] > summary')].map((each) => each.textContent ?? ''));
