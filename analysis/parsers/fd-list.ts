/**
 * The open file descriptors of a Linux process, as ls -l, find -printf '%f %l' or readlink list them:
 *
 *   lrwx------ 1 root root 64 Nov 21 08:38 11 -> anon_inode:[eventfd]
 *   31 socket:[179862]
 *   pipe:[179865]
 *
 * proc_pid_fd(5). The dates of ls are localised and not used. Nothing closes the list, so a missing end
 * shows only in what ls sorts by name: 10 to 19 stand before 2.
 */
import { countByType, descriptorType, sharedNames } from '../linux-descriptors.ts';
import { unknownLife } from '../life.ts';
import { commandOf } from '../prompt.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /\/proc\/(\d{1,10})\/fd\b/;
const folder = /^\s{0,8}\/proc\/(\d{1,10})\/fd\/?:$/;
/** `ls -l /proc/4412/fd/*` and `find -ls` write the whole path, find its inode and blocks in front. */
const listed =
  /^\s{0,12}(?:\d{1,20}\s{1,12}\d{1,9}\s{1,4})?[ld][-r][-w][-x].{6,120}?\s(?:\/proc\/\d{1,10}\/fd\/)?(\d{1,9}) -> (\S.{0,4095})$/;
/** `stat -c %N` puts both names between quotes. */
const found =
  /^\s{0,8}'?(?:\/proc\/\d{1,10}\/fd\/)?(\d{1,9})'?(?: ->|:)? '?((?:\/|socket:|pipe:|anon_inode:|[a-z]{2,12}:\[)[^'\n]{0,4095})'?$/;
const linked = /^\s{0,8}((?:socket:\[|pipe:\[|anon_inode:|net:\[|mnt:\[|\/(?!\/|proc\/\d{1,10}\/fd\b)).{0,4095})$/;
/** A descriptor that no path of another listing looks like. */
const distinctive = /(?:^|[\s'])(?:socket:\[\d{1,20}\]|pipe:\[\d{1,20}\]|anon_inode:\S)/;
/** So ls lists a descriptor, and hardly anything else: a number that is a link of 64 bytes to a whole path, with the rights of its owner alone. */
const linkOfDescriptor = /^\s{0,12}l[r-][w-][x-]-{6}[.+]? 1 \S{1,64} \S{1,64} 64 .{6,40}\s\d{1,9} -> ['"]?\//;
/** So many one after another are a list of them, and no beginning of one that was cut. */
const surely = 4;
/** ls prints these around its rows; find names the folder itself. */
const around =
  /^\s{0,8}(?:(?:totale?|totalt|totaal|insgesamt|razem|celkem|toplam|összesen|yhteensä|i alt|итого|загалом|合計|总计|总用量|總計|합계) \d{1,9}|d[-r].{8,120}\s\.{1,2}|\/proc\/\d{1,10}\/fd\/?(?: ->)?)$/;

type Form = 'listed' | 'found' | 'linked';

/** On a terminal ls puts a name with brackets or blanks between quotes: `3 -> 'socket:[179862]'`. */
const unquoted = (name: string): string => /^(['"])(.{1,4094})\1$/.exec(name)?.[2] ?? name;

function targetOf(line: string, form: Form): string | null {
  if (form === 'listed') return unquoted(listed.exec(line)?.[2] ?? '') || null;
  if (form === 'found') return found.exec(line)?.[2] ?? null;
  return linked.exec(line)?.[1] ?? null;
}

function formOf(line: string): Form | null {
  if (listed.test(line)) return 'listed';
  if (found.test(line)) return 'found';
  return linked.test(line) ? 'linked' : null;
}

const startsList = (line: string): boolean => command.test(commandOf(line) ?? '') || folder.test(line) || around.test(line);
/** So many lines may precede the first socket, pipe or anon_inode of a list of bare links. */
const lookAhead = 40;

function span(lines: readonly string[], from: number): number {
  let start = from;
  while (start - from < 4 && startsList(lines[start] ?? '')) start++;
  const form = formOf(lines[start] ?? '');
  if (form === null) return 0;
  // Within a list that was told to be none from its first row on; bare links are looked at from each row.
  const isAsked = lines.slice(from, start).some((line) => command.test(line));
  const above = lines.slice(Math.max(0, from - 4), from).findLast((line) => !around.test(line)) ?? '';
  if (!isAsked && form !== 'linked' && targetOf(above, form) !== null) return 0;
  let end = start;
  let isCertain = false;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? '';
    if (targetOf(line, form) === null && !around.test(line)) break;
    isCertain ||=
      distinctive.test(line) ||
      (form === 'listed' && lines.slice(end, end + surely).filter((each) => linkOfDescriptor.test(each)).length === surely);
    if (!isCertain && form === 'linked' && end - start > lookAhead) return 0;
  }
  return isCertain || (isAsked && form !== 'linked') ? end - from : 0;
}

/** Descriptors are given out from the lowest number on: two of one digit that are missing behind the last row were cut off. */
const missingDigits = 2;
/** Whether a list by name (`0 1 10 11 2`) ends before the numbers that sort last. */
function endsEarly(numbers: readonly string[]): boolean {
  const last = numbers.at(-1) ?? '';
  const byName = numbers.every((each, at) => at === 0 || (numbers[at - 1] ?? '') < each);
  // Behind 1 to 19 a list without an 11 is one of single high descriptors that a shell handed down, not one of them all.
  const isDense = last < '2' || numbers.includes('11');
  return byName && isDense && numbers.some((each) => each.length > 1) && Number(last.charAt(0)) <= 9 - missingDigits;
}

function parse(lines: readonly string[]): Parsed {
  const form = lines.map(formOf).find((each) => each !== null) ?? 'linked';
  const targets = lines.flatMap((line) => (startsList(line) ? [] : (targetOf(line, form) ?? [])));
  const asked = lines
    .slice(0, 4)
    .map((line) => command.exec(line))
    .find((each) => each !== null);
  const life = { ...unknownLife, pid: asked == null ? null : Number(asked[1]) };
  const files = targets.filter((target) => target.startsWith('/'));
  const numbers = lines.flatMap((line) => (form === 'linked' ? [] : ((form === 'listed' ? listed : found).exec(line)?.[1] ?? [])));
  const partial = endsEarly(numbers);
  const summary = {
    byType: countByType(targets.map(descriptorType)),
    total: partial ? null : targets.length,
    partial,
    byName: sharedNames(files),
  };
  const unmarked = 'Nothing marks the end of this list: where it was cut, more descriptors are open.';
  const cut = `The list ends at descriptor ${numbers.at(-1) ?? ''}, and those that sort behind it are missing: it was cut.`;
  return {
    ok: true,
    readings: [{ kind: 'handles', life, takenAt: null, summary }],
    notes: partial ? [cut] : form === 'linked' ? [unmarked] : [],
  };
}

export const fdList: TextParser = {
  id: 'fd-list',
  title: 'open file descriptors',
  hints: ['lrwx------', 'l-wx------', 'lr-x------', 'socket:[', 'pipe:[', 'anon_inode:', '/fd'],
  span,
  parse,
};
