/**
 * A pattern's source → strings that hurt it: made of what its own atoms match, so that each comes close and fails late.
 * Understands what our patterns use: alternatives, groups, look-arounds, classes, quantifiers, escapes.
 */

interface Atom {
  /** Texts that this atom alone matches, shortest first; none: it matches no character of its own (an anchor). */
  readonly samples: readonly string[];
  /** What it may repeat: its own samples, and those of the atoms inside. */
  readonly isRepeated: boolean;
  readonly inside: readonly (readonly Atom[])[];
}

interface Cursor {
  readonly source: string;
  readonly flags: string;
  at: number;
}

/** Of the characters that a class matches the first few of these are tried. */
const candidates = Array.from('a0 A_-.\t:/"\'\\=,;<>()[]{}|+*%@#!$&~^?`x9éж\n\u0001');
const mostOfClass = 3;

function charactersOf(atom: string, flags: string): readonly string[] {
  const pattern = new RegExp(`^(?:${atom})$`, flags.replace(/[gy]/g, ''));
  const found = candidates.filter((each) => pattern.test(each));
  const written = Array.from(atom).filter((each) => !candidates.includes(each) && pattern.test(each));
  return [...written, ...found].slice(0, mostOfClass);
}

function classEnd(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at + 1;
}

function escapeEnd(source: string, from: number): number {
  const rest = source.slice(from);
  const long = /^\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[pP]\{[^}]+\}|k<[^>]+>|c[A-Z]|\d+)/i.exec(rest)?.[0].length;
  return from + (long ?? 2);
}

function readAtom(cursor: Cursor): Atom {
  const { source, flags } = cursor;
  const from = cursor.at;
  if (source[from] === '(') return readGroup(cursor);
  if (source[from] === '[') cursor.at = classEnd(source, from);
  else if (source[from] === '\\') cursor.at = escapeEnd(source, from);
  else cursor.at += String.fromCodePoint(source.codePointAt(from) ?? 0).length;
  const text = source.slice(from, cursor.at);
  const matchesNothing = /^(?:[\^$]|\\[bB]|\\k<.*|\\[1-9]\d*)$/.test(text);
  return { samples: matchesNothing ? [] : charactersOf(text, flags), isRepeated: false, inside: [] };
}

function readGroup(cursor: Cursor): Atom {
  const opening = /^\((?:\?(?:[:=!]|<[=!]|<[^>]+>|[a-z-]*:))?/.exec(cursor.source.slice(cursor.at))?.[0] ?? '(';
  cursor.at += opening.length;
  const inside = readAlternatives(cursor);
  cursor.at += 1;
  const isLook = /^\(\?<?[=!]/.test(opening);
  return { samples: isLook ? [] : inside.map(sampleOf).filter((each) => each !== ''), isRepeated: false, inside };
}

function readAlternatives(cursor: Cursor): readonly (readonly Atom[])[] {
  const all: Atom[][] = [[]];
  while (cursor.at < cursor.source.length && cursor.source[cursor.at] !== ')') {
    if (cursor.source[cursor.at] === '|') {
      cursor.at += 1;
      all.push([]);
      continue;
    }
    const atom = readAtom(cursor);
    const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(cursor.source.slice(cursor.at))?.[0] ?? '';
    cursor.at += quantifier.length;
    const least = Math.min(Number(/^\{(\d+)/.exec(quantifier)?.[1] ?? '1'), 64);
    const samples = least > 1 ? atom.samples.map((each) => each.repeat(least)) : atom.samples;
    all.at(-1)?.push({ ...atom, samples, isRepeated: quantifier !== '' && !quantifier.startsWith('?') });
  }
  return all;
}

const sampleOf = (atoms: readonly Atom[]): string => atoms.map((each) => each.samples[0] ?? '').join('');

/** `before` matches what stands before, `unit` is what is repeated behind it. */
interface Attack {
  readonly before: string;
  readonly unit: string;
}

function attacksIn(atoms: readonly Atom[], before: string): readonly Attack[] {
  const found: Attack[] = [];
  let prefix = before;
  atoms.forEach((atom, index) => {
    for (const unit of atom.samples) {
      if (atom.isRepeated) found.push({ before: prefix, unit }, { before: '', unit }, { before: '', unit: prefix + unit });
      const next = atoms[index + 1]?.samples[0] ?? '';
      if (next !== '') found.push({ before: prefix, unit: unit + next }, { before: '', unit: unit + next });
    }
    for (const alternative of atom.inside) found.push(...attacksIn(alternative, prefix));
    prefix += atom.samples[0] ?? '';
    if (prefix !== '') found.push({ before: '', unit: prefix });
  });
  return found;
}

/** What hurts patterns of any kind. */
const common: readonly Attack[] = ['a', ' ', '\t', '0', '\n', '"', '<', '(', '.', 'a ', '0,', ' a'].map((unit) => ({ before: '', unit }));
/** What comes after: a pattern that has matched all is made to fail, or ends well. */
const ends = ['\u0000', ''];

/** Strings of `length` characters that come close to the pattern, each once. */
export function hostileStrings(pattern: RegExp, length: number): readonly string[] {
  const atoms = readAlternatives({ source: pattern.source, flags: pattern.flags, at: 0 });
  const attacks = [...atoms.flatMap((each) => attacksIn(each, '')), ...common];
  const strings = attacks.flatMap(({ before, unit }) => {
    const start = before.slice(0, length);
    const body = unit.repeat(Math.ceil(length / unit.length)).slice(0, Math.max(0, length - start.length));
    return ends.map((end) => start + body.slice(0, Math.max(0, body.length - end.length)) + end);
  });
  return [...new Set(strings)];
}
