import { byId } from './elements.js';

const names = /** @type {const} */ (['chat', 'case']);

/** Two tabs where the window is narrow, with a dot where something is new. */
export function prepareTabs() {
  const select = (/** @type {string} */ name) => {
    byId('app').dataset['tab'] = name;
    for (const each of names) {
      const tab = byId(`tab-${each}`);
      tab.setAttribute('aria-selected', String(each === name));
      tab.tabIndex = each === name ? 0 : -1;
      if (each === name) dotOf(each).hidden = true;
    }
  };
  for (const name of names) {
    byId(`tab-${name}`).addEventListener('click', () => select(name));
    byId(`tab-${name}`).addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      const other = name === 'chat' ? 'case' : 'chat';
      select(other);
      byId(`tab-${other}`).focus();
    });
  }
}

/** @param {string} name */
const dotOf = (name) => /** @type {HTMLElement} */ (byId(`tab-${name}`).querySelector('.dot'));

/**
 * Something came in on this side; a dot says so where it is not in view.
 * @param {'chat' | 'case'} name
 */
export function markNew(name) {
  if (byId('app').dataset['tab'] !== name) dotOf(name).hidden = false;
}
