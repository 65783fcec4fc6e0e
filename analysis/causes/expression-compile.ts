import { blockedFinalizer, calls, inSource, manyObjects, objectsNamed, said } from './clues.ts';
import { methodsOfOthers } from './object-clues.ts';
import type { KnownCause } from './types.ts';

export const expressionCompile: KnownCause = {
  id: 'expression-compile',
  title: 'Expressions are compiled for each call; the methods wait for the finalizer',
  explains: ['loader-heap', 'managed'],
  clues: [
    inSource(2, 'expression-compile'),
    manyObjects(2.2, 'expression-compile'),
    objectsNamed(1.2, 2000, 'DynamicMethod', 'DynamicResolver', 'System.Linq.Expressions'),
    calls(1.8, 'expression.compile', 'lambdacompiler'),
    said(0.6, 'finalizer-backlog'),
    said(-2, 'known-types', 'regex-per-call'),
    methodsOfOthers(-3),
    // Whatever is finalizable waits for a finalizer that waits itself: dynamic methods among it.
    blockedFinalizer(-2),
  ],
  refutedBy: 'dynamic methods stay level while memory grows',
  fix: 'Compile each expression once and keep the delegate by a key: `private static readonly ConcurrentDictionary<string, Func<T, bool>> compiled`. What is used once is cheaper with `expression.Compile(preferInterpretation: true)`, which makes no dynamic method.',
  link: 'https://learn.microsoft.com/dotnet/api/system.linq.expressions.expression-1.compile',
  looksLike: 'Entity Framework and AutoMapper compile at start: a level.',
};
