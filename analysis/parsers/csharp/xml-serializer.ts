/**
 * Which constructors of XmlSerializer make a new dynamic assembly each time: all but `(Type)` and `(Type, string
 * defaultNamespace)`. https://learn.microsoft.com/dotnet/api/system.xml.serialization.xmlserializer ("Dynamically
 * Generated Assemblies": with the other constructors "multiple versions of the same assembly are generated and never
 * unloaded").
 */
import { isKept, uses } from './kept.ts';
import type { Source } from './source.ts';
import type { Site } from './sites.ts';

type Second = 'string' | 'other' | 'unknown';

/** What the second argument is: a namespace (cached by the runtime), or anything else (not cached). */
function secondArgument({ code }: Source, argument: string): Second {
  if (/^defaultNamespace\s{0,8}:/.test(argument)) return 'string';
  if (/^(?:root|extraTypes|overrides|types)\s{0,8}:/.test(argument)) return 'other';
  if (/^[$@]{0,2}"|^(?:string\.Empty|String\.Empty|nameof\()/.test(argument)) return 'string';
  if (/^new\b|^\[|^Type\.EmptyTypes|\.ToArray\(\)$/.test(argument)) return 'other';
  const name = /^(?:this\.)?([A-Za-z_]\w{0,80})$/.exec(argument)?.[1];
  if (name === undefined) return 'unknown';
  return declaredAs(code, name) ?? namedLike(name);
}

const declaredTypes: Readonly<Record<string, Second>> = {
  string: 'string',
  String: 'string',
  XmlRootAttribute: 'other',
  XmlAttributeOverrides: 'other',
  'Type[]': 'other',
};

/** By its declaration in the same text: `Type[] extra`, `var root = new XmlRootAttribute(…)`. */
function declaredAs(code: string, name: string): Second | null {
  for (const at of uses(code, name, 0, code.length)) {
    const type = /([A-Za-z][\w.]{0,60}(?:\[\])?)\??\s{1,8}$/.exec(code.slice(Math.max(0, at - 80), at))?.[1] ?? '';
    const known = declaredTypes[type.slice(type.lastIndexOf('.') + 1)];
    if (known !== undefined) return known;
    const value = type === 'var' ? code.slice(at + name.length, at + name.length + 40) : '';
    if (/^\s{0,8}=\s{0,8}new\b/.test(value)) return 'other';
    if (/^\s{0,8}=\s{0,8}[$@]{0,2}"/.test(value)) return 'string';
  }
  return null;
}

function namedLike(name: string): Second {
  if (/root|override|types?$|attribute/i.test(name)) return 'other';
  return /namespace|^ns$|Ns$|xmlns/i.test(name) ? 'string' : 'unknown';
}

/** The pattern of one `new XmlSerializer(…)`; null for the two constructors that the runtime caches. */
export function xmlSerializer(source: Source, site: Site): string | null {
  const [first = '', second] = site.args;
  const mapped = /mapping/i.test(first) && !first.startsWith('typeof');
  if (site.args.length === 0 || (second === undefined && !mapped)) return null;
  const kind = site.args.length > 2 || mapped ? 'other' : secondArgument(source, second ?? '');
  if (kind === 'string') return null;
  if (isKept(source, site)) return 'xml-serializer-cached';
  return kind === 'other' ? 'xml-serializer-constructor' : 'xml-serializer-unclear';
}

/** `XmlSerializer.FromTypes(…)` asks no cache: each call makes the serializers anew (dotnet/corefx#33950). */
export function serializersOfTypes(source: Source, site: Site): string | null {
  return isKept(source, site) ? 'xml-serializer-cached' : 'xml-serializer-constructor-from-types';
}
