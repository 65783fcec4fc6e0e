/**
 * Calls whose result somebody must dispose of, and nobody does: responses that hold their connection, scopes and
 * containers of dependency injection, registrations on a token.
 */
import { isClosedByName, isGivenBack, isKept, uses } from './kept.ts';
import { firstMatches } from './places.ts';
import type { Place } from './places.ts';
import { argumentsAt, calls, statementBefore } from './sites.ts';
import type { Site } from './sites.ts';
import { methodAround } from './source.ts';
import type { Source } from './source.ts';

/** The call as a site: what its result is assigned to, and what stands before it. */
function callAt(source: Source, found: RegExpExecArray): Site {
  const open = found.index + found[0].length - 1;
  const { args, end } = argumentsAt(source.code, open);
  const before = statementBefore(source.code, found.index);
  const equals = before.lastIndexOf('=');
  const isAssigned = equals > 0 && before[equals + 1] !== '>' && !'=!<>'.includes(before[equals - 1] ?? '');
  const target = isAssigned ? (/([A-Za-z_]\w{0,80})\s{0,20}$/.exec(before.slice(Math.max(0, equals - 120), equals))?.[1] ?? null) : null;
  return { name: found[1] ?? '', at: found.index, end, args, before, target };
}

/** How far behind a response its stream is looked for. */
const disposedOfWithin = 4000;

const isStatement = ({ before }: Site): boolean => /^\s{0,200}(?:await\s{1,8})?[\w.?!]{1,200}$/.test(before);
const isUsed = (source: Source, site: Site): boolean =>
  /\busing\b/.test(site.before) || /(?:\breturn\b|=>)/.test(site.before) || (site.target !== null && isGivenBack(source, site));

