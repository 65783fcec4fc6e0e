import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig, settingNames } from '../../bot/config.ts';

function mistakesOf(environment: Record<string, string>, yaml: string | null = null): readonly string[] {
  try {
    readConfig(environment, yaml);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('need nothing to begin: this machine only, the page on, no Teams', () => {
    const config = readConfig({}, null);
    expect(config).toMatchObject({ port: 3978, host: '127.0.0.1', teams: null, localPage: true, minimumWatchMs: 1_800_000 });
    expect(config.dataFolder.endsWith('/data')).toBe(true);
    expect(config.ticketsFolder).toBe(`${config.dataFolder}/tickets`);
  });

  it('lists every mistake at once, each with the name of its setting', () => {
    const mistakes = mistakesOf({ PORT: 'many', MINIMUM_WATCH: 'long', LOCAL_PAGE: 'perhaps', MAX_UPLOAD_MB: '0' });
    expect(mistakes.map((each) => each.split(' ')[0]).sort()).toEqual(['LOCAL_PAGE', 'MAX_UPLOAD_MB', 'MINIMUM_WATCH', 'PORT']);
    expect(mistakes.every((each) => /^[A-Z_]+ must be .+\.$/.test(each))).toBe(true);
  });

  it('refuse an app id without its secret, and never make one up', () => {
    expect(mistakesOf({ MICROSOFT_APP_ID: 'x' })).toEqual([expect.stringContaining('MICROSOFT_APP_PASSWORD is missing')]);
    expect(mistakesOf({ MICROSOFT_APP_PASSWORD: 'x' })).toEqual([expect.stringContaining('MICROSOFT_APP_ID is missing')]);
  });

  it('refuse to listen for everybody where nobody is checked', () => {
    expect(mistakesOf({ HOST: '0.0.0.0' })).toEqual([expect.stringContaining('only 127.0.0.1 is allowed')]);
    expect(mistakesOf({ HOST: '0.0.0.0', MICROSOFT_APP_ID: 'a', MICROSOFT_APP_PASSWORD: 'b' })).toEqual([]);
    expect(mistakesOf({ HOST: '0.0.0.0', MICROSOFT_APP_ID: 'a', MICROSOFT_APP_PASSWORD: 'b', LOCAL_PAGE: 'on' })).toHaveLength(1);
  });

  it('switch the page off when an app id is set, unless it is asked for', () => {
    const teams = { MICROSOFT_APP_ID: 'a', MICROSOFT_APP_PASSWORD: 'b' };
    expect(readConfig(teams, null).localPage).toBe(false);
    expect(readConfig({ ...teams, LOCAL_PAGE: 'on' }, null).localPage).toBe(true);
  });

  it('come from plumbline.yaml too, and the environment wins', () => {
    const yaml = 'PORT: 4000\nMINIMUM_WATCH: 20 s\nLOCAL_PAGE: off\n';
    expect(readConfig({ PORT: '5000' }, yaml)).toMatchObject({ port: 5000, minimumWatchMs: 20_000, localPage: false });
  });

  it('say what is wrong with the file', () => {
    expect(mistakesOf({}, 'PROT: 1\n')).toEqual(['plumbline.yaml: there is no setting PROT.']);
    expect(mistakesOf({}, 'PORT: [1, 2]\n')).toEqual(['plumbline.yaml: PORT must be one value.']);
    expect(mistakesOf({}, 'PORT: "x\n')).toEqual([expect.stringContaining('plumbline.yaml is not YAML')]);
  });

  it('treat an empty value as absent', () => {
    expect(readConfig({ PORT: '', TICKETS: ' ' }, null).port).toBe(3978);
  });

  it('stand in .env.example, one line each', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    for (const name of settingNames) expect(example).toMatch(new RegExp(`^${name}=`, 'm'));
    expect(example).toMatch(/^MICROSOFT_APP_PASSWORD=$/m);
  });
});
