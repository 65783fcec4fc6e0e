/** `npm run docs`: writes docs/memory-leak.md from the statechart, the plan and the collectors. A test keeps the file true. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../connectors/quote.ts';
import { leakClasses } from '../analysis/types.ts';
import { collectors } from '../flows/collectors/index.ts';
import { duration } from '../flows/figures.ts';
import { chartEdges, type ChartEdge } from '../flows/memory-leak/chart.ts';
import { ways } from '../flows/memory-leak/facts.ts';
import { plan } from '../flows/plan.ts';
import { stepTitles } from '../flows/step-titles.ts';
import { collectingSteps, type FlowSettings, type Platform, type Target } from '../flows/types.ts';

const file = join(import.meta.dirname, 'memory-leak.md');
const settings: FlowSettings = { minimumCountersMs: 1_800_000, sampleIntervalMs: 15_000, handleSummariesApartMs: 600_000 };
const platforms: readonly Platform[] = ['windows-netfx', 'windows-dotnet', 'linux-dotnet', 'linux-native'];

function targetOn(platform: Platform): Target {
  const process = platform === 'windows-netfx' ? 'w3wp' : 'service';
  return { host: 'HOST', process, pid: 4312, startedAt: null, platform, connector: 'manual', incident: null };
}

// ---- diagrams ------------------------------------------------------------------------------

const guardWords: Readonly<Record<string, string>> = {
  isPassed: 'the class has changed',
  isPassedAs: 'done',
  isPassedWithoutStack: 'done, stack unknown',
  isPassedWithHandles: 'done, handles grow too',
  isOffTheWay: 'the class has changed',
  isUnclear: 'not enough data',
  hasClass: '',
  hasOpenStep: 'new evidence leads elsewhere',
  thresholdReached: 'threshold reached',
  fixHolds: 'holds',
  relapsed: 'relapse',
};

/** Before the class is known there is only one way on. */
const beforeClassify: readonly string[] = ['preflight', 'counters'];

function label({ from, event, guard }: ChartEdge): string {
  const [name = '', classes = ''] = guard.split(': ');
  if (name === 'isPassed' && beforeClassify.includes(stepIn(from))) return 'done';
  const words = [event, guardWords[name] ?? '', classes].filter((each) => each !== '');
  return words.join(', ');
}

function stepIn(name: string): string {
  return name.split('.')[0] ?? name;
}

/** What leads from everywhere to one place, and back and forth inside a step, stands in the text and in the other diagrams. */
function between(edges: readonly ChartEdge[]): readonly ChartEdge[] {
  return edges.filter(
    ({ from, to, event, guard }) =>
      !(guard === 'isOffTheWay' && beforeClassify.includes(stepIn(from))) &&
      guard !== 'isAside' &&
      from !== 'anywhere' &&
      from !== 'paused' &&
      event !== 'wentBack' &&
      event !== 'redone' &&
      stepIn(from) !== stepIn(to) &&
      stepIn(to) !== 'cancelled',
  );
}

function mermaid(edges: readonly (readonly [from: string, to: string, label: string])[], start: string): string {
  const lines = edges.map(([from, to, words]) => `    ${from} --> ${to}${words === '' ? '' : `: ${words}`}`);
  return ['```mermaid', 'stateDiagram-v2', `    [*] --> ${start}`, ...new Set(lines), '```'].join('\n');
}

function overview(): string {
  // A fix may be announced from anywhere; the path is that it is announced at the verdict.
  const all = chartEdges().map((edge) =>
    edge.from === 'anywhere' && edge.event === 'fixAnnounced' ? { ...edge, from: 'concluded', guard: '' } : edge,
  );
  const edges = between(all).map((edge) => [stepIn(edge.from), stepIn(edge.to), label(edge)] as const);
  return mermaid(edges, 'intake');
}

function insideOf(step: string): string {
  const own = chartEdges().filter(({ from, to }) => stepIn(from) === step && stepIn(to) === step && from.includes('.') && to.includes('.'));
  const edges = own.map((edge) => [lastPart(edge.from), lastPart(edge.to), label(edge)] as const);
  return mermaid(edges, edges[0]?.[0] ?? 'offering');
}

function lastPart(name: string): string {
  return name.split('.').at(-1) ?? name;
}

// ---- tables --------------------------------------------------------------------------------

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', '<br>');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

function waysTable(): string {
  return table(
    ['class', 'way'],
    leakClasses.map((leakClass) => [leakClass, ['classify', ...ways[leakClass], 'concluded'].join(' → ')]),
  );
}

function needSays(step: (typeof collectingSteps)[number]): string {
  const { need } = plan(null, [], settings).steps.find((each) => each.step === step) ?? { need: null };
  if (need === null) return '';
  const apart = need.apartMs === 0 ? '' : step === 'counters' ? `, over ${duration(need.apartMs)}` : `, ${duration(need.apartMs)} apart`;
  return `${need.atLeast} of ${need.kinds.join(' or ')}${apart}${need.sameLife ? ', of one life' : ''}`;
}

