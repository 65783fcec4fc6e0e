import { bar, evidenceLinks, named, section } from './case-parts.js';
import { el } from './elements.js';

/** @typedef {import('../../../cards/types.ts').CaseView} CaseView */

/** Rows that are in view at once; the others are opened on demand. */
const mostRows = 6;

/** Beside more figures than these a name would have no room on a phone. */
const fewFigures = 3;

/** @param {string} name @param {readonly string[]} labels of figures @param {string | null} wide of words or a bar */
function header(name, labels, wide) {
  return el(
    'tr',
    {},
    el('th', { scope: 'col' }, name),
    ...labels.map((label) => el('th', { class: 'n', scope: 'col' }, label)),
    wide === null ? null : el('th', { class: 'wide', scope: 'col' }, wide),
  );
}

/**
 * A table whose rows fold on a phone: a long name has a line of its own, and below it the figures in as many columns
 * as there are; words stand below the figures.
 * @param {HTMLElement} head @param {readonly HTMLElement[]} rows @param {number} figures @param {boolean} isShort names are a word
 */
function figureTable(head, rows, figures, isShort) {
  const table = el('table', { class: isShort ? 'figures short' : 'figures' }, head, ...rows);
  table.style.setProperty('--figures', String(figures));
  return el('div', { class: 'scroll' }, table);
}

/** @param {NonNullable<CaseView['memory']>} memory @param {CaseView} view */
export function memorySection(memory, view) {
  const rows = memory.rows.map((row) =>
    el(
      'tr',
      { class: row.level },
      el('td', {}, row.level === 'module' || row.level === 'function' ? named(row.name) : row.name),
      ...row.values.map((value) => el('td', { class: 'n' }, value)),
      el('td', { class: 'n' }, row.growth),
      el('td', { class: 'n' }, row.share),
      el('td', { class: 'wide' }, row.part === null ? null : bar(row.part, `${row.name}: ${row.share} of the growth`)),
    ),
  );
  return section(
    'What grew',
    figureTable(header(memory.head, [...memory.labels, 'Growth', 'Share'], ''), rows, memory.labels.length + 2, false),
    el('p', { class: 'meta' }, memory.says, evidenceLinks(memory.evidence, view)),
  );
}

/** @param {NonNullable<CaseView['handles']>} handles @param {CaseView} view */
export function handlesSection(handles, view) {
  const withWords = handles.rows.some((row) => row.usually !== '');
  const rows = handles.rows.map((row) =>
    el(
      'tr',
      {},
      el('td', {}, named(row.name)),
      ...row.values.map((value) => el('td', { class: 'n' }, value)),
      el('td', { class: 'n' }, row.growth),
      withWords ? el('td', { class: 'wide' }, row.usually) : null,
    ),
  );
  const head = () => header('Type', [...handles.labels, 'Growth'], withWords ? 'Usually' : null);
  const figures = handles.labels.length + 1;
  const isShort = figures <= fewFigures;
  const rest = rows.slice(mostRows);
  return section(
    'Handles by type',
    figureTable(head(), rows.slice(0, mostRows), figures, isShort),
    rest.length === 0
      ? null
      : el('details', {}, el('summary', {}, `${rest.length} more types`), figureTable(head(), rest, figures, isShort)),
    el('p', { class: 'meta' }, evidenceLinks(handles.evidence, view)),
  );
}

/** @param {CaseView} view */
export function hypothesesSection(view) {
  const rows = view.hypotheses
    .slice(0, 6)
    .map((each) =>
      el(
        'tr',
        {},
        el('td', {}, each.title),
        el('td', { class: 'n' }, each.sure),
        el('td', {}, bar(each.confidence, `${each.title}: ${each.sure}`)),
        el(
          'td',
          { class: 'meta' },
          [each.findings === 0 ? '' : `${each.findings} finding${each.findings === 1 ? '' : 's'}.`, each.wrongIf ?? '']
            .filter((part) => part !== '')
            .join(' '),
        ),
      ),
    );
  return section('What it could be', el('table', { class: 'could' }, ...rows));
}
