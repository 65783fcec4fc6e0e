/** The page: the chat at the left, the case at the right, both fed by one stream of events. */
import { prepareRenderer } from './cards.js';
import { showCase } from './case.js';
import { clearChat, followAnswers, followCard, removeActivity, showActivity, showTrouble, showTyping } from './chat.js';
import { prepareComposer } from './composer.js';
import { listCases, listen, listIncidents, loadCase, sendFile, sendPress, sendText } from './connection.js';
import { byId, el } from './elements.js';
import { markNew, prepareTabs } from './tabs.js';
import { showWelcome } from './welcome.js';

/** A paste up to this many characters goes as a message; a longer one as a file. */
const messageLimit = 20000;

/** Which case is shown; null: none yet, the newest will be.
 * @type {{ id: string | null, version: number, loading: boolean, again: boolean, seen: Set<string> }} */
const shown = { id: null, version: -1, loading: false, again: false, seen: new Set() };

/** @param {unknown} trouble */
const explain = (trouble) =>
  showTrouble(
    trouble instanceof TypeError
      ? 'The bot does not answer. Is it still running? What you wrote is still in the field: send it again when the connection is back.'
      : trouble instanceof Error
        ? trouble.message
        : String(trouble),
  );

/** @param {() => Promise<unknown>} work */
async function attempt(work) {
  try {
    await work();
    return true;
  } catch (trouble) {
    explain(trouble);
    return false;
  }
}

/** @param {any} press @param {string} title @param {string} activity */
function pressed(press, title, activity) {
  followCard();
  byId('progress').textContent = `${title} …`;
  void attempt(() => sendPress(press, activity)).then(() => (byId('progress').textContent = ''));
}

/** @param {string} text @param {{ name: string, text: string | null, file: File | null }[]} items */
async function send(text, items) {
  followAnswers();
  const left = [];
  for (const item of items) {
    byId('progress').textContent = `Sending ${item.name} …`;
    const sent = await attempt(async () => {
      if (item.file !== null) await sendFile(item.file.name, item.file);
      else if (item.text !== null && item.text.length > messageLimit) await sendFile('pasted text', new Blob([item.text]));
      else if (item.text !== null) await sendText(item.text);
    });
    if (!sent) left.push(item);
  }
  const said = text === '' || (await attempt(() => sendText(text)));
  byId('progress').textContent = '';
  return { text: said ? '' : text, items: left };
}

/** What tells cases of one process apart: ticket, whether it is over, when it last moved. @param {any} each */
const caseInWords = (each) =>
  [each.title, each.ticket, each.open ? null : 'over', String(each.updatedAt).slice(0, 16).replace('T', ' ')]
    .filter((part) => part !== null && part !== undefined)
    .join(' · ');

/** Nothing has been said and no case is open: a phone then shows what this is instead of an empty chat. */
function markFirst() {
  document.body.toggleAttribute('data-first', shown.id === null && byId('log').childElementCount === 0);
}

/** @param {any[]} cases */
function chooser(cases) {
  if (cases.length < 2) return null;
  const choice = el(
    'select',
    { 'aria-label': 'Which case is shown', onchange: (event) => choose(/** @type {HTMLSelectElement} */ (event.target).value) },
    ...cases.slice(0, 50).map((each) => el('option', { value: each.id, selected: each.id === shown.id }, caseInWords(each))),
  );
  return el('div', { class: 'switch' }, 'Case ', choice);
}

/** @param {string} id */
function choose(id) {
  shown.id = id;
  shown.version = -1;
  void refresh();
}

/** Loads what is to be shown; asked while it loads, it loads once more afterwards. */
async function refresh() {
  if (shown.loading) {
    shown.again = true;
    return;
  }
  shown.loading = true;
  await attempt(async () => {
    const { cases, current } = await listCases();
    const id = shown.id ?? current;
    if (id === null) {
      showWelcome((await listIncidents()).incidents, (incident) => void attempt(() => sendText(`practice ${incident}`)), composer.attach);
    } else {
      shown.id = id;
      for (const each of cases) shown.seen.add(each.id);
      const view = await loadCase(id);
      if (view.version !== shown.version) markNew('case');
      shown.version = view.version;
      showCase(view, chooser(cases));
    }
  });
  shown.loading = false;
  markFirst();
  if (shown.again) {
    shown.again = false;
    void refresh();
  }
}

/** @param {any[]} activities */
function showHistory(activities) {
  clearChat();
  for (const activity of activities) showActivity(activity, pressed);
}

/**
 * @param {string} id
 * @param {boolean} here it is a case of this chat, not of another one
 */
function caseChanged(id, here) {
  // A case that nobody has seen yet is a new one: it is shown at once. Otherwise the reader's choice stays.
  if (here && !shown.seen.has(id)) {
    shown.id = id;
    shown.version = -1;
  }
  shown.seen.add(id);
  if (id === shown.id) void refresh();
}

/** @param {string} name @param {any} data */
function onEvent(name, data) {
  if (name === 'case') caseChanged(data.id, data.here);
  else if (name === 'history') showHistory(data.activities);
  else if (name === 'delete') removeActivity(data.id);
  else if (name === 'typing') showTyping();
  else showActivity(data, pressed);
  if (name === 'activity') markNew('chat');
  markFirst();
}

/** A number in the text leads to its output, which may be folded away. */
window.addEventListener('hashchange', () => {
  const target = document.getElementById(location.hash.slice(1));
  for (let fold = target?.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
  target?.scrollIntoView({ block: 'center' });
});
prepareRenderer();
prepareTabs();
const composer = prepareComposer(send);
listen(onEvent, (connected) => {
  byId('connection').textContent = connected ? '' : 'Connection lost. Trying again …';
  if (connected) void refresh();
});
void refresh();
