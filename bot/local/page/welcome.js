import { byId, el } from './elements.js';

/**
 * The first page, before any case: what this is, the two practice incidents, and the reader's own output.
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
    el('h2', {}, 'Your own process'),
    el(
      'p',
      {},
      'Paste or drop what any tool printed: it is recognised by its content. Or type ',
      el('code', {}, 'investigate'),
      ' and a name or pid.',
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
