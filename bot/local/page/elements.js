/** Characters that turn the direction of a line: a name that holds one would reorder what stands beside it. */
const turning = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;

/**
 * Makes an element. Text is always text: nothing here reads markup.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | ((event: Event) => void) | null | undefined>} [attributes] `on…` are listeners; null and false are left out
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  const shown = children.filter((child) => child !== null && child !== undefined && child !== false);
  node.append(...shown.map((child) => (typeof child === 'string' ? child.replace(turning, '') : child)));
  return node;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`The page has no #${id}.`);
  return node;
}

const forbidden = new Set(['script', 'foreignObject', 'image', 'a', 'use', 'animate', 'set', 'style', 'iframe']);

/**
 * Reads a chart that our own server drew. It is parsed as XML, and whatever a chart has no use for is dropped:
 * a chart holds names that came from outside.
 * @param {string} text
 * @returns {Element | null}
 */
export function svg(text) {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (root.localName !== 'svg') return null;
  for (const node of [root, ...root.querySelectorAll('*')]) {
    if (forbidden.has(node.localName)) node.remove();
    for (const attribute of [...node.attributes]) {
      if (/^on/i.test(attribute.name) || /href$/i.test(attribute.name)) node.removeAttribute(attribute.name);
    }
  }
  return document.importNode(root, true);
}

/** `1 line`, `1,204 lines`. @param {number} count */
export const linesText = (count) => `${count.toLocaleString('en-US')} ${count === 1 ? 'line' : 'lines'}`;
