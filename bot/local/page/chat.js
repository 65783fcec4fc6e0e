import { renderCard } from './cards.js';
import { byId, el, linesText } from './elements.js';

/** @typedef {{ id: string, from?: { role?: string }, text?: string, cards?: any[], files?: { name: string, bytes: number, lines: number | null }[] }} Activity */

/** What the reader last did: pressed a button of the card, or said something and waits for the answer below. */
const follows = { card: true };

export function followCard() {
  follows.card = true;
}

export function followAnswers() {
  follows.card = false;
  byId('log').scrollTop = byId('log').scrollHeight;
}

/** Is the reader at the newest message? Then a new one may scroll; otherwise their place is kept. */
function atEnd() {
  const log = byId('log');
  return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}

/** So many lines nobody types: it is what a tool printed, and its columns stay below each other. */
const outputLines = 5;

/** @param {string} text @param {string} side */
const lookOf = (text, side) => (side === 'me' && text.split('\n').length >= outputLines ? `${side} output` : side);

/** @param {Activity} activity @param {(press: any, title: string, activity: string) => void} onPress */
function contentOf(activity, onPress) {
  const side = activity.from?.role === 'bot' ? 'bot' : 'me';
  const text = (activity.text ?? '').trim();
  const files = (activity.files ?? []).map((file) =>
    el('p', { class: side }, file.lines === null || file.lines === undefined ? file.name : `${file.name}, ${linesText(file.lines)}`),
  );
  const cards = (activity.cards ?? []).map((card) =>
    el(
      'article',
      { class: 'card' },
      renderCard(card, (press, title) => onPress(press, title, activity.id)),
    ),
  );
  return [
    text === '' ? null : el('p', { class: lookOf(text, side) }, text.length > 2000 ? `${text.slice(0, 2000)} …` : text),
    ...files,
    ...cards,
  ].filter((each) => each !== null);
}

/**
 * Shows an activity, or shows it anew where it stands. The newest card that can still be answered is marked.
 * @param {Activity} activity
 * @param {(press: any, title: string, activity: string) => void} onPress
 */
export function showActivity(activity, onPress) {
  const log = byId('log');
  const follow = atEnd();
  hideTyping();
  const parts = contentOf(activity, onPress);
  if (parts.length === 0) return;
  const box = el('div', { class: 'message', 'data-activity': activity.id }, ...parts);
  box.style.display = 'contents';
  const old = [...log.children].find((each) => each.getAttribute('data-activity') === activity.id);
  const focused = old?.contains(document.activeElement) ? document.activeElement?.textContent : null;
  if (old === undefined) log.append(box);
  else old.replaceWith(box);
  if (focused !== null) [...box.querySelectorAll('button')].find((button) => button.textContent === focused)?.focus();
  const current = markCurrent();
  if (follow) log.scrollTop = log.scrollHeight;
  // The one card of the case is updated where it stands: whoever works with its buttons is kept at it.
  if (follows.card && old !== undefined && current !== null && box.contains(current) && headOf(old) !== headOf(box))
    current.scrollIntoView({ block: 'nearest' });
}

/** The first line of a card: its step and progress. @param {Element} box */
const headOf = (box) => box.querySelector('.card')?.textContent?.slice(0, 60) ?? '';

function markCurrent() {
  const cards = [...byId('log').querySelectorAll('.card')];
  const last = cards.filter((card) => card.querySelector('button') !== null).at(-1);
  for (const card of cards) card.classList.toggle('current', card === last);
  return last ?? null;
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
