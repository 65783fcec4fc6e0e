/** What a person began to say, where the rest cannot be understood: how it is said. */
const usage: Readonly<Record<string, string>> = {
  investigate:
    'Say "investigate" with a process name or a pid, for example: investigate w3wp on WEB01 for INC-4711, or investigate 4312. A name with blanks or other letters: its pid will do.',
  thresholds: 'Say "thresholds" with sizes, for example: thresholds 2.2 2.6 3.0 GB.',
  time: 'Say "time" with an evidence and a time of day, for example: time e3 14:05.',
  note: 'Say "note" and what you saw, for example: note the pool was recycled at 14:05.',
  practice: 'Say "practice gdi-plus" or "practice xml-serializer".',
};

/** Longer texts are outputs, whatever they begin with. */
const longestLine = 600;

/** What people say to each other has no figures and is short; the output of a tool has many lines or a number. */
const longestChat = 60;

export function isChat(text: string): boolean {
  return text.length <= longestChat && !/[\n\d]/.test(text.trim());
}

/** One short line that begins with one of our words and is none of them: how it is said. null: it is something else. */
export function usageOf(text: string): string | null {
  if (text.length > longestLine || text.includes('\n')) return null;
  const first = /^\s*([a-z-]{2,20})\b/i.exec(text)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(usage, first) ? (usage[first] ?? null) : null;
}
