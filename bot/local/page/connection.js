/** Everything the page says to the bot on this machine, and hears from it. No other address is ever asked. */

/** @param {string} path @param {RequestInit} [init] @returns {Promise<any>} */
async function ask(path, init) {
  const answer = await fetch(path, { ...init, signal: AbortSignal.timeout(60000) });
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(String(body?.problem ?? `The bot answered ${answer.status}.`).slice(0, 300));
  return body;
}

/** @param {unknown} body */
const post = (body) =>
  ask('/local/messages', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** @param {string} text */
export const sendText = (text) => post({ text });

/**
 * @param {{ kind: 'execute' | 'submit', verb: string, data: unknown }} press
 * @param {string} replyToId the activity whose card was clicked
 */
export const sendPress = (press, replyToId) =>
  post(press.kind === 'execute' ? { verb: press.verb, data: press.data, replyToId } : { value: press.data, replyToId });

/**
 * @param {string} name shown in the case; the bot stores it under a name of its own
 * @param {Blob} content
 */
export const sendFile = (name, content) =>
  ask(`/local/upload?name=${encodeURIComponent(name.slice(0, 200))}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: content,
  });

/** @returns {Promise<{ cases: any[], current: string | null }>} newest first */
export const listCases = () => ask('/local/cases');

/** @param {string} id @returns {Promise<import('../../../cards/types.ts').CaseView>} */
export const loadCase = (id) => ask(`/local/cases/${encodeURIComponent(id)}`);

/** @returns {Promise<{ incidents: { id: string, title: string, says: string }[] }>} */
export const listIncidents = () => ask('/local/incidents');

const events = /** @type {const} */ (['history', 'activity', 'update', 'delete', 'typing', 'case']);

/**
 * Listens; the browser reconnects by itself and is then told what it missed.
 * @param {(event: 'history' | 'activity' | 'update' | 'delete' | 'typing' | 'case', data: any) => void} onEvent
 * @param {(connected: boolean) => void} onState
 */
export function listen(onEvent, onState) {
  const source = new EventSource('/local/events');
  source.addEventListener('open', () => onState(true));
  source.addEventListener('error', () => onState(false));
  for (const name of events) source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
}
