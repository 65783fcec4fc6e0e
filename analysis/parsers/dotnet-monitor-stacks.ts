/**
 * dotnet-monitor GET /stacks as JSON, its default form (the text form is read by dotnet-stack.ts).
 *
 *   {"stacks":[{"threadId":30860,"threadName":null,"frames":[
 *     {"methodName":"Wait","typeName":"System.Threading.Monitor","moduleName":"System.Private.CoreLib.dll"},
 *     {"methodName":"Run","typeName":"MyApp.Worker","moduleName":"MyApp.dll"}]}]}
 *
 * Managed frames only, top first. https://github.com/dotnet/dotnet-monitor (documentation/api/stacks.md, definitions.md)
 */
import { isJsonObject, readJson } from '../json.ts';
import type { Json } from '../json.ts';
import { unknownLife } from '../life.ts';
import { boundStacks, createStackGrouper } from '../stacks.ts';
import type { Parsed, TextParser } from '../types.ts';
import { jsonSpan } from './json-block.ts';

const text = (value: Json | undefined): string => (typeof value === 'string' ? value.slice(0, 1000) : '');
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

function callOf(frame: Json): string | null {
  if (!isJsonObject(frame)) return null;
  const [module, type, method] = [text(frame['moduleName']).replace(/\.dll$/i, ''), text(frame['typeName']), text(frame['methodName'])];
  if (method === '' || method === '[NativeFrame]') return null;
  const name = type === '' ? method : `${type}.${method}`;
  return module === '' ? name : `${module}!${name}`;
}

function parse(lines: readonly string[]): Parsed {
  const read = readJson(lines.join('\n'));
  const grouper = createStackGrouper();
  const threads = read !== null && isJsonObject(read.value) ? listOf(read.value['stacks']).filter(isJsonObject) : [];
  for (const thread of threads) {
    for (const frame of listOf(thread['frames'])) {
      const call = callOf(frame);
      if (call !== null) grouper.frame(call);
    }
    const [id, name] = [Number(thread['threadId']), text(thread['threadName'])];
    grouper.end(`${Number.isFinite(id) ? id : '?'}${name === '' ? '' : ` ${name}`}`);
  }
  const stacks = grouper.grouped();
  const counted = stacks.reduce((sum, { count }) => sum + count, 0);
  if (counted === 0) {
    return {
      ok: false,
      problem: 'No managed frame is in this answer of dotnet-monitor. Ask for /stacks?pid=PID again while the process works.',
      line: 1,
    };
  }
  const bounded = boundStacks(stacks);
  return {
    ok: true,
    readings: [{ kind: 'stacks', life: { ...unknownLife, runtime: 'dotnet' }, takenAt: null, threads: counted, stacks: bounded.stacks }],
    notes: [...(read?.torn === true ? ['The answer is cut: threads are missing.'] : []), ...bounded.notes],
  };
}

export const dotnetMonitorStacks: TextParser = {
  id: 'dotnet-monitor-stacks',
  title: 'Managed call stacks (dotnet-monitor, JSON)',
  hints: ['"methodname"'],
  span: (lines, from) => jsonSpan(lines, from, (block) => /"stacks"\s{0,8}:/.test(block) && block.includes('"frames"')),
  parse,
};
