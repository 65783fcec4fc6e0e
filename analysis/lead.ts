/** The conclusion in one sentence, its numbers in it: what the card, the page and the report open with. */
import { type Concluded, first, perHour } from './concluded.ts';
import { contradictionOf } from './findings/contradictions.ts';
import { besideHandles } from './memory-beside-handles.ts';
import { native } from './lead-native.ts';
import { lifeBehind } from './life-behind.ts';
import { notEnough } from './not-enough-lead.ts';
import { lifeTextAmong, livesIn, mayBeSameLife, toldApart } from './lives.ts';
import { ownMemory, partsText, twoParts } from './own-memory.ts';
import { threadTrend } from './thread-growth.ts';
import { bytesText, capital, countText, durationText, listText, lowered, shortText } from './wording.ts';

function handle(concluded: Concluded): string {
  const { found, component } = concluded;
  const grown = found.findings.filter(({ rule }) => rule === 'handle-growth');
  const trend = found.file.trend('handles');
  const named = grown.map(({ id }) => id.slice('handle-growth:'.length)).filter((type) => type !== 'tracked');
  if (trend?.motion === 'grows') {
    const which = named.length === 0 ? '' : `; what grows is ${listText(named.slice(0, 3))}`;
    return `Handles grow by ${countText(Math.round(trend.slopePerHour ?? 0))} an hour${which}.${besideHandles(found.file, trend.slopePerHour ?? 0)}`;
  }
  const says = first(
    concluded,
    'handle-growth',
    'handle-count-growth',
    'handle-name',
    'handle-trace',
    'handle-level',
    'slots-grow',
    'finalizable-growth',
  );
  const text = says ?? `Handles are opened and not closed${component === null ? '' : ` (${component})`}.`;
  const traced = found.findings.find(({ rule }) => rule === 'handle-trace');
  // Where nobody's code has a name the component is the type of the handles.
  return traced !== undefined && component !== null && traced.measured[component] === undefined
    ? `Handles are opened by ${shortText(component)} and not closed.`
    : text;
}

const loaderSigns = [
  'dynamic-assemblies',
  'loader-objects-grow',
  'loader-allocator',
  'emit-builders',
  'assembly-growth',
  'known-types',
  'loader-heap-growth',
  'assembly-level',
  'loader-heap-large',
  'counter-pattern',
];

function loader(concluded: Concluded): string {
  const { found } = concluded;
  const [rate, assemblies] = [perHour(concluded), found.file.trend('assemblies')];
  const follow = found.findings.some(({ rule, measured }) => rule === 'counter-pattern' && measured['handlesFollow'] === 1);
  if (assemblies?.motion === 'grows') {
    const parts = twoParts(found.file);
    const beside = parts === null ? rate : `${bytesText((1 - parts.gcShare) * parts.bytesPerHour)} an hour`;
    const memory = rate === null ? '' : `Memory outside the .NET heap grows by ${beside}: `;
    const loaded = `${countText(Math.round(assemblies.slopePerHour ?? 0))} assemblies an hour are loaded and never unloaded${follow ? ', and handles grow with them' : ''}.`;
    return memory === '' ? capital(loaded) : `${memory}${loaded}`;
  }
  return first(concluded, ...loaderSigns) ?? 'Assemblies are loaded again and again.';
}

function managed(concluded: Concluded): string {
  const { found, component } = concluded;
  const rate = perHour(concluded);
  const what = component === null ? '' : `; ${shortText(component)} stands out`;
  const parts = twoParts(found.file);
  if (rate !== null && parts !== null) return `${partsText(parts)}${component === null ? '' : ` ${shortText(component)} stands out.`}`;
  const still = (found.file.trend('gcHeap')?.motion ?? 'grows') !== 'grows';
  if (rate !== null && !still) {
    const unlooked = found.findings.some(({ rule }) => rule === 'no-full-collection');
    return `The .NET heap grows by ${rate}${unlooked ? ', and hardly a full collection has looked at it' : ''}${what}.`;
  }
  return (
    naming(concluded, 'known-types', 'heap-level', 'heap-cohort', 'heap-family') ??
    first(concluded, ...managedSigns) ??
    'Objects on the .NET heap are what stands out.'
  );
}