/** The stream of a response that is in a `using`, or closed, gives the connection back as well. */
function isStreamGivenBack({ code }: Source, { target, end }: Site): boolean {
  if (target === null) return false;
  return uses(code, target, end, end + disposedOfWithin).some((at) => {
    if (!/^[?!]?\s{0,8}\.\s{0,8}GetResponseStream\s{0,4}\(/.test(code.slice(at + target.length, at + target.length + 40))) return false;
    const before = statementBefore(code, at);
    const stream = /\b([A-Za-z_]\w{0,80})\s{0,8}=[^=]{0,200}$/.exec(before)?.[1];
    const isClosed = stream !== undefined && isClosedByName(code, stream, [at, at + disposedOfWithin]);
    return /\busing\b/.test(before) || isClosed;
  });
}

/**
 * A response whose body is not read to its end holds the connection until it is disposed of: one that was asked for with
 * ResponseHeadersRead, and every WebResponse. https://learn.microsoft.com/dotnet/api/system.net.http.httpcompletionoption
 */
export function droppedResponses(source: Source): readonly Place[] {
  const calls = firstMatches(source.code, /\.(GetAsync|SendAsync|PostAsync|GetResponse|GetResponseAsync)\s{0,4}\(/g).map((found) =>
    callAt(source, found),
  );
  return calls
    .filter((site) => site.name.startsWith('GetResponse') || site.args.some((each) => each.includes('ResponseHeadersRead')))
    .filter((site) => site.target !== null && !isUsed(source, site) && !isStreamGivenBack(source, site))
    .map(({ at }) => ({ pattern: 'http-response-not-disposed', at }));
}

/** Programs build their one container here. */
const startup =
  /^(?:Main|Configure\w{0,40}|Create\w{0,20}Host\w{0,20}|Build\w{0,20}|Startup|SetUp|Setup|OneTimeSetUp|Initialize\w{0,20}|OnStartup|Migrate\w{0,40}|Seed\w{0,40})$/;

/** `services.BuildServiceProvider().GetRequiredService<T>()`: what is asked of it is handed out, and it is lost itself. */
const isLostInChain = (source: Source, site: Site): boolean =>
  /^\s{0,80}[?!]?\.\s{0,8}(?!Dispose)/.test(source.code.slice(site.end, site.end + 100)) &&
  !forOptions.test(source.code.slice(site.end, site.end + 300)) &&
  !isKept(source, site);
/** What a constructor takes into a field it takes once for each object, which may be one. */
const isTakenOnce = (source: Source, { at, before }: Site): boolean =>
  (methodAround(source, at)?.isConstructor ?? false) && /^\s{0,200}(?:this\.)?\w{1,80}\s{0,8}=[^=]/.test(before);
/** Sets up a program while it starts: it extends its services, or is given what builds it. */
const setsUp =
  /\(\s{0,8}this\s{1,8}\w{0,60}ServiceCollection\b|[(,]\s{0,8}(?:this\s{1,8})?(?:\w{0,60}Builder|WebApplication|IHost|IWebHost)\s{1,8}\w{1,80}\s{0,8}[,)]/;
/** The documentation's own way to the formatter of JSON Patch, which a program takes once. */
const forOptions = /^\s{0,80}\.\s{0,8}GetRequiredService\s{0,4}<\s{0,8}IOptions\s{0,4}<\s{0,8}MvcOptions\b/;

/** `new ServiceCollection()….BuildServiceProvider()` or a scope in a method, neither disposed of nor handed out. */
export function droppedScopes(source: Source): readonly Place[] {
  return firstMatches(
    source.code,
    /\.(BuildServiceProvider|CreateScope|CreateAsyncScope|BeginLifetimeScope|CreateChildContainer|GetNestedContainer)\s{0,4}\(/g,
  )
    .map((found) => callAt(source, found))
    .filter((site) => {
      const method = methodAround(source, site.at);
      return (
        method !== null &&
        !startup.test(method.name) &&
        !setsUp.test(source.code.slice(method.at, method.at + 400)) &&
        ((isLostInChain(source, site) && !isTakenOnce(source, site)) ||
          (!isUsed(source, site) && !/\b_\w{1,60}\s{0,8}=/.test(site.before))) &&
        !/(?:\bstatic\b|[(,]\s{0,8}$)/.test(site.before)
      );
    })
    .map(({ at }) => ({ pattern: 'di-container-per-job', at }));
}

const token = /(?:[tT]oken|\bct|[cC]ancellation|[sS]topping|[aA]borted)$/;
/** Once for the whole program: what runs at its start, and what the host keeps. */
const once = /\b(?:BackgroundService|IHostedService|WebApplication|IHostBuilder|IApplicationBuilder)\b/;

/** `token.Register(…);` whose registration nobody keeps: the token of a long-lived source keeps the callback. */
export function droppedRegistrations(source: Source): readonly Place[] {
  if (once.test(source.code)) return [];
  return firstMatches(source.code, /\.(Register|UnsafeRegister)\s{0,4}\(/g)
    .map((found) => callAt(source, found))
    .filter((site) => token.test(site.before) && isStatement(site) && !isLocal(source, site))
    .map(({ at }) => ({ pattern: 'cancellation-source-not-disposed-registration', at }));
}

/** The token of a source that this text makes ends with it. */
function isLocal({ code }: Source, { before }: Site): boolean {
  const owner = /([A-Za-z_]\w{0,80})\.Token$/.exec(before)?.[1];
  return (
    owner !== undefined &&
    uses(code, owner, 0, code.length).some((at) =>
      /^\s{0,8}=\s{0,8}(?:new|CancellationTokenSource)\b/.test(code.slice(at + owner.length, at + owner.length + 60)),
    )
  );
}

const openedKeys = new Set(['*.OpenSubKey', '*.CreateSubKey', 'RegistryKey.OpenBaseKey', 'RegistryKey.OpenRemoteBaseKey']);

/** A key that is opened into a variable and neither closed nor handed on. https://learn.microsoft.com/dotnet/api/microsoft.win32.registrykey */
export function droppedKeys(source: Source): readonly Place[] {
  if (!source.code.includes('SubKey') && !source.code.includes('BaseKey')) return [];
  return calls(source, openedKeys)
    .filter(
      (site) => site.target !== null && !source.members.has(site.target) && !site.target.startsWith('_') && !isGivenBack(source, site),
    )
    .map(({ at }) => ({ pattern: 'registry-keys-not-closed', at }));
}

/**
 * `searcher.FindAll()` of a directory: its results are unmanaged and "must be disposed" of by hand.
 * https://learn.microsoft.com/dotnet/api/system.directoryservices.directorysearcher.findall
 */
export function droppedSearches(source: Source): readonly Place[] {
  if (!/\bDirectorySearcher\b|\bSearchResultCollection\b/.test(source.code)) return [];
  return calls(source, new Set(['*.FindAll']))
    .filter((site) => site.args.length === 0 && !isUsed(source, site))
    .map(({ at }) => ({ pattern: 'disposable-not-disposed', at }));
}
