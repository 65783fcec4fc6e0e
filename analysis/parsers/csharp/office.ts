/**
 * Programs of Office that are started by COM, and neither told to quit nor released: each stays a process of its own.
 * https://learn.microsoft.com/dotnet/api/system.runtime.interopservices.marshal.releasecomobject
 */
import { isHandedOn, isKept, uses } from './kept.ts';
import type { Place } from './places.ts';
import { calls, constructions } from './sites.ts';
import type { Site } from './sites.ts';
import type { Source } from './source.ts';

const program =
  /^new\s{1,20}(?:[\w.]{0,80}\.)?(?:Excel|Word|PowerPoint|Outlook|Visio|Access|MSProject)\.(?:Application|ApplicationClass)\b/;
const interop = /\busing\s{1,8}(?:\w{1,40}\s{0,4}=\s{0,4})?Microsoft\.Office\.Interop\b/;
const released = /\b(?:Final)?ReleaseComObject\s{0,4}\(\s{0,8}(?:[A-Za-z_]\w{0,80}\.){0,4}$/;
const frees = /\b\w{0,60}(?:Release|Free|Dispose|Close|Quit|Kill)\w{0,40}\s{0,4}\((?:[^();]{0,120},)?\s{0,8}(?:ref\s{1,8})?(?:this\.)?$/;

function isEnded(source: Source, name: string): boolean {
  const { code } = source;
  return uses(code, name, 0, code.length).some((at) => {
    const ahead = code.slice(Math.max(0, at - 160), at);
    return (
      released.test(ahead) ||
      frees.test(ahead) ||
      /^\s{0,4}[?!]?\.\s{0,4}(?:(?:Quit|Dispose)\s{0,4}\(|Visible\s{0,4}=\s{0,4}true\b)/.test(
        code.slice(at + name.length, at + name.length + 40),
      )
    );
  });
}

/** What is shown is the user's, who closes it. */
const isLeft = (source: Source, site: Site): boolean =>
  site.target !== null && !isKept(source, site) && !isEnded(source, site.target) && !isHandedOn(source, site);

export function officePrograms(source: Source): readonly Place[] {
  const { code } = source;
  if (!/\b(?:Application|ApplicationClass)\b/.test(code)) return [];
  const opened = interop.test(code);
  return constructions(source, (name) => name === 'Application' || name === 'ApplicationClass')
    .filter(
      ({ at }) => program.test(code.slice(at, at + 200)) || (opened && /^new\s{1,20}Application(?:Class)?\b/.test(code.slice(at, at + 60))),
    )
    .filter((site) => isLeft(source, site))
    .map(({ at }) => ({ pattern: 'disposable-not-disposed-com', at }));
}

/** By its name alone: `Activator.CreateInstance(Type.GetTypeFromProgID("Excel.Application"))`. */
export function programsByName(source: Source): readonly Place[] {
  if (!source.code.includes('GetTypeFromProgID')) return [];
  return calls(source, new Set(['Activator.CreateInstance']))
    .filter((site) => site.args.some((each) => each.includes('GetTypeFromProgID')) && isLeft(source, site))
    .map(({ at }) => ({ pattern: 'disposable-not-disposed-com', at }));
}
