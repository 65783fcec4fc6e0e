/** Every regular expression of the product: the literals by the compiler's own reading of the sources, the built ones by watching them being built. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

export interface OurPattern {
  /** `analysis/umdh-numbers.ts:12`. */
  readonly where: string;
  readonly pattern: RegExp;
}

const root = resolve(import.meta.dirname, '../..');
const folders = ['analysis', 'flows', 'cards', 'connectors', 'store', 'bot'];

/** Sources of the product, from the root; the page's scripts too. */
export function sources(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((path) => /\.(?:ts|js)$/.test(path));
}

function literalOf(text: string): RegExp {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}

/** The literals of one source. */
export function literalsIn(path: string, text = readFileSync(join(root, path), 'utf8')): readonly OurPattern[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: OurPattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ where: `${path}:${line + 1}`, pattern: literalOf(node.text) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Whether a source builds patterns from strings. */
export function buildsPatterns(path: string): boolean {
  return /\bRegExp\(/.test(readFileSync(join(root, path), 'utf8'));
}

/** The patterns that a module builds while it is loaded. */
export async function builtBy(path: string): Promise<readonly OurPattern[]> {
  const found: OurPattern[] = [];
  const real = globalThis.RegExp;
  const note = (pattern: RegExp): RegExp => {
    found.push({ where: path, pattern });
    return pattern;
  };
  globalThis.RegExp = new Proxy(real, {
    construct: (_, given: ConstructorParameters<RegExpConstructor>) => note(new real(...given)),
    apply: (_, __, given: ConstructorParameters<RegExpConstructor>) => note(new real(...given)),
  });
  try {
    await import(join(root, path));
    return found;
  } finally {
    globalThis.RegExp = real;
  }
}
