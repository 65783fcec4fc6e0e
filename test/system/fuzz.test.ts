/** G15 and F12: 10,000 mutants of every parser's examples, in two processes beside each other. Another seed: FUZZ_SEED. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('../fuzz/run.ts', import.meta.url));
const seed = process.env.FUZZ_SEED ?? '1';
const count = process.env.MUTANTS ?? '10000';

function fuzz(part: string): Promise<{ readonly code: number | null; readonly out: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, '--seed', seed, '--count', count, '--part', part]);
    let out = '';
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (out += String(chunk)));
    child.on('close', (code) => resolve({ code, out }));
  });
}

describe('parsers', () => {
  it('answer 10,000 mutants each: none throws, none takes 50 ms, none gives what cannot be stored', async () => {
    const parts = await Promise.all(['1/2', '2/2'].map(fuzz));
    const said = parts.map(({ out }) => out).join('');
    expect(said.match(/^ {2}FAILED.*$/gm) ?? []).toEqual([]);
    expect(parts.map(({ code }) => code)).toEqual([0, 0]);
    const inputs = [...said.matchAll(/^(\d+) mutants of (\d+) parsers/gm)].map((found) => [Number(found[1]), Number(found[2])] as const);
    expect(inputs).toHaveLength(2);
    for (const [mutants, parsers] of inputs) expect(mutants).toBe(Number(count) * parsers);
  }, 900_000);
});
