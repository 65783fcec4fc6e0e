import { byId, el, svg } from './elements.js';

/** @typedef {import('../../../cards/types.ts').CaseView} CaseView */

/** Below this width a chart drawn for a desk would have labels too small to read. */
const phone = matchMedia('(max-width: 600px)');

const gb = (/** @type {number | null} */ bytes) =>
  bytes === null ? '–' : Math.abs(bytes) >= 2 ** 30 / 10 ? `${(bytes / 2 ** 30).toFixed(2)} GB` : `${(bytes / 2 ** 20).toFixed(2)} MB`;
const signed = (/** @type {number | null} */ value, /** @type {(value: number) => string} */ say) =>
  value === null ? '–' : value === 0 ? '0' : `${value < 0 ? '−' : '+'}${say(Math.abs(value))}`;
const percent = (/** @type {number | null} */ share) =>
  share === null ? '' : share > 0 && share < 0.005 ? '< 1 %' : `${Math.round(share * 100)} %`;
const count = (/** @type {number | null} */ value) => (value === null ? '–' : value.toLocaleString('en-US'));
const bar = (/** @type {number | null} */ share, /** @type {string} */ label) =>
  el('progress', { class: 'bar', max: 1, value: Math.min(1, Math.max(0, share ?? 0)), 'aria-label': label });

/** Advice names code between backticks. @param {string} text */
const withCode = (text) => text.split('`').map((part, index) => (index % 2 === 1 ? el('code', {}, part) : part));

