/** The picture in docs/architecture.md is what the imports say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { importsOf } from './support/house-rules.ts';

const root = resolve(import.meta.dirname, '..');
const folders = ['analysis', 'bot', 'cards', 'connectors', 'docs', 'flows', 'manifest', 'store'];

function arrowsOfTheCode(): string[] {
  const arrows = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => {
        const from = posix.join(folder, path);
        const targets = importsOf(readFileSync(join(root, from), 'utf8')).filter((each) => each.startsWith('.'));
        return targets.map((each) => posix.join(posix.dirname(from), each).split('/')[0] ?? '').map((to) => `${folder} --> ${to}`);
      }),
  );
  return [...new Set(arrows)]
    .filter((arrow) => folders.includes(arrow.split(' --> ')[1] ?? '') && new Set(arrow.split(' --> ')).size === 2)
    .sort();
}

describe('docs/architecture.md', () => {
  it('draws exactly the imports between folders', () => {
    const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const picture = /```mermaid\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    const drawn = [...picture.matchAll(/^\s*(\w+ --> \w+)\s*$/gm)].map((match) => match[1] ?? '').sort();
    expect(drawn).toEqual(arrowsOfTheCode());
  });

  it('names only files that exist', () => {
    const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const named = [...text.matchAll(/`((?:analysis|bot|cards|connectors|flows|store|test)\/[a-z0-9/.-]+\.ts)`/g)].map(
      (match) => match[1] ?? '',
    );
    const missing = [...new Set(named)].filter((path) => !readdirSync(join(root, posix.dirname(path))).includes(posix.basename(path)));
    expect(missing).toEqual([]);
  });
});
