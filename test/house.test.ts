/** The house's rules as code: who may import whom, nothing forgotten in a registry, nothing grown too long. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { breaches, importsOf, type Source } from './support/house-rules.ts';

const root = resolve(import.meta.dirname, '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const code = tracked.filter((path) => /\.(ts|js|mjs)$/.test(path) && !path.startsWith('test/') && path.includes('/'));

function source(path: string): Source {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

describe('who may import whom', () => {
  it('holds for every file', () => {
    expect(code.map(source).flatMap((each) => breaches(each))).toEqual([]);
  });

  it.each([
    ['analysis/trend.ts', "import { x } from '../flows/types.ts';", 'analysis may not import flows'],
    ['flows/advance.ts', "import type { Store } from '../store/types.ts';", 'flows may not import store'],
    ['flows/plan.ts', "import { createLocal } from '../connectors/local.ts';", 'flows may import of connectors only'],
    ['cards/chart.ts', "import { readFileSync } from 'node:fs';", 'no node: modules'],
    ['cards/chart.ts', 'const now = Date.now();', 'no clock'],
    ['analysis/trend.ts', 'const r = Math.random();', 'no chance'],
    ['bot/turn.ts', "import { ActivityHandler } from 'botbuilder';", 'botbuilder only in bot/teams/'],
    ['bot/teams/handler.ts', "import restify from 'restify';", 'restify only in bot/server.ts'],
    ['cards/index.ts', "import { Low } from 'lowdb';", 'lowdb only in store/'],
    ['bot/turn.ts', "import { createActor } from 'xstate';", 'xstate only in flows/'],
    ['connectors/local.ts', "import { judge } from '../analysis/index.ts';", 'connectors may not import analysis'],
    ['store/index.ts', "import { turn } from '../bot/turn.ts';", 'store may not import bot'],
    ['analysis/verdict.ts', "const m = await import('../cards/index.ts');", 'analysis may not import cards'],
  ])('catches a breach in %s', (path, text, says) => {
    expect(breaches({ path, text }).join('\n')).toContain(says);
  });

  it('lets the allowed imports pass', () => {
    const allowed =
      "import { judge } from '../analysis/index.ts';\nimport { quote } from '../connectors/quote.ts';\nimport type { Outcome } from '../connectors/types.ts';";
    expect(breaches({ path: 'flows/plan.ts', text: allowed })).toEqual([]);
  });
});

describe('registries', () => {
  const registries = ['analysis/parsers', 'analysis/findings', 'analysis/causes', 'flows/collectors', 'connectors/tickets'];
  it.each(registries.filter((folder) => existsSync(join(root, folder, 'index.ts'))))('every member of %s is registered', (folder) => {
    const registered = new Set(importsOf(readFileSync(join(root, folder, 'index.ts'), 'utf8')).map((from) => resolve(root, folder, from)));
    const all = code.filter((path) => dirname(path) === folder && path.endsWith('.ts'));
    const members = all.filter((path) => !/\/(index|types)\.ts$/.test(path));
    // A file that another member imports is a part of that member, not a member.
    const parts = new Set(
      all.flatMap((path) => (path.endsWith('/index.ts') ? [] : importsOf(source(path).text).map((from) => resolve(root, folder, from)))),
    );
    const forgotten = members.map((path) => join(root, path)).filter((path) => !registered.has(path) && !parts.has(path));
    expect(forgotten.map((path) => relative(root, path))).toEqual([]);
  });
});

describe('names', () => {
  it('are kebab-case and say something', () => {
    const odd = code.filter((path) => {
      const name = path.split('/').at(-1) ?? '';
      return !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?\.(ts|js|mjs)$/.test(name) || /^(utils?|helpers?|common|manager|misc)\./.test(name);
    });
    expect(odd).toEqual([]);
  });

  it('no word of a registry host or of a path of somebody’s machine stands in the project', () => {
    const words = [['regis', 'try.npmjs'].join(''), ['/wo', 'rk/'].join(''), ['/ro', 'ot/'].join('')];
    const texts = tracked.filter((path) => !/\.(png|mht|zip)$/.test(path));
    const hits = texts.filter((path) => words.some((word) => readFileSync(join(root, path), 'utf8').includes(word)));
    expect(hits).toEqual([]);
  });
});

describe('the orchestrator', () => {
  it('stays small: bot/turn.ts is under 60 lines of code', () => {
    const path = join(root, 'bot/turn.ts');
    const lines = existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          .filter((line) => line.trim() !== '' && !/^\s*(\/?\*|\/\/)/.test(line))
      : [];
    expect(lines.length).toBeLessThan(60);
  });
});

describe('snapshots', () => {
  it('are small enough to be reviewed', () => {
    const long = tracked
      .filter((path) => path.endsWith('.snap'))
      .flatMap((path) =>
        readFileSync(join(root, path), 'utf8')
          .split(/^exports\[/m)
          .map((part) => ({ path, lines: part.split('\n').length })),
      )
      .filter((part) => part.lines > 200);
    expect(long).toEqual([]);
  });
});
