/** Headless Chromium for the tests that use the page as a person would. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** Is there a browser here? In CI there must be one; elsewhere the test skips and says so. */
export const hasBrowser = executablePath !== undefined || process.env['CI'] === 'true';

export async function openBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('No chromium here: apt-get install chromium');
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath, args, headless: true });
}
