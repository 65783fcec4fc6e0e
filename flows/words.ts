/** What a person typed (the mention already stripped) → a word with its arguments; null: none of ours. Linear in the text. */
import type { BareWord, Word } from './types.ts';
import { bareWords } from './types.ts';
import { GB, MB } from './figures.ts';

/** A sentence to a bot; anything longer is an output. */
const longestCommand = 4000;
const longestName = 64;
const longestText = 2000;
const longestTicket = 40;
const mostThresholds = 5;

const aliases: Readonly<Record<string, BareWord>> = {
  goon: 'go-on',
  continue: 'go-on',
  proceed: 'go-on',
  '?': 'help',
  commands: 'help',
  undo: 'back',
  again: 'redo',
  retry: 'redo',
  cases: 'list',
  unpause: 'resume',
  graph: 'chart',
  history: 'timeline',
};
const courtesies: readonly string[] = ['please', 'pls', 'now', 'thanks', 'hey', 'hi', 'ok', 'okay', 'can', 'could', 'you', 'thank'];

function isCourtesy(token: string): boolean {
  return courtesies.includes(bare(token));
}

/** Punctuation at the ends of a token, without a pattern that could look twice at it. */
function bare(token: string): string {
  const marks = '.,;:!?"\'`()[]{}<>';
  let from = 0;
  let to = token.length;
  while (from < to && marks.includes(token.charAt(from))) from += 1;
  while (to > from && marks.includes(token.charAt(to - 1))) to -= 1;
  return token.slice(from, to).toLowerCase();
}
/** The same with its own letters' case. */
function trimmed(token: string): string {
  const size = bare(token).length;
  const at = token.toLowerCase().indexOf(bare(token));
  return token.slice(Math.max(0, at), Math.max(0, at) + size);
}

/** One line of printable text, its blanks made single; null: too long, or with control characters in it. */
function tokensOf(text: string): readonly string[] | null {
  if (text.length > longestCommand) return null;
  const line = text.replace(/[\u00a0\u200b\u2000-\u200a\u202f\ufeff]/g, ' ').trim();
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(line)) return null;
  const tokens = line.split(/\s+/).filter((token) => token !== '');
  let from = 0;
  while (from < tokens.length && isCourtesy(tokens[from] ?? '')) from += 1;
  return tokens.slice(from);
}

function withoutCourtesy(tokens: readonly string[]): readonly string[] {
  return tokens.filter((token) => !isCourtesy(token));
}

function pidOf(token: string): number | null {
  return /^\d{1,10}$/.test(token) && Number(token) > 0 && Number(token) < 2 ** 32 ? Number(token) : null;
}

function isName(token: string): boolean {
  return token.length <= longestName && /^\w[\w.@+-]*$/.test(token) && !/^\d+$/.test(token);
}

type Asked = Omit<Extract<Word, { word: 'investigate' }>, 'word'>;

/** `w3wp`, `w3wp.exe`, `1234`, `pid 1234`, `w3wp (4312)`, each with `on HOST` and `for TICKET`; null: something in it is none of these. */
function readAsked(tokens: readonly string[]): Asked | null {
  let asked: Asked = { process: null, pid: null, host: null, ticket: null };
  for (let at = 0; at < tokens.length; at += 1) {
    const word = bare(tokens[at] ?? '');
    const next = trimmed(tokens[at + 1] ?? '');
    if (word === '' || word === 'process' || word === 'the') continue;
    if ((word === 'on' || word === 'at') && isName(next)) asked = { ...asked, host: next };
    else if (word === 'for' && next.toLowerCase() === 'ticket') continue;
    else if ((word === 'for' || word === 'ticket') && isTicket(next)) asked = { ...asked, ticket: next };
    else if (word === 'pid' && pidOf(next) !== null) asked = { ...asked, pid: pidOf(next) };
    else {
      const own = readSubject(trimmed(tokens[at] ?? ''), asked);
      if (own === null) return null;
      asked = own;
      continue;
    }
    at += 1;
  }
  return asked.process === null && asked.pid === null ? null : asked;
}

