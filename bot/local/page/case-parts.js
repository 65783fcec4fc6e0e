import { el } from './elements.js';

/** @typedef {import('../../../cards/types.ts').CaseView} CaseView */

/** @param {number} share of 0 to 1 @param {string} label */
export const bar = (share, label) => el('progress', { class: 'bar', max: 1, value: Math.min(1, Math.max(0, share)), 'aria-label': label });

/** Names out of outputs break where their parts meet, sooner than in the middle of a word. @param {string} name */
export function nameParts(name) {
  const parts = name.split(/(?<=::|!|\.(?=[A-Z]))/);
  return parts.flatMap((part, index) => (index === 0 ? [part] : [el('wbr'), part]));
}

/** @param {string} name */
export const named = (name) => el('code', { title: name }, ...nameParts(name));

/** Advice names code between backticks. @param {string} text */
export const withCode = (text) => text.split('`').map((part, index) => (index % 2 === 1 ? el('code', {}, part) : part));

/** @param {string} title @param {...(Node | string | null)} children */
export function section(title, ...children) {
  const id = `s-${title.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  return el('section', { 'aria-labelledby': id }, el('h2', { id }, title), ...children);
}

/** @param {string} reference @param {CaseView} view */
function evidenceLink(reference, view) {
  const index = view.evidence.findIndex((each) => each.id === reference);
  const found = view.evidence[index];
  if (found === undefined) return null;
  const says = `Output ${index + 1}: ${found.title}`;
  return { index, link: el('a', { class: 'ev', href: `#e-${index + 1}`, title: says, 'aria-label': says }, `[${index + 1}]`) };
}

/** A run of numbers as long as this is told by its two ends (as in cards/citations.ts). */
const longRun = 4;

/**
 * Numbers that lead to the outputs at the end, in their order: `[3] [5]–[8]`.
 * @param {readonly string[]} references @param {CaseView} view
 */
export function evidenceLinks(references, view) {
  const found = references
    .map((reference) => evidenceLink(reference, view))
    .filter((each) => each !== null)
    .sort((a, b) => a.index - b.index);
  /** @type {(typeof found)[]} */
  const runs = [];
  for (const each of found) {
    const last = runs.at(-1);
    if (last?.at(-1)?.index === each.index - 1) last.push(each);
    else runs.push([each]);
  }
  const shown = runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    return run.length < longRun || first === undefined || last === undefined
      ? run.flatMap((each) => [' ', each.link])
      : [' ', first.link, '–', last.link];
  });
  return el('span', {}, ...shown);
}
