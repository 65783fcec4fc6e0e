/**
 * Masks secrets in text. This is the only place that decides what a secret looks like; it is used as a
 * reading leaves intake, on what people type, and on the copies of raw texts in a bundle. Pure, linear
 * in the length of the text (no quantifier inside another, every run bounded), and counted.
 *
 * What is masked keeps its name, so that a redacted copy still reads to the same verdict.
 */
const mask = '[redacted]';

/** `Token : 5` of a handle summary is no secret, `token=9f8a…` is: a value of these names must look made by a machine. */
const opaqueNames = 'token|api[-_]?key|access[-_]?key(?:[-_]?id)?|sig|signature|credential|cookie|session[-_]?id';
const plainNames =
  'password|passwd|passphrase|pwd|secret|secret[-_]?access[-_]?key|account[-_]?key|shared[-_]?access[-_]?key|shared[-_]?access[-_]?signature|private[-_]?key|connection[-_]?string|machine[-_]?key|decryption[-_]?key|validation[-_]?key';
const quoted = String.raw`"[^"\n]{1,2000}"|'[^'\n]{1,2000}'`;
const between = String.raw`["']?[ \t]{0,8}[:=][ \t]{0,8}`;
/** What is masked already is left alone. */
const notMasked = String.raw`(?!["']?\[redacted\])`;

interface Rule {
  readonly pattern: RegExp;
  readonly by: string;
}
const rules: readonly Rule[] = [
  { pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g, by: mask },
  // scheme://user:password@host
  { pattern: /(:\/\/[^\s/:@]{1,200}:)(?!\[redacted\])[^\s/@]{1,200}(?=@)/g, by: `$1${mask}` },
  { pattern: /\b(Bearer|Basic|Negotiate|NTLM)[ \t]{1,4}[\w.~+/=-]{8,8000}/gi, by: `$1 ${mask}` },
  { pattern: /\beyJ[\w-]{8,4000}\.[\w-]{4,8000}\.?[\w-]{0,2000}/g, by: mask },
  { pattern: /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g, by: mask },
  {
    pattern:
      /\b(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255}|xox[abeprs]-[\w-]{10,255}|AIza[\w-]{30,60}|glpat-[\w-]{16,64}|npm_\w{30,60})/g,
    by: mask,
  },
  {
    pattern: new RegExp(String.raw`((?:${plainNames})${between})${notMasked}(?:${quoted}|[^\s"';,&|)\]}]{1,2000})`, 'gi'),
    by: `$1${mask}`,
  },
  {
    pattern: new RegExp(String.raw`(--?(?:${plainNames}|token|api-?key)[ \t]{1,4})(?!-)${notMasked}[^\s"']{1,2000}`, 'gi'),
    by: `$1${mask}`,
  },
  {
    pattern: new RegExp(
      String.raw`((?:${opaqueNames})${between})(?:"[^"\n]{16,2000}"|'[^'\n]{16,2000}'|(?=[\w+/.%=-]{0,2000}\d)[\w+/.%=-]{16,2000})`,
      'gi',
    ),
    by: `$1${mask}`,
  },
];

export interface Redacted<T> {
  readonly value: T;
  readonly count: number;
}

export function redactText(text: string): { readonly text: string; readonly count: number } {
  let count = 0;
  let masked = text;
  for (const { pattern, by } of rules) {
    const found = masked.match(pattern)?.length ?? 0;
    if (found === 0) continue;
    count += found;
    masked = masked.replace(pattern, by);
  }
  return { text: masked, count };
}

/** Every string in plain JSON, names of fields included (object names of handles are such names). */
export function redact<T>(value: T): Redacted<T> {
  const { value: masked, count } = redactUnknown(value);
  return { value: masked as T, count };
}

function redactUnknown(value: unknown): Redacted<unknown> {
  if (typeof value === 'string') {
    const { text, count } = redactText(value);
    return { value: text, count };
  }
  if (Array.isArray(value)) {
    const items = value.map(redactUnknown);
    return { value: items.map((item) => item.value), count: total(items) };
  }
  if (typeof value !== 'object' || value === null) return { value, count: 0 };
  const fields = Object.entries(value).map(([name, field]) => ({ name: redactText(name), field: redactUnknown(field) }));
  return {
    value: Object.fromEntries(fields.map(({ name, field }) => [name.text, field.value])),
    count: total(fields.map(({ field }) => field)) + fields.reduce((sum, { name }) => sum + name.count, 0),
  };
}

function total(items: readonly { readonly count: number }[]): number {
  return items.reduce((sum, item) => sum + item.count, 0);
}