function isTicket(token: string): boolean {
  return token.length <= longestTicket && /^[#\w][\w#/-]*$/.test(token);
}

function readSubject(token: string, asked: Asked): Asked | null {
  const joined = /^pid[=:](\d{1,10})$/i.exec(token);
  const pid = pidOf(joined?.[1] ?? token);
  if (pid !== null && asked.pid === null) return { ...asked, pid };
  const name = token.replace(/\.exe$/i, '');
  if (asked.process === null && isName(name)) return { ...asked, process: name };
  // A bare ticket at the end: `investigate w3wp INC-4711`.
  return asked.ticket === null && /^[A-Za-z]{2,10}-\d{1,10}$/.test(token) ? { ...asked, ticket: token } : null;
}

/** `2.2 2.6 3.0` and `2.2GB`, `900 MB`, `2,2`: bytes; a bare number means GB (2^30). null: not sizes. */
function readSizes(tokens: readonly string[]): readonly number[] | null {
  const joined = tokens
    .join(' ')
    .replace(/(\d),(\d)/g, '$1.$2')
    .replace(/[,;/]/g, ' ')
    .replace(/\band\b/gi, ' ');
  const sizes: number[] = [];
  let rest = joined.trim();
  while (rest !== '') {
    const found = /^(\d{1,7}(?:\.\d{1,6})?) ?(gb|gib|g|mb|mib|m)?(?= |$)/i.exec(rest);
    if (found === null || sizes.length >= mostThresholds) return null;
    const unit = (found[2] ?? 'gb').toLowerCase().startsWith('m') ? MB : GB;
    sizes.push(Math.round(Number(found[1]) * unit));
    rest = rest.slice(found[0].length).trim();
  }
  return sizes.length === 0 ? null : sizes;
}

type Reader = (tokens: readonly string[], said: string) => Word | null;

const readers: Readonly<Record<string, Reader>> = {
  investigate: (tokens) => {
    const asked = readAsked(withoutCourtesy(tokens));
    return asked === null ? null : { word: 'investigate', ...asked };
  },
  practice: (tokens) => {
    const incident =
      withoutCourtesy(tokens)
        .map(trimmed)
        .find((token) => bare(token) !== 'incident') ?? null;
    if (incident !== null && !isName(incident)) return null;
    return { word: 'practice', incident: incident?.toLowerCase() ?? null };
  },
  note: (_, said) => (said === '' ? null : { word: 'note', text: said }),
  // Without a time it is asked for when the note is taken.
  deployed: (_, said) => ({ word: 'note', text: `deployed ${said}`.trim() }),
  skip: (_, said) => ({ word: 'skip', reason: said }),
  cancel: (_, said) => ({ word: 'cancel', reason: said }),
  handover: (tokens) => ({
    word: 'handover',
    to: tokens
      .filter((token, index) => index > 0 || bare(token) !== 'to')
      .join(' ')
      .slice(0, longestName)
      .trim(),
  }),
  fixed: (_, said) => ({ word: 'fixed', what: said }),
  thresholds: (tokens) => {
    const bytes = readSizes(withoutCourtesy(tokens));
    return bytes === null ? null : { word: 'thresholds', bytes };
  },
  time: (tokens) => {
    const [evidence, ...at] = tokens;
    if (evidence === undefined || at.length === 0) return null;
    if (!isName(trimmed(evidence)) && !/^\d{1,4}$/.test(trimmed(evidence))) return null;
    return { word: 'time', evidence: trimmed(evidence), at: at.join(' ').slice(0, longestName) };
  },
  pid: (tokens) => {
    const [only, ...more] = withoutCourtesy(tokens);
    const pid = more.length > 0 ? null : pidOf(trimmed(only ?? ''));
    return pid === null ? null : { word: 'pid', pid };
  },
};
const readerAliases: Readonly<Record<string, string>> = {
  analyse: 'investigate',
  analyze: 'investigate',
  practise: 'practice',
  demo: 'practice',
  remark: 'note',
  abort: 'cancel',
  threshold: 'thresholds',
};

/** `skip: reason`, `skip - reason`, `skip because reason`: the reason alone, its own letters kept. */
function saidAfter(tokens: readonly string[]): string {
  const from = tokens.findIndex((token) => bare(token) !== '' && !['-', '–', '—'].includes(token));
  const rest = from < 0 ? [] : tokens.slice(from);
  const said = bare(rest[0] ?? '') === 'because' ? rest.slice(1) : rest;
  const end = ['please', 'pls', 'thanks'].includes(bare(said.at(-1) ?? '')) ? said.slice(0, -1) : said;
  return end.join(' ').slice(0, longestText);
}

/** `go on`, `hand over`, `chart.`: words of one or two tokens. */
function readBare(tokens: readonly string[]): Word | null {
  const rest = withoutCourtesy(tokens);
  const said = rest
    .map(bare)
    .filter((token) => token !== '')
    .join('-');
  const word = aliases[said] ?? aliases[said.replaceAll('-', '')] ?? said;
  const known = bareWords.find((each) => each === word);
  if (known !== undefined) return { word: known };
  return tokens.length === 1 && tokens[0] === '?' ? { word: 'help' } : null;
}

export function readWords(text: string): Word | null {
  const tokens = tokensOf(text);
  if (tokens === null || tokens.length === 0) return null;
  const plain = readBare(tokens);
  if (plain !== null) return plain;
  const first = bare(tokens[0] ?? '');
  const isHandOver = first === 'hand' && bare(tokens[1] ?? '') === 'over';
  const name = isHandOver ? 'handover' : (readerAliases[first] ?? first);
  const rest = tokens.slice(isHandOver ? 2 : 1);
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  return reader?.(rest, saidAfter(rest)) ?? null;
}
