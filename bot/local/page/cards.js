import { nameParts } from './case-parts.js';
import { el } from './elements.js';
import { drawLines } from './line-chart.js';

/** The renderer's global, loaded before this module. @type {any} */
const renderer = Reflect.get(globalThis, 'AdaptiveCards');

const hostConfig = {
  fontFamily: 'inherit',
  supportsInteractivity: true,
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 0 },
  separator: { lineThickness: 1, lineColor: '#8886' },
  fontTypes: {
    default: { fontFamily: 'inherit', fontSizes: { small: 13, default: 14.5, medium: 15.5, large: 18, extraLarge: 22 } },
    monospace: {
      fontFamily: 'ui-monospace, Consolas, "DejaVu Sans Mono", monospace',
      fontSizes: { small: 12.5, default: 13, medium: 14, large: 16, extraLarge: 20 },
    },
  },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  containerStyles: Object.fromEntries(
    ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'].map((style) => [
      style,
      {
        backgroundColor: style === 'default' ? 'transparent' : 'var(--code)',
        foregroundColors: {
          default: { default: 'var(--ink)', subtle: 'var(--soft)' },
          dark: { default: 'var(--ink)', subtle: 'var(--soft)' },
          light: { default: 'var(--ink)', subtle: 'var(--soft)' },
          accent: { default: 'var(--accent)', subtle: 'var(--accent)' },
          good: { default: 'var(--good)', subtle: 'var(--good)' },
          warning: { default: 'var(--warn)', subtle: 'var(--warn)' },
          attention: { default: 'var(--bad)', subtle: 'var(--bad)' },
        },
      },
    ]),
  ),
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 8 },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  factSet: { title: { weight: 'default', isSubtle: true, wrap: true, maxWidth: 130 }, value: { wrap: true }, spacing: 12 },
  table: { cellSpacing: 6 },
};

/**
 * The little Markdown that our own cards use: **bold**, *italic*, and a backslash before anything that is meant as it
 * stands. Everything is escaped first, so nothing from outside can become markup.
 * @param {string} text
 * @returns {string}
 */
