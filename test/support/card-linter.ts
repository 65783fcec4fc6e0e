/** Checks a card as Teams and the page would: the SDK's own parser, and the rules of FACE.md and STACK.md. */
import { createRequire } from 'node:module';
import type { AdaptiveCardJson } from '../../cards/types.ts';

type Json = Readonly<Record<string, unknown>>;
const require = createRequire(import.meta.url);
// The package's ESM build has imports without extensions, which Node refuses (STACK.md).
const sdk = require('adaptivecards/dist/adaptivecards.js');

/** 28 KB is the limit on some routes of Teams; below it is room for the envelope. */
const mostBytes = 24 * 1024;
const mostPrimary = 4;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object in a card, with the card itself. */
export function objectsIn(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return isObject(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : [];
}

export function buttonsOf(card: AdaptiveCardJson): readonly Json[] {
  return objectsIn(card).filter((each) => each['type'] === 'Action.Execute');
}

/** What a person reads: text of blocks and runs, in order, a line a block. */
export function textOf(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map(textOf)
      .filter((each) => each !== '')
      .join('\n');
  if (!isObject(value)) return '';
  if (value['type'] === 'RichTextBlock') return (value['inlines'] as Json[]).map((each) => String(each['text'])).join('');
  if (value['type'] === 'TextBlock') return String(value['text']);
  if (value['type'] === 'TableRow') return (value['cells'] as unknown[]).map(textOf).join(' | ');
  return ['body', 'items', 'rows', 'columns']
    .map((key) => textOf(value[key]))
    .filter((each) => each !== '')
    .join('\n');
}

/** The SDK drops a Chart.Line, which Teams draws: there its fallback must stand. */
function parsed(card: AdaptiveCardJson): readonly string[] {
  const context = new sdk.SerializationContext();
  const read = new sdk.AdaptiveCard();
  // The SDK counts secondary buttons too, which clients put behind "more"; primary ones are counted below.
  read.hostConfig = new sdk.HostConfig({ actions: { maxActions: 12 } });
  read.parse(JSON.parse(JSON.stringify(card)), context);
  const events: readonly { message: string }[] = [
    ...Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index)),
    ...read.validateProperties().validationEvents,
  ];
  return events.map((each) => each.message).filter((message) => !message.includes('Chart.Line'));
}

/** Everything that is wrong with a card; empty for a good one. */
export function lint(card: AdaptiveCardJson): readonly string[] {
  const size = Buffer.byteLength(JSON.stringify(card));
  const actions = (card.actions ?? []) as readonly Json[];
  const executes = buttonsOf(card);
  const primary = actions.filter((each) => each['mode'] !== 'secondary');
  const ids = objectsIn(card).flatMap((each) => (typeof each['id'] === 'string' ? [each['id']] : []));
  return [
    ...parsed(card),
    ...(objectsIn(card)[0]?.['version'] === '1.5' ? [] : ['another version than 1.5']),
    ...(size < mostBytes ? [] : [`${size} bytes`]),
    ...(primary.length <= mostPrimary ? [] : [`${primary.length} primary buttons`]),
    ...(actions.filter((each) => each['style'] === 'positive').length <= 1 ? [] : ['two buttons are the first choice']),
    ...executes
      .filter((each) => typeof each['verb'] !== 'string' || !isObject(each['data']))
      .map(() => 'Action.Execute without verb or data'),
    ...objectsIn(card)
      .filter((each) => each['type'] === 'Chart.Line' && !isObject(each['fallback']))
      .map(() => 'Chart.Line without fallback'),
    ...objectsIn(card)
      .filter((each) => each['type'] === 'TextBlock' && each['wrap'] !== true)
      .map(() => 'a TextBlock that does not wrap'),
    ...objectsIn(card)
      .filter((each) => typeof each['text'] === 'string' && each['text'].includes('undefined'))
      .map((each) => String(each['text'])),
    ...(new Set(ids).size === ids.length ? [] : ['an id twice']),
  ];
}