function stepsTable(): string {
  const plans = platforms.map((platform) => [platform, plan(targetOn(platform), [], settings)] as const);
  const rows = collectingSteps.map((step) => {
    const not = plans.filter(([, each]) => each.steps.find((one) => one.step === step)?.ruledOut != null).map(([platform]) => platform);
    const all = plan(null, [], settings).steps.find((each) => each.step === step);
    return [step, stepTitles[step], all?.collectors.join(', ') ?? '', needSays(step), not.join(', ')];
  });
  return table(['step', 'called', 'collectors, the default first', 'needs', 'passed over on'], rows);
}

function ruledOutList(): string {
  const lines = platforms.flatMap((platform) =>
    plan(targetOn(platform), [], settings)
      .steps.filter((each) => each.ruledOut !== null)
      .map((each) => `- ${platform}, ${each.step}: ${each.ruledOut ?? ''}`),
  );
  return lines.join('\n');
}

function collectorSection(): string {
  return collectors
    .map((collector) => {
      const rows = platforms.flatMap((platform) => {
        const how = collector.on(targetOn(platform), 1);
        if (how === null) return [];
        const command = how.argv === null ? 'by hand' : `\`${quote(how.argv, how.shell)}\``;
        return [[platform, command, how.rights, `${how.impact.kind}: ${how.impact.says}`]];
      });
      return `### ${collector.id}: ${collector.title}\n\n${collector.tells}\n\n${table(['platform', 'command', 'rights', 'impact'], rows)}`;
    })
    .join('\n\n');
}

// ---- the page ------------------------------------------------------------------------------

/** The whole text of docs/memory-leak.md. */
export function memoryLeakPage(): string {
  return `<!-- Made by docs/generate.ts from flows/memory-leak/machine.ts. Change the machine, then: npm run docs -->

# The statechart \`memory-leak\`

Every arrow between two steps. \`classify\` is never rested in. An arrow without an event is taken at once, when what it says has become true.

${overview()}

## Ways through

${waysTable()}

- A step is passed over when its need is met, when it is skipped with a reason, or when the platform rules it out. Evidence that arrives out of order counts at once.
- handle and virtual: leakTracking, leakReports and callStacks only while the stack is unknown (no frame of own code, no source that names the cause, no owner of the reservation).
- loader-heap: handleTypes comes between assemblies and plainDump where the number of handles grows with it, because the fix is then verified on the type that grows (seed 000: the Semaphore count).
- Three leak reports that attribute the growth with a confidence of at least 90 % stand for the counters and handle types before them.
- not-enough-data stays at the counters for as long as it is so; when the person goes on all the same, the way of native is walked, because it finds the most.
- A class that changes while the step is only offered leads to the way of the new class at once. While something is collected, watched or awaited the step is finished first; the way is chosen anew when it is left. At the verdict a changed class leads to what it still asks for.

## A collecting step

All steps but leakTracking look like this one (handleTypes). What its need wants makes it pass on from any of these.

${insideOf('handleTypes')}

## Leak tracking

${insideOf('leakTracking')}

A restart before the tracker is attached belongs to the step. One after it ends the tracking: what LeakTrack had recorded is gone, and the step is offered anew. The next threshold is the first above the last dump and above the size at which the watch began, so a process that is above one already is not dumped at once.

## Verifying the fix, and after

${insideOf('verifyingFix')}

${insideOf('reported')}

What will be counted and for how long is said before the fix is tried, and does not change afterwards. Only what was collected after the fix counts. A relapse, even of a closed case, leads back to the counters, and nothing that was found before the fix counts as done there.

## From everywhere

- \`wentBack\` leads to the step walked before; \`redone\` begins a step again (at the verdict: the counters). A step one came back to is not passed over although its need is met, until something new of its kind is read, or it is skipped or gone on from.
- \`skipped\` with a reason and \`goOnRequested\` leave a collecting step; \`pausedCase\` and \`resumedCase\` come back to exactly where it was; evidence is kept while paused.
- \`collectRequested\` and \`byHandChosen\` for a collector of another step lead there: the shorter way that a person chose. Asked for at the verdict, its answer leads back to the verdict.
- \`fixAnnounced\` leads to verifyingFix from every step after intake; \`reportRequested\` attaches what is known so far.
- \`lifeChanged\`: another pid or start time. Values of two lives are never compared.
- \`noted\` and \`handedOver\` are written down, in an ended case, too; \`cancelledCase\` ends it from everywhere but closed.

## Steps

${stepsTable()}

${ruledOutList()}

## Collectors

The commands for pid 4312. Where a command reads a dump, its path is that of the dump.

${collectorSection()}
`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(file, memoryLeakPage());