const managedSigns = [
  'gc-heap-kept',
  'heap-growth',
  'finalizable-growth',
  'known-types',
  'heap-level',
  'heap-cohort',
  'heap-family',
  'finalizer-stuck',
  'finalizer-queue',
  'timers-grow',
  'mapping-growth',
  'private-memory-growth',
  'heap-fragmentation',
  'gc-handles',
  'gc-root',
  'gc-heap-large',
];

/** Of several findings of these rules, the one that names what the verdict names; growth that was seen comes before it. */
function naming({ found, leakClass, component }: Concluded, ...rules: readonly string[]): string | null {
  if (component === null || found.findings.some(({ rule }) => rule === 'gc-heap-kept' || rule === 'heap-growth')) return null;
  const name = shortText(component);
  return found.findings.find(({ rule, points, says }) => points === leakClass && rules.includes(rule) && says.includes(name))?.says ?? null;
}

function virtual(concluded: Concluded): string {
  const { found, component } = concluded;
  const says = first(concluded, 'thread-pile-up', 'reserved-not-used');
  if (says !== null) return says;
  const trend = found.file.trend('virtualBytes');
  const rate = trend?.slopePerHour == null ? '' : ` by ${bytesText(trend.slopePerHour)} an hour`;
  const threads = threadTrend(found.file);
  const more = threads?.motion === 'grows' ? ` by ${countText(Math.round(threads.slopePerHour ?? 0))} an hour` : '';
  return component === 'thread stacks'
    ? `Threads pile up${more}, and their stacks take the address space${rate === '' ? '' : `, which grows${rate}`}.`
    : `Address space is reserved${rate} and not used.`;
}

function noLeak(concluded: Concluded): string {
  const { found } = concluded;
  const says = first(concluded, 'gc-keeps-memory', 'large-reservation', 'address-space-roomy');
  const memory = ownMemory(found.file);
  if (memory === null) return says ?? 'Nothing that was read grows.';
  const stop = found.findings.find(({ rule }) => rule === 'growth-stopped');
  if (stop !== undefined) return `No leak is seen any more. ${stop.says}`;
  const over = durationText(memory.to - memory.from);
  const why: Readonly<Record<string, string>> = {
    sawtooth: 'it looked like one because memory rises and is given back; its floor stays level',
    plateau: 'it looked like one while memory rose to its level',
    falls: 'memory falls',
  };
  return `No leak is seen over ${over}: ${why[memory.motion] ?? lowered(memory.says).replace(/\.$/, '')}.`;
}

/** The conclusion, and behind it what contradicts it; where nothing is concluded, that it does. */
function withContradiction(concluded: Concluded): string {
  const contradiction = contradictionOf(concluded.found.findings, concluded.leakClass);
  if (contradiction === null) return conclusion(concluded);
  return concluded.leakClass === 'not-enough-data' ? contradiction : `${conclusion(concluded)} But ${contradiction}`;
}

/** Where several processes or lives were read and nobody said which one is meant, the conclusion names the one it is about. */
export function leadOf(concluded: Concluded): string {
  const { life, lives, aside, scope } = concluded.found.file;
  const others = lives.length > 1 || (scope.process === null && aside.some((each) => livesIn(each).some(toldApart)));
  // After a fix the newest life is the one that must not grow: what grew is an earlier one of the same process.
  const isOpen = scope.fixedAt === null && others;
  const lead = withContradiction(concluded);
  const about = lifeBehind(concluded.found, concluded.leakClass) ?? life;
  const mustName = isOpen && (scope.pid === null || !mayBeSameLife(about, life));
  const known = lives.map((each) => each.life);
  return mustName && toldApart(about) && concluded.leakClass !== 'not-enough-data' ? `${lifeTextAmong(about, known)}: ${lead}` : lead;
}

function conclusion(concluded: Concluded): string {
  switch (concluded.leakClass) {
    case 'native':
      return native(concluded);
    case 'handle':
      return handle(concluded);
    case 'loader-heap':
      return loader(concluded);
    case 'managed':
      return managed(concluded);
    case 'virtual':
      return virtual(concluded);
    case 'no-leak':
      return noLeak(concluded);
    case 'not-enough-data':
      return notEnough(concluded.found, concluded.cause);
  }
}
