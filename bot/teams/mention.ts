/** `<at>Plumbline</at>` as Teams writes it; found by searching, never by a pattern: linear on any text. */
const open = '<at>';
const close = '</at>';

/**
 * The message without the mention of the bot. `mentions` are the mention texts that mean the bot (from
 * the activity's entities); a mention that opens the message is taken for the bot's even without one.
 */
export function withoutMention(text: string, mentions: readonly string[]): string {
  let rest = text;
  for (const mention of mentions) if (mention !== '') rest = rest.split(mention).join('');
  rest = rest.split('&nbsp;').join(' ').trim();
  if (rest.startsWith(open)) {
    const end = rest.indexOf(close);
    if (end !== -1) rest = rest.slice(end + close.length).trim();
  }
  // Other people who are mentioned keep their names.
  return rest.includes(open) ? rest.split(open).join('').split(close).join('') : rest;
}

/** The mention texts of an activity's entities that mean the account `id`. */
export function mentionsOf(entities: readonly unknown[], id: string | null): readonly string[] {
  return entities.flatMap((entity) => {
    if (typeof entity !== 'object' || entity === null) return [];
    const { type, mentioned, text } = entity as { type?: unknown; mentioned?: { id?: unknown } | null; text?: unknown };
    return type === 'mention' && typeof text === 'string' && text.length <= 500 && mentioned?.id === id ? [text] : [];
  });
}
