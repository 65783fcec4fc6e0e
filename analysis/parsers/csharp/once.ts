/** What runs once in the life of the program: its entry point, its start-up, and not a loop or a lambda inside of them. */
import { statementBefore } from './sites.ts';
import type { Source } from './source.ts';

/** Methods that a host calls once. https://learn.microsoft.com/aspnet/core/fundamentals/startup */
const entry = /\b(?:Main|Application_Start|OnStartup|Configure|ConfigureServices)\s{0,4}\([^()]{0,400}\)\s{0,40}$/;
const loop = /(?:^|[\s;{}])(?:for|foreach|while)\s{0,8}\(|\bdo\s{0,20}$/;
/** A lambda is run by others, who knows how often. */
const lambda = /=>\s{0,80}$|\bdelegate\s{0,8}(?:\([^()]{0,200}\)\s{0,8})?$/;
const typeHead = /\b(?:class|struct|record|interface|namespace)\s{1,8}[A-Z@_]/;
/** A file that begins with its directives and states what to do without a type around it. */
const directives = /^\s{0,400}(?:global\s{1,8})?using\s{1,8}(?:static\s{1,8})?[A-Z][\w.]{0,120}\s{0,4};/;
/** Hosts are built at the start of such a program. */
const hostBuilder = /\b(?:WebApplication|Host|WebHost|DistributedApplication)\.Create\w{0,40}Builder\s{0,4}\(/;

const buildsHost = (before: string): boolean => before.includes('Builder') && hostBuilder.test(before);

/** How far back the blocks around a place are looked for. */
const longestBody = 20_000;

/** What stands before each brace that is open at `at`, the innermost first. */
function headsAround(code: string, at: number): readonly string[] {
  const from = Math.max(0, at - longestBody);
  const body = code.slice(from, at);
  const heads: string[] = [];
  let [opens, closes] = [body.lastIndexOf('{'), body.lastIndexOf('}')];
  let depth = 0;
  while (opens !== -1) {
    if (closes > opens) {
      depth++;
      closes = closes === 0 ? -1 : body.lastIndexOf('}', closes - 1);
      continue;
    }
    if (depth > 0) depth--;
    else heads.push(statementBefore(code, from + opens));
    opens = opens === 0 ? -1 : body.lastIndexOf('{', opens - 1);
  }
  return heads;
}

const isRepeated = (head: string): boolean => loop.test(head) || lambda.test(head);

/** `foreach (var f in files) Load(f);`, `Task.Run(() => Load(f))`: in the statement itself. */
const repeatsItself = (before: string): boolean => loop.test(before) || before.includes('=>');

/** Whether `at` is reached once in the life of the program, as far as the text tells. */
export function runsOnce({ code }: Source, at: number): boolean {
  if (repeatsItself(statementBefore(code, at))) return false;
  const heads = headsAround(code, at);
  const body = heads.findIndex((head) => entry.test(head));
  if (body !== -1) return !heads.slice(0, body).some(isRepeated);
  const isProgram = (directives.test(code) && !typeHead.test(code.slice(0, at))) || buildsHost(code.slice(0, at));
  return isProgram && !heads.some((head) => isRepeated(head) || typeHead.test(head) || /\)\s{0,40}$/.test(head));
}