export function markdown(text) {
  /** @type {string[]} */
  const kept = [];
  const plain = text.replace(/\\([\\`*_{}[\]()#+\-.!<>|~:&$"'/=])/g, (_, character) => `\u0001${kept.push(character) - 1}\u0001`);
  const escape = (/** @type {string} */ part) => part.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const marked = escape(plain)
    // A figure and its unit stay on one line.
    .replace(/(\d) (?=%|[KMGT]B\b)/g, '$1\u00a0')
    .replace(/\*\*([^*\n]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[^\w*])\*([^*\n]+)\*(?!\w)/g, '$1<em>$2</em>');
  return marked.replace(/\u0001(\d+)\u0001/g, (_, index) => escape(kept[Number(index)] ?? ''));
}

/** Teams draws Chart.Line itself; here it is a small SVG. */
class LineChart extends renderer.CardElement {
  getJsonTypeName() {
    return 'Chart.Line';
  }
  /** @param {any} source @param {any} context */
  internalParse(source, context) {
    super.internalParse(source, context);
    this.lines = Array.isArray(source.data) ? source.data : [];
    this.alt = String(source.fallback?.text ?? source.title ?? 'chart');
  }
  internalRender() {
    const legend = (this.lines ?? [])
      .map((/** @type {any} */ line, /** @type {number} */ index) => `${index === 0 ? '—' : '- -'} ${String(line.legend)}`)
      .join('   ');
    return el(
      'figure',
      { class: 'chart' },
      /** @type {any} */ (drawLines(this.lines ?? [], this.alt ?? 'chart')),
      el('figcaption', { class: 'meta' }, legend),
    );
  }
}

/** Call once: teaches the renderer our chart and our Markdown. */
export function prepareRenderer() {
  renderer.GlobalRegistry.elements.register('Chart.Line', LineChart);
  renderer.AdaptiveCard.onProcessMarkdown = (/** @type {string} */ text, /** @type {any} */ result) => {
    result.outputHtml = markdown(text);
    result.didProcess = true;
  };
}

/**
 * A button behind "More"; an address opens beside the page.
 * @param {any} action
 * @param {(press: { kind: 'execute' | 'submit', verb: string, data: unknown }, title: string) => void} onPress
 */
function secondaryButton(action, onPress) {
  const title = String(action.title);
  if (action.type === 'Action.OpenUrl') {
    return el('a', { class: 'button', href: String(action.url), target: '_blank', rel: 'noopener noreferrer' }, title);
  }
  const kind = action.type === 'Action.Execute' ? 'execute' : 'submit';
  return el(
    'button',
    { type: 'button', onclick: () => onPress({ kind, verb: String(action.verb ?? ''), data: action.data ?? {} }, title) },
    title,
  );
}

/** Cards rendered so far: the ids in a card are its own, and the page has ids of its own. */
const rendered = { cards: 0 };
const references = ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls'];

/** Two cards may name a part alike; a label must find its own. @param {HTMLElement} body */
function makeIdsItsOwn(body) {
  rendered.cards += 1;
  const own = (/** @type {string} */ id) => `card-${rendered.cards}-${id}`;
  const named = [...body.querySelectorAll('[id]')];
  const ids = new Set(named.map((each) => each.id));
  for (const each of named) each.id = own(each.id);
  for (const name of references)
    for (const each of body.querySelectorAll(`[${name}]`)) {
      const told = (each.getAttribute(name) ?? '').split(' ');
      each.setAttribute(name, told.map((id) => (ids.has(id) ? own(id) : id)).join(' '));
    }
}

/** A command is taken over with one click, and breaks between its words only. @param {HTMLElement} box */
function makeCommandBox(box) {
  const command = box.textContent ?? '';
  box.classList.add('cmd');
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts)
    text.replaceWith(...text.data.split(/( +)/).map((part, index) => (index % 2 === 1 ? part : el('span', { class: 'word' }, part))));
  const copy = el('button', { type: 'button', class: 'copy', 'aria-label': 'Copy the command' }, 'Copy');
  copy.addEventListener('click', () => {
    void navigator.clipboard.writeText(command).then(
      () => (copy.textContent = 'Copied'),
      () => (copy.textContent = 'Select it'),
    );
  });
  box.prepend(copy);
}

/** Figures with the unit that belongs to them. */
const figures = /(\d[\d,.]{0,15} (?:%|[KMGT]B\b))/;

/** A figure and its unit stay on one line. @param {Element} run */
function keepFiguresWhole(run) {
  const text = run.textContent ?? '';
  if (run.children.length > 0 || !figures.test(text)) return;
  const parts = text.split(figures).map((part, index) => (index % 2 === 1 ? el('span', { class: 'figure' }, part) : part));
  run.replaceChildren(...parts);
}

/**
 * Renders a card. Buttons with `"mode": "secondary"` go behind "More".
 * @param {any} content the card's JSON
 * @param {(press: { kind: 'execute' | 'submit', verb: string, data: unknown }, title: string) => void} onPress
 * @returns {HTMLElement}
 */
export function renderCard(content, onPress) {
  const card = new renderer.AdaptiveCard();
  card.hostConfig = new renderer.HostConfig(hostConfig);
  card.onExecuteAction = (/** @type {any} */ action) => {
    const kind = action.getJsonTypeName() === 'Action.Execute' ? 'execute' : 'submit';
    onPress({ kind, verb: String(action.verb ?? ''), data: action.data ?? {} }, String(action.title ?? ''));
  };
  const actions = Array.isArray(content.actions) ? content.actions : [];
  card.parse({ ...content, actions: actions.filter((/** @type {any} */ action) => action.mode !== 'secondary') });
  const body = card.render();
  // The only links in a card's text open and close a part of it.
  for (const link of body?.querySelectorAll('a[role=button]') ?? []) {
    link.setAttribute('aria-expanded', 'false');
    link.addEventListener('click', () => link.setAttribute('aria-expanded', String(link.getAttribute('aria-expanded') !== 'true')));
  }
  const secondary = actions.filter((/** @type {any} */ action) => action.mode === 'secondary');
  const more = secondary.map((/** @type {any} */ action) => secondaryButton(action, onPress));
  if (body !== undefined && body !== null) makeIdsItsOwn(body);
  // Nothing can be done with a card as a whole: Tab goes to what is in it.
  body?.removeAttribute('tabindex');
  for (const box of body?.querySelectorAll('.ac-container') ?? [])
    if (box.style.backgroundColor !== '' && box.style.backgroundColor !== 'transparent') makeCommandBox(box);
  for (const run of body?.querySelectorAll('.ac-textRun') ?? [])
    if (!run.style.fontFamily.includes('monospace')) keepFiguresWhole(run);
    else if (run.closest('.cmd') === null) run.replaceChildren(...nameParts(run.textContent ?? ''));
  const box = el('div', {}, body);
  if (more.length > 0) box.append(el('details', { class: 'secondary' }, el('summary', {}, 'More'), el('div', { class: 'row' }, ...more)));
  return box;
}
