/** A thread for each thing that comes in, which never ends. https://learn.microsoft.com/dotnet/standard/threading/managed-threading-best-practices */
import { uses } from './kept.ts';
import type { Place } from './places.ts';
import { argumentsAt, constructions } from './sites.ts';
import type { Site } from './sites.ts';
import { methodAround } from './source.ts';
import type { Source } from './source.ts';

const endless = /\bwhile\s{0,4}\(\s{0,4}true\s{0,4}\)|\bfor\s{0,4}\(\s{0,4};\s{0,4};\s{0,4}\)/;
const leaves = /\b(?:break|return|throw|goto)\b/;
/** These are called once for what they start. */
const starts =
  /^(?:Main|(?:Start|Begin|Init|Open|Launch|Run|Execute|Configure|OnStart|Boot|Ensure|Listen|Watch|Monitor|Observe|Attach|Setup|Install|Serve)\w{0,60})$/;
/** What tells a thread to end, what it calls back or what it draws on is no thing that came in. */
const ofTheProgram =
  /\b(?:CancellationToken|CancellationTokenSource|I?Configuration|I?ServiceProvider|ILogger|Action|Func|Delegate|\w{0,40}(?:Callback|Handler)|Control|Form|Window|Dispatcher|string\s{0,4}\[\s{0,4}\])/;
const longestHeader = 400;

/** Names of the parameters of the method in which a thread is started, as far as they are what it works on. */
function itemsOf({ code }: Source, methodAt: number): readonly string[] {
  const open = code.slice(methodAt, methodAt + longestHeader).indexOf('(');
  if (open === -1) return [];
  return argumentsAt(code, methodAt + open).args.flatMap((each) =>
    ofTheProgram.test(each) ? [] : (/\b([A-Za-z_]\w{0,80})$/.exec(each)?.[1] ?? []),
  );
}

function isForEach(source: Source, { at, end, args }: Site): boolean {
  const [body = ''] = args;
  const loop = endless.exec(body);
  const method = methodAround(source, at);
  if (loop === null || leaves.test(body.slice(loop.index)) || method === null || method.isConstructor || starts.test(method.name))
    return false;
  return itemsOf(source, method.at).some((name) => uses(source.code, name, at, end).length > 0);
}

/** `new Thread(() => { while (true) … })` in a method that is called with what it works on. */
export function threadsPerCall(source: Source): readonly Place[] {
  if (!source.code.includes('Thread')) return [];
  return constructions(source, (name) => name === 'Thread')
    .filter((site) => isForEach(source, site))
    .map(({ at }) => ({ pattern: 'thread-per-call', at }));
}
