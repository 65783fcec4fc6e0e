import type { IncomingMessage } from 'node:http';

const names: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Why a request may not use the local endpoints; null: it may. The Host must name this machine (a page
 * of another site whose name was re-bound to 127.0.0.1 sends its own name), and where a browser says
 * which page sent it, it must be our own (any site could otherwise post to this port).
 */
export function refusedLocally(request: IncomingMessage): string | null {
  if (!isLoopback(request.socket.remoteAddress)) return 'Only this machine may use this.';
  const { host, origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (host === undefined || !names.includes(hostName(host))) return 'This address is not how this machine is called.';
  if (origin !== undefined && origin !== `http://${host}`) return 'Only the page of this bot may use this.';
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'Only the page of this bot may use this.';
  return null;
}

/** `127.0.0.1:3978` → `127.0.0.1`, `[::1]:3978` → `[::1]`. */
function hostName(host: string): string {
  const end = host.startsWith('[') ? host.indexOf(']') + 1 : host.indexOf(':');
  return end <= 0 ? host : host.slice(0, end);
}

export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.'));
}
