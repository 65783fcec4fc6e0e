import { calls, inSource, manyObjects, objectsNamed } from './clues.ts';
import type { KnownCause } from './types.ts';

export const regexPerCall: KnownCause = {
  id: 'regex-per-call',
  title: 'Compiled regular expressions are built for each call',
  explains: ['loader-heap', 'managed'],
  clues: [
    inSource(2, 'regex-per-call'),
    manyObjects(2, 'regex-per-call'),
    objectsNamed(1.2, 500, 'CompiledRegexRunnerFactory'),
    calls(1.8, 'regularexpressions.regex..ctor', 'regexcompiler'),
  ],
  refutedBy: 'the regular expressions are static, or built without RegexOptions.Compiled and not kept',
  fix: 'Make each Regex once (`private static readonly Regex Zip = new(@"^\\d{5}$", RegexOptions.Compiled);`, or [GeneratedRegex]); never RegexOptions.Compiled with a pattern made from input.',
  link: 'https://learn.microsoft.com/dotnet/standard/base-types/best-practices-regex',
  looksLike: 'Static Regex methods keep a cache of 15: that is not a leak.',
};
