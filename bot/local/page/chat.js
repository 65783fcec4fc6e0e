import { renderCard } from './cards.js';
import { byId, el } from './elements.js';

const cardType = 'application/vnd.microsoft.card.adaptive';

/** @param {any} activity */
const idOf = (activity) => String(activity.id ?? '');

/** Is the reader at the newest message? Then a new one may scroll; otherwise their place is kept. */
function atEnd() {
  const log = byId('log');
  return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}

/** @param {any} activity @param {(press: any, title: string) => void} onPress */
function contentOf(activity, onPress) {
  const cards = (Array.isArray(activity.attachments) ? activity.attachments : []).filter(
    (/** @type {any} */ each) => each.contentType === cardType,
  );
  const files = (Array.isArray(activity.attachments) ? activity.attachments : []).filter(
    (/** @type {any} */ each) => each.contentType !== cardType && each.name,
  );
  const mine = activity.from?.role === 'user' || activity.from?.id === 'local';
  const text = String(activity.text ?? '').trim();
  return [
    text === '' ? null : el('p', { class: mine ? 'me' : 'bot' }, text.length > 2000 ? `${text.slice(0, 2000)} …` : text),
    ...files.map((/** @type {any} */ file) => el('p', { class: 'me' }, String(file.name))),
    ...cards.map((/** @type {any} */ card) => el('article', { class: 'card' }, renderCard(card.content, onPress))),
  ].filter((each) => each !== null);
}

/**
 * Shows an activity, or shows it anew where it stands. The newest card that can still be answered is marked.
 * @param {any} activity
 * @param {(press: any, title: string) => void} onPress
 */
export function showActivity(activity, onPress) {
  const log = byId('log');
  const follow = atEnd();
  hideTyping();
  const parts = contentOf(activity, onPress);
  if (parts.length === 0) return;
  const box = el('div', { class: 'message', 'data-activity': idOf(activity) }, ...parts);
  box.style.display = 'contents';
  const old = [...log.children].find((each) => each.getAttribute('data-activity') === idOf(activity) && idOf(activity) !== '');
  const focused = old?.contains(document.activeElement) ? document.activeElement?.textContent : null;
  if (old === undefined) log.append(box);
  else old.replaceWith(box);
  if (focused !== null) [...box.querySelectorAll('button')].find((button) => button.textContent === focused)?.focus();
  markCurrent();
  if (follow) log.scrollTop = log.scrollHeight;
}

function markCurrent() {
  const cards = [...byId('log').querySelectorAll('.card')];
  const last = cards.filter((card) => card.querySelector('button') !== null).at(-1);
  for (const card of cards) card.classList.toggle('current', card === last);
}

/** @param {string} id */
export function removeActivity(id) {
  [...byId('log').children].find((each) => each.getAttribute('data-activity') === id)?.remove();
}

export function showTyping() {
  if (byId('log').querySelector('.typing') !== null) return;
  const follow = atEnd();
  byId('log').append(el('p', { class: 'typing' }, 'Reading…'));
  if (follow) byId('log').scrollTop = byId('log').scrollHeight;
}

export function hideTyping() {
  byId('log').querySelector('.typing')?.remove();
}

/** @param {string} sentence */
export function showTrouble(sentence) {
  hideTyping();
  byId('log').append(el('p', { class: 'bot', role: 'alert' }, sentence));
  byId('log').scrollTop = byId('log').scrollHeight;
}

export function clearChat() {
  byId('log').replaceChildren();
}
