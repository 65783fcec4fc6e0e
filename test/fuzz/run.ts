/** npm run fuzz -- --count 10000 --seed 1 [--parser ID [--only N]] [--part 1/2]: mutants of every parser's examples, a line for each parser; exit code 1 where one did not stand them. */
import { parseArgs } from 'node:util';
import { registered } from './examples.ts';
import { boundMs, fuzzParser, mutantOf } from './fuzz-parser.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string' },
    seed: { type: 'string' },
    parser: { type: 'string' },
    only: { type: 'string' },
    part: { type: 'string' },
  },
});
const plan = {
  seed: Number(values.seed ?? '1'),
  count: Number(values.count ?? '10000'),
  ...(values.only === undefined ? {} : { only: Number(values.only) }),
};
const [part = 1, parts = 1] = (values.part ?? '1/1').split('/').map(Number);
const asked =
  values.parser === undefined
    ? registered.filter((_, index) => index % parts === part - 1)
    : registered.filter(({ label }) => label === values.parser);

if (plan.only !== undefined && asked[0] !== undefined) {
  process.stdout.write(`${JSON.stringify(new TextDecoder().decode(mutantOf(asked[0], plan, plan.only)))}\n`);
}
let inputs = 0;
let failed = 0;
for (const one of asked) {
  const fuzzed = fuzzParser(one, plan);
  inputs += fuzzed.inputs;
  failed += fuzzed.failures.length;
  const share = `${Math.round((100 * fuzzed.read) / Math.max(1, fuzzed.inputs))} % recognised`;
  process.stdout.write(
    `${fuzzed.parser.padEnd(28)} worst ${fuzzed.worstMs.toFixed(1).padStart(5)} ms (mutant ${fuzzed.worstAt})  ${share}\n`,
  );
  for (const each of fuzzed.failures.slice(0, 5)) process.stdout.write(`  FAILED ${each}\n`);
}
process.stdout.write(`${inputs} mutants of ${asked.length} parsers, seed ${plan.seed}: ${failed} failed (bound ${boundMs} ms each)\n`);
process.exitCode = failed > 0 || asked.length === 0 ? 1 : 0;