/** @param {string} title @param {...(Node | string | null)} children */
function section(title, ...children) {
  const id = `s-${title.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  return el('section', { 'aria-labelledby': id }, el('h2', { id }, title), ...children);
}

/** @param {string} reference @param {CaseView} view */
function evidenceLink(reference, view) {
  const index = view.evidence.findIndex((each) => each.id === reference);
  const found = view.evidence[index];
  if (found === undefined) return '';
  return el(
    'a',
    { class: 'ev', href: `/local/raw/${found.rawRef}`, target: '_blank', rel: 'noopener', title: `${found.title}, from ${found.from}` },
    `[${index + 1}]`,
  );
}

/** @param {readonly string[]} references @param {CaseView} view */
function evidenceLinks(references, view) {
  return el('span', {}, ...references.slice(0, 6).flatMap((reference) => [' ', evidenceLink(reference, view)]));
}

/** @param {NonNullable<CaseView['attribution']>} growth @param {CaseView} view */
function attributionSection(growth, view) {
  const head = el(
    'tr',
    {},
    el('th', { scope: 'col' }, 'Module, function'),
    ...growth.labels.map((label) => el('th', { class: 'n', scope: 'col' }, label)),
    el('th', { class: 'n', scope: 'col' }, 'Growth'),
    el('th', { class: 'n', scope: 'col' }, 'Share'),
    el('th', { scope: 'col', 'aria-label': 'share as a bar' }),
  );
  const rows = growth.rows
    .slice(0, 12)
    .map((row) =>
      el(
        'tr',
        { class: row.level === 'function' ? 'inner' : null },
        el('td', {}, row.level === 'remainder' ? row.name : el('code', {}, row.name)),
        ...row.bytes.map((bytes) => el('td', { class: 'n' }, gb(bytes))),
        el('td', { class: 'n' }, signed(row.growth, gb)),
        el('td', { class: 'n' }, percent(row.share)),
        el('td', {}, bar(row.share, `${row.name}: share of the growth`)),
      ),
    );
  const whole = el(
    'tr',
    {},
    el('td', {}, 'All outstanding'),
    ...growth.total.map((bytes) => el('td', { class: 'n' }, gb(bytes))),
    el('td', { class: 'n' }, signed(growth.totalGrowth, gb)),
    el('td', { class: 'n' }, ''),
    el('td', {}),
  );
  const rates = growth.rates.map((rate) => gb(rate)).join(', then ');
  const says = growth.bytesPerHour === null ? '' : `${gb(growth.bytesPerHour)} an hour over the whole time (${rates}). GB = 2^30 bytes.`;
  return section(
    'What grew',
    el('div', { class: 'scroll' }, el('table', {}, head, ...rows, whole)),
    el('p', { class: 'meta' }, says, evidenceLinks(growth.evidence, view)),
  );
}

/** @param {NonNullable<CaseView['handles']>} handles @param {CaseView} view */
function handlesSection(handles, view) {
  const columns = handles.rows[0]?.counts.length ?? 1;
  const head = el(
    'tr',
    {},
    el('th', { scope: 'col' }, 'Type'),
    ...Array.from({ length: columns }, (_, index) => el('th', { class: 'n', scope: 'col' }, `Reading ${index + 1}`)),
    el('th', { class: 'n', scope: 'col' }, 'Growth'),
    el('th', { scope: 'col' }, 'Usually'),
  );
  const rows = handles.rows
    .slice(0, 10)
    .map((row) =>
      el(
        'tr',
        {},
        el('td', {}, el('code', {}, row.type)),
        ...row.counts.map((each) => el('td', { class: 'n' }, count(each))),
        el('td', { class: 'n' }, row.growth === null ? '–' : signed(row.growth, count)),
        el('td', {}, row.usually),
      ),
    );
  return section(
    'Handles by type',
    el('div', { class: 'scroll' }, el('table', {}, head, ...rows)),
    el('p', { class: 'meta' }, evidenceLinks(handles.evidence, view)),
  );
}

/** @param {CaseView} view */
function hypothesesSection(view) {
  const rows = view.hypotheses
    .slice(0, 6)
    .map((each) =>
      el(
        'tr',
        {},
        el('td', {}, each.title),
        el('td', { class: 'n' }, percent(each.confidence)),
        el('td', {}, bar(each.confidence, each.title)),
        el(
          'td',
          { class: 'meta' },
          each.findings.length > 0 ? `${each.findings.length} finding${each.findings.length === 1 ? '' : 's'}` : '',
          el('br'),
          `Would be wrong if ${each.refutedBy.charAt(0).toLowerCase()}${each.refutedBy.slice(1)}`,
        ),
      ),
    );
  return section('What it could be', el('table', { class: 'could' }, ...rows));
}

/** @param {CaseView} view */
function causesSection(view) {
  return section(
    'Likely cause and what to do',
    ...view.causes
      .slice(0, 3)
      .map((cause) =>
        el(
          'div',
          { class: 'cause' },
          el('h3', {}, `${cause.title} (${percent(cause.confidence)})`),
          el('p', {}, ...withCode(cause.fix)),
          el('p', { class: 'meta' }, `Would be wrong if ${cause.refutedBy.charAt(0).toLowerCase()}${cause.refutedBy.slice(1)}`),
          cause.link === null
            ? null
            : el('a', { class: 'ev', href: cause.link, target: '_blank', rel: 'noopener noreferrer' }, 'Documentation'),
        ),
      ),
  );
}

/** @param {NonNullable<CaseView['stack']>} stack @param {CaseView} view */
function stackSection(stack, view) {
  const frames = stack.frames
    .slice(0, 60)
    .map((frame) =>
      el(
        'li',
        { class: frame.role },
        frame.printed,
        frame.role === 'own' && frame.printed.startsWith(stack.ownFrame ?? '\u0000') ? el('small', {}, 'first frame of your code') : null,
      ),
    );
  return section(
    'Where it is called from',
    el('ol', { class: 'stack', tabindex: 0, 'aria-label': 'Call stack' }, ...frames),
    el('p', { class: 'meta' }, stack.entry === null ? '' : `Entered through ${stack.entry}.`, evidenceLinks([stack.evidence], view)),
  );
}

/** @param {CaseView} view */
function timelineSection(view) {
  return section(
    'Timeline',
    el(
      'dl',
      { class: 'time' },
      ...view.timeline
        .slice(0, 80)
        .flatMap((entry) => [
          el('dt', {}, entry.time),
          el('dd', {}, entry.says, entry.who === null ? '' : ` (${entry.who})`, evidenceLinks(entry.evidence, view)),
        ]),
    ),
  );
}

/** @param {CaseView} view */
function evidenceSection(view) {
  return section(
    'Evidence',
    el(
      'ol',
      {},
      ...view.evidence.map((each) =>
        el(
          'li',
          {},
          el('a', { class: 'ev', href: `/local/raw/${each.rawRef}`, target: '_blank', rel: 'noopener' }, each.title),
          each.title.includes(each.from) ? '' : ` from ${each.from}`,
          ...each.notes.slice(0, 4).map((note) => el('div', { class: 'meta' }, note)),
        ),
      ),
    ),
    ...view.unread.map((each) => el('p', { class: 'meta' }, `Not read: ${each.from}. ${each.problem}`)),
  );
}

/** @param {CaseView} view */
function head(view) {
  const path = el(
    'ol',
    { class: 'path', 'aria-label': 'The path' },
    ...view.path.map((step) =>
      el(
        'li',
        { class: step.state, 'aria-current': step.state === 'now' ? 'step' : null },
        step.label,
        step.state === 'skipped' ? ' (skipped)' : '',
      ),
    ),
  );
  return [
    el('div', { class: 'top' }, el('h1', {}, view.title), el('span', { class: `chip ${view.chip.tone}` }, view.chip.text)),
    el('p', { class: 'meta' }, view.meta),
    path,
  ];
}

/** @param {CaseView} view @returns {(HTMLElement | null)[]} */
function sections(view) {
  const charts = view.charts
    .map((chart) => ({ title: chart.title, picture: svg(phone.matches ? chart.narrow : chart.svg) }))
    .filter((chart) => chart.picture !== null);
  return [
    view.lead === null
      ? null
      : el(
          'section',
          {},
          el('p', { class: 'lead' }, view.lead),
          view.refutedBy === null ? null : el('p', { class: 'meta' }, `Would be wrong if: ${view.refutedBy}`),
        ),
    ...charts.map((chart) => section(chart.title, el('div', { class: 'chart' }, chart.picture))),
    view.attribution === null ? null : attributionSection(view.attribution, view),
    view.handles === null || view.handles.rows.length === 0 ? null : handlesSection(view.handles, view),
    view.hypotheses.length === 0 ? null : hypothesesSection(view),
    view.causes.length === 0 ? null : causesSection(view),
    view.stack === null ? null : stackSection(view.stack, view),
    view.next.length === 0
      ? null
      : section('What would tell more', el('ul', {}, ...view.next.map((each) => el('li', {}, `${each.title}: ${each.why}`)))),
    view.findings.length === 0
      ? null
      : section(
          'What the evidence says',
          el('ul', {}, ...view.findings.slice(0, 20).map((each) => el('li', {}, each.says, evidenceLinks(each.evidence, view)))),
        ),
    view.reports.length === 0
      ? null
      : section(
          'Reports',
          el(
            'ul',
            {},
            ...view.reports.map((each) =>
              el(
                'li',
                {},
                `${each.id}: ${each.where} `,
                el(
                  'a',
                  { class: 'ev', href: `/local/reports/${encodeURIComponent(view.id)}/report.html`, target: '_blank', rel: 'noopener' },
                  'open the report',
                ),
              ),
            ),
          ),
        ),
    view.timeline.length === 0 ? null : timelineSection(view),
    view.evidence.length + view.unread.length === 0 ? null : evidenceSection(view),
  ];
}

/**
 * Shows a case; keeps the reader's place.
 * @param {CaseView} view
 * @param {HTMLElement | null} above what stands above the title (the choice of case)
 */
export function showCase(view, above) {
  const place = byId('case');
  const scrolled = place.scrollTop;
  place.replaceChildren(...[above, ...head(view), ...sections(view)].filter((each) => each !== null));
  place.scrollTop = scrolled;
  document.title = `${view.chip.text} · ${view.title} · Plumbline`;
}

/**
 * The first page, before any case.
 * @param {{ id: string, title: string, says: string }[]} incidents
 * @param {(incident: string) => void} practise
 * @param {() => void} attach
 */
export function showWelcome(incidents, practise, attach) {
  const ways = incidents.map((incident) =>
    el(
      'section',
      {},
      el('h2', {}, incident.title),
      el('p', {}, incident.says),
      el('button', { class: 'do', type: 'button', 'data-incident': incident.id, onclick: () => practise(incident.id) }, 'Walk through it'),
    ),
  );
  const own = el(
    'section',
    {},
    el('h2', {}, 'Your own output'),
    el(
      'p',
      {},
      'Paste or drop what typeperf, handle, ProcDump, DebugDiag, WinDbg, dotnet-counters or /proc printed. It is recognised by its content. Or type: investigate, and a process name or pid of this machine.',
    ),
    el('button', { type: 'button', onclick: attach }, 'Choose a file'),
  );
  byId('case').replaceChildren(
    el(
      'div',
      { class: 'hello' },
      el('h1', {}, 'Plumbline'),
      el(
        'p',
        { class: 'lead' },
        'Leads you from a growing process to the line of code that leaks: which counter, which handles, which call stack, which cause, and the proof that the fix holds.',
      ),
      el('div', { class: 'ways' }, ...ways, own),
    ),
  );
  document.title = 'Plumbline';
}
