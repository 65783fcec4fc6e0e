import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';

const folder = new URL('./', import.meta.url);
const target = fileURLToPath(new URL('../dist/plumbline-teams.zip', folder));
const placeholder = '${{MICROSOFT_APP_ID}}';
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** The same input gives the same bytes: a package that did not change compares equal. */
const packedAt = new Date('2026-01-01T00:00:00Z');

export type Packed = { readonly ok: true; readonly zip: Uint8Array } | { readonly ok: false; readonly problem: string };

/**
 * The app package for the Teams admin centre: manifest.json with the bot's id, and the two icons, at
 * the top of a zip (https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package).
 */
export async function pack(appId: string | null): Promise<Packed> {
  if (appId === null)
    return {
      ok: false,
      problem: 'MICROSOFT_APP_ID is missing: the package carries the id of the bot. Set it to the app id of your bot registration.',
    };
  if (!guid.test(appId))
    return { ok: false, problem: `MICROSOFT_APP_ID is "${appId}", which is no app id (8-4-4-4-12 hexadecimal digits).` };
  const manifest = await readFile(new URL('manifest.json', folder), 'utf8');
  const zip = zipSync(
    {
      'manifest.json': Buffer.from(manifest.split(placeholder).join(appId), 'utf8'),
      'color.png': await readFile(new URL('color.png', folder)),
      'outline.png': await readFile(new URL('outline.png', folder)),
    },
    { mtime: packedAt },
  );
  return { ok: true, zip };
}

async function main(): Promise<void> {
  const packed = await pack(process.env.MICROSOFT_APP_ID?.trim() || null);
  if (!packed.ok) {
    process.stderr.write(`${packed.problem}\n`);
    process.exitCode = 1;
    return;
  }
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, packed.zip);
  process.stdout.write(`${target}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
