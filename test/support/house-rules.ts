/** The import rules of docs/architecture.md as a pure function, so that a test can also break them on purpose. */
import { posix } from 'node:path';

export interface Source {
  readonly path: string; // from the root of the project, with `/`
  readonly text: string;
}

const folders = ['analysis', 'flows', 'cards', 'connectors', 'store', 'bot', 'manifest', 'docs', 'bench', 'test'] as const;
type Folder = (typeof folders)[number];

/** What each folder may import of ours. The outer edge (bot, and the programs beside it) may import everything. */
const mayImport: Readonly<Partial<Record<Folder, readonly Folder[]>>> = {
  analysis: ['analysis'],
  connectors: ['connectors'],
  flows: ['flows', 'analysis', 'connectors'],
  cards: ['cards', 'flows', 'analysis', 'connectors'],
  store: ['store', 'flows', 'analysis'],
};
/** Of connectors the middle sees only the types and the one pure function that quotes a command. */
const openConnectors = ['connectors/types.ts', 'connectors/quote.ts'];

const homes: readonly { readonly packages: RegExp; readonly home: RegExp; readonly says: string }[] = [
  { packages: /^xstate(\/|$)/, home: /^flows\//, says: 'xstate only in flows/' },
  { packages: /^bot(builder|framework)/, home: /^bot\/teams\//, says: 'botbuilder only in bot/teams/' },
  { packages: /^restify/, home: /^bot\/server\.ts$/, says: 'restify only in bot/server.ts' },
  { packages: /^(lowdb|pg|pg-boss)(\/|$)/, home: /^store\//, says: 'lowdb only in store/' },
  { packages: /^(ssh2|execa)$/, home: /^connectors\//, says: 'remote shells only in connectors/' },
];

/** Every module a text imports, re-exports or loads, as written. */
export function importsOf(text: string): string[] {
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]/g),
    ...text.matchAll(/\bimport\s*\(?\s*['"]([^'"]+)['"]/g),
  ];
  return [...new Set(found.map((match) => match[1] ?? ''))];
}

function folderOf(path: string): Folder | null {
  return folders.find((folder) => path.startsWith(`${folder}/`)) ?? null;
}

function breachOfImport(path: string, from: string): string[] {
  if (!from.startsWith('.')) {
    const strange = homes
      .filter((each) => each.packages.test(from) && !each.home.test(path))
      .map((each) => `${path}: ${from}: ${each.says}`);
    const middle = /^(analysis|flows|cards)\//.test(path) && from.startsWith('node:');
    return middle ? [...strange, `${path}: ${from}: no node: modules in the middle`] : strange;
  }
  const target = posix.normalize(posix.join(posix.dirname(path), from));
  const [here, there] = [folderOf(path), folderOf(target)];
  const allowed = here === null ? undefined : mayImport[here];
  if (allowed === undefined || there === null) return [];
  if (!allowed.includes(there)) return [`${path}: ${from}: ${String(here)} may not import ${there}`];
  if (there === 'connectors' && here !== 'connectors' && !openConnectors.includes(target)) {
    return [`${path}: ${from}: ${String(here)} may import of connectors only ${openConnectors.join(' and ')}`];
  }
  return [];
}

/** All breaches of one file, a sentence each; empty when the file keeps the rules. */
export function breaches({ path, text }: Source): string[] {
  const imports = importsOf(text).flatMap((from) => breachOfImport(path, from));
  if (!/^(analysis|flows|cards)\//.test(path)) return imports;
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
  const clock = /\bDate\.now\s*\(|\bnew Date\(\s*\)|\bperformance\.now\b/.test(code)
    ? [`${path}: no clock in the middle: time is passed in`]
    : [];
  const chance = /\bMath\.random\b|\bcrypto\.randomUUID\b/.test(code) ? [`${path}: no chance in the middle: a seed is passed in`] : [];
  return [...imports, ...clock, ...chance];
}
