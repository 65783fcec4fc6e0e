/** Everything the page says to the bot on this machine, and hears from it. No other address is ever asked. */

/** @param {string} path @param {RequestInit} [init] */
async function ask(path, init) {
  const answer = await fetch(path, { ...init, signal: AbortSignal.timeout(60000) });
  if (!answer.ok) throw new Error((await answer.text()).slice(0, 300) || `The bot answered ${answer.status}.`);
  return answer;
}

/** @param {unknown} body */
const post = (body) =>
  ask('/local/messages', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** @param {string} text */
export const sendText = (text) => post({ text });

/** @param {{ kind: 'execute' | 'submit', verb: string, data: unknown }} press */
export const sendPress = (press) =>
  post(press.kind === 'execute' ? { execute: { verb: press.verb, data: press.data } } : { value: press.data });

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

/** @returns {Promise<any[]>} */
export const listCases = async () => (await ask('/local/cases')).json();

/** @param {string} id @returns {Promise<any>} */
export const loadCase = async (id) => (await ask(`/local/cases/${encodeURIComponent(id)}`)).json();

/** @returns {Promise<{ id: string, title: string, says: string }[]>} */
export const listIncidents = async () => (await ask('/local/incidents')).json();

/**
 * Listens; the browser reconnects by itself and is then told what it missed.
 * @param {{ onActivity: (event: any) => void, onCase: (event: any) => void, onState: (connected: boolean) => void }} listeners
 */
export function listen({ onActivity, onCase, onState }) {
  const source = new EventSource('/local/events');
  source.addEventListener('open', () => onState(true));
  source.addEventListener('error', () => onState(false));
  source.addEventListener('activity', (event) => onActivity(JSON.parse(event.data)));
  source.addEventListener('case', (event) => onCase(JSON.parse(event.data)));
}
