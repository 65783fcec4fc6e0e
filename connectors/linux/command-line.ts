/** A command line as a person may see it in a chat: short, and without what looks like a secret. */

const maxLength = 120;
const secretName = /pass|pwd|secret|token|credential|api-?key|auth|connection-?string|sas\b/i;
const hidden = '***';

export function shortCommandLine(argv: readonly string[]): string {
  const shown = argv.map((part, at) => {
    const before = argv[at - 1] ?? '';
    if (/^-/.test(before) && !before.includes('=') && secretName.test(before) && !part.startsWith('-')) return hidden;
    return withoutSecret(part.replace(/[\p{Cc}\p{Cf}]/gu, ' '));
  });
  const line = shown.join(' ').trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

function withoutSecret(part: string): string {
  const at = part.indexOf('=');
  if (at > 0 && secretName.test(part)) return `${part.slice(0, at + 1)}${hidden}`;
  return part.replace(/(:\/\/[^/:@\s]{1,64}):[^/@\s]{1,256}@/g, `$1:${hidden}@`);
}
