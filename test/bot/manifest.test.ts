import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { pack } from '../../manifest/pack.ts';

const appId = '11111111-2222-3333-4444-555555555555';
interface Manifest {
  readonly [key: string]: unknown;
  readonly id: string;
  readonly name: { readonly short: string; readonly full: string };
  readonly description: { readonly short: string; readonly full: string };
  readonly developer: Readonly<Record<string, string>>;
  readonly bots: readonly {
    readonly botId: string;
    readonly scopes: readonly string[];
    readonly commandLists: readonly {
      readonly scopes: readonly string[];
      readonly commands: readonly { readonly title: string; readonly description: string }[];
    }[];
  }[];
}
async function packed() {
  const result = await pack(appId);
  if (!result.ok) throw new Error(result.problem);
  return unzipSync(result.zip);
}
const manifestOf = (files: Record<string, Uint8Array>): Manifest => JSON.parse(strFromU8(files['manifest.json']!)) as Manifest;
const sizeOf = (png: Uint8Array): readonly number[] => [Buffer.from(png).readUInt32BE(16), Buffer.from(png).readUInt32BE(20)];

describe('the app package for Teams', () => {
  it('is a zip with the manifest and both icons at its top, and nothing else', async () => {
    expect(Object.keys(await packed()).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  });

  it('carries the bot’s id wherever it is asked for', async () => {
    const manifest = manifestOf(await packed());
    expect([manifest.id, manifest.bots[0]!.botId]).toEqual([appId, appId]);
    expect(JSON.stringify(manifest)).not.toContain('{{');
  });

  /** https://learn.microsoft.com/microsoft-365/extensibility/schema (1.19): lengths and counts. */
  it('keeps the documented limits', async () => {
    const { name, description, developer, bots, ...rest } = manifestOf(await packed());
    expect(rest.manifestVersion).toBe('1.19');
    expect(rest.$schema).toContain('/v1.19/');
    expect(rest.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(rest.accentColor).toMatch(/^#[0-9A-F]{6}$/i);
    expect(name.short.length).toBeLessThanOrEqual(30);
    expect(name.full.length).toBeLessThanOrEqual(100);
    expect(description.short.length).toBeLessThanOrEqual(80);
    expect(description.full.length).toBeLessThanOrEqual(4000);
    expect(developer.name!.length).toBeLessThanOrEqual(32);
    for (const url of ['websiteUrl', 'privacyUrl', 'termsOfUseUrl']) expect(developer[url]).toMatch(/^https:\/\//);
    expect(bots).toHaveLength(1);
    const scopes = ['personal', 'team', 'groupChat'];
    expect(bots[0]!.scopes.every((scope) => scopes.includes(scope))).toBe(true);
    for (const list of bots[0]!.commandLists) {
      expect(list.commands.length).toBeLessThanOrEqual(10);
      for (const command of list.commands) {
        expect(command.title.length).toBeLessThanOrEqual(32);
        expect(command.description.length).toBeLessThanOrEqual(128);
      }
    }
    expect(
      Object.keys(rest).every((key) =>
        ['$schema', 'manifestVersion', 'version', 'id', 'icons', 'accentColor', 'permissions', 'validDomains'].includes(key),
      ),
    ).toBe(true);
  });

  it('has icons of the sizes that Teams asks for', async () => {
    const files = await packed();
    expect(sizeOf(files['color.png']!)).toEqual([192, 192]);
    expect(sizeOf(files['outline.png']!)).toEqual([32, 32]);
  });

  it('names only words that the bot understands', async () => {
    const { readWords } = await import('../../flows/words.ts');
    const titles = manifestOf(await packed()).bots[0]!.commandLists.flatMap((list) => list.commands.map((command) => command.title));
    const argued: Record<string, string> = { investigate: 'investigate w3wp on WEB01 for INC-4711' };
    for (const title of titles) expect(readWords(argued[title] ?? title)).not.toBeNull();
  });

  it('is not made without an app id, and says which setting is missing', async () => {
    expect(await pack(null)).toEqual({ ok: false, problem: expect.stringContaining('MICROSOFT_APP_ID is missing') });
    expect(await pack('not-an-id')).toEqual({ ok: false, problem: expect.stringContaining('no app id') });
  });

  it('shows its own version', async () => {
    const version = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
    expect(manifestOf(await packed()).version).toBe(version);
  });
});
