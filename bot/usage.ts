import { bareWords } from '../flows/types.ts';

/** What a person began to say, where the rest cannot be understood: how it is said. */
const usage: Readonly<Record<string, string>> = {
  investigate:
    'Say "investigate" with a process name or a pid, for example: investigate w3wp on WEB01 for INC-4711, or investigate 4312. A name with blanks or other letters: its pid will do.',
  thresholds: 'Say "thresholds" with sizes, for example: thresholds 2.2 2.6 3.0 GB.',
  time: 'Say "time" with an evidence and a time of day, for example: time e3 14:05.',
  pid: 'Say "pid" with its number where several processes of one name were found or read, for example: pid 4312.',
  note: 'Say "note" and what you saw, for example: note the pool was recycled at 14:05.',
  practice: 'Say "practice gdi-plus" or "practice xml-serializer".',
};

/** Words that are long enough to be recognised with one slip in them. */
const typed = [...bareWords, 'investigate', 'practice', 'note', 'skip', 'cancel', 'handover', 'fixed', 'deployed', 'thresholds'].filter(
  (word) => word.length >= 4,
);

/** Longer texts are outputs, whatever they begin with. */
const longestLine = 600;

/** What people say to each other has no figures and is short; the output of a tool has many lines or a number. */
const longestChat = 60;

export function isChat(text: string): boolean {
  return text.length <= longestChat && !/[\n\d]/.test(text.trim());
}

/** `what now?`, `and how`, `hello`: whoever says so wants to be shown where things stand. */
export function isAsking(text: string): boolean {
  const said = text.trim();
  const greets = /^(?:hello|hallo|hey|hi|good \w{1,10})[ ,.]{0,5}$/i.test(said);
  return said.endsWith('?') || greets || /^(?:what|how|where|why|who|which|now what|next)\b/i.test(said);
}

/** One short line that begins with one of our words and is none of them: how it is said. null: it is something else. */
export function usageOf(text: string): string | null {
  if (text.length > longestLine || text.includes('\n')) return null;
  const first = /^\s*([a-z-]{2,20})\b/i.exec(text)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(usage, first) ? (usage[first] ?? null) : null;
}

/** What somebody wanted to type, where one slip of the fingers would explain it: `investigte 4312`. null: nothing is that near. */
export function slipOf(text: string): string | null {
  if (text.length > longestLine || text.includes('\n')) return null;
  const first = /^\s*([a-z-]{4,20})\b/i.exec(text)?.[1]?.toLowerCase() ?? '';
  return first === '' ? null : (typed.find((word) => isOneSlip(first, word)) ?? null);
}

/** One letter too many, too few or another one, or two that changed places. */
function isOneSlip(said: string, meant: string): boolean {
  let from = 0;
  while (from < said.length && said[from] === meant[from]) from += 1;
  let kept = 0;
  while (kept < Math.min(said.length, meant.length) - from && said.at(-1 - kept) === meant.at(-1 - kept)) kept += 1;
  const [a, b] = [said.slice(from, said.length - kept), meant.slice(from, meant.length - kept)];
  return (a.length <= 1 && b.length <= 1) || (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]);
}
