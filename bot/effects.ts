import { reportHtml, reportMarkdown } from '../cards/index.ts';
import type { Connector, ConnectorTarget, FailureReason, Outcome, TicketDraft, TicketSystem } from '../connectors/types.ts';
import { howOf, stepOf } from '../flows/index.ts';
import type { Effect, FlowEvent, Investigation, Target } from '../flows/types.ts';
import type { Store } from '../store/types.ts';
import { onlyOwn, whyNot } from './access.ts';
import { appendixOf } from './appendix.ts';
import type { Outbox } from './chat.ts';
import type { Outputs } from './outputs.ts';
import { namesakes, successorAmong } from './successor.ts';
import type { TurnInput } from './turn.ts';

export interface EffectsInput {
  readonly connectors: Readonly<Record<Connector['id'], Connector>>;
  readonly tickets: TicketSystem;
  readonly store: Store;
  readonly outputs: Outputs;
  readonly outbox: Outbox;
  readonly now: () => number;
}

/** Finding a process reads /proc once; longer means that it hangs. */
const findTimeoutMs = 15_000;

/**
 * Runs one pending effect; what comes back is handed to the door, and carries the effect's id. Or it is the
 * news that the process runs in another life by now: then the effect waits to be run again on that one.
 */
export async function runEffect(input: EffectsInput, investigation: Investigation, effect: Effect, stop: AbortSignal): Promise<TurnInput> {
  switch (effect.type) {
    case 'findTarget':
      return findTarget(input, effect, stop);
    case 'collect':
      return collect(input, investigation, effect, stop);
    case 'fileTicket':
      return fileTicket(input, investigation, effect);
    case 'post':
      await input.outbox.notify(investigation, effect.id, { text: effect.text });
      return { type: 'event', event: { type: 'posted', effectId: effect.id, by: null, at: at(input) } };
  }
}

function at(input: EffectsInput): string {
  return new Date(input.now()).toISOString();
}

export function failed(effectId: string, problem: string, when: string): TurnInput {
  return { type: 'event', event: { type: 'effectFailed', effectId, problem, by: null, at: when } };
}

async function findTarget(input: EffectsInput, effect: Extract<Effect, { type: 'findTarget' }>, stop: AbortSignal): Promise<TurnInput> {
  const { local } = input.connectors;
  if (local.find === undefined) return failed(effect.id, local.title, at(input));
  const found = await local.find(effect.process, effect.pid, AbortSignal.any([stop, AbortSignal.timeout(findTimeoutMs)]));
  const own = await onlyOwn(found);
  // What runs under another user is there, and its commands can be run by hand: it is not "not found".
  const candidates = own.length > 0 ? own : found.map((each) => ({ ...each, unreadable: true as const }));
  const event: FlowEvent = { type: 'targetsFound', effectId: effect.id, candidates, by: null, at: at(input) };
  return { type: 'event', event };
}

export function connectorTarget(target: Target): ConnectorTarget {
  const { host, process, pid, startedAt, incident } = target;
  return { host, process, pid, startedAt, incident };
}

async function collect(
  input: EffectsInput,
  investigation: Investigation,
  effect: Extract<Effect, { type: 'collect' }>,
  stop: AbortSignal,
): Promise<TurnInput> {
  const { target } = investigation;
  if (target === null) return failed(effect.id, 'No process has been chosen yet.', at(input));
  // The same question as the card's: what is shown and what runs cannot differ.
  const how = howOf(investigation, effect.collector, effect.occurrence);
  const refused = await whyNot(target, how);
  if (refused !== null) return failed(effect.id, refused, at(input));
  const connector = input.connectors[target.connector];
  if (connector.exec === undefined || how?.argv == null)
    return failed(effect.id, 'There is no command for this here: do it by hand and paste or drop the output.', at(input));
  const { collector, occurrence } = effect;
  const command = { collector, occurrence, step: stepOf(investigation), argv: how.argv, timeoutMs: how.timeoutMs };
  const outcome = await connector.exec(connectorTarget(target), command, AbortSignal.any([stop, AbortSignal.timeout(how.timeoutMs)]));
  if (outcome.status === 'failed') {
    const restarted = outcome.reason === 'gone' ? await restartOf(input, connector, target, stop) : null;
    return restarted ?? failed(effect.id, failureSays(outcome, target), at(input));
  }
  const output = await input.outputs.take(Buffer.from(outcome.stdout, 'utf8'), effect.collector);
  const { from, rawRef, result } = output;
  return {
    type: 'output',
    taken: { result, from, rawRef, at: at(input), by: effect.askedBy, collectedAt: outcome.takenAt, effectId: effect.id, watch: null },
  };
}

/** The process has ended: is there exactly one that took its place? */
async function restartOf(input: EffectsInput, connector: Connector, target: Target, stop: AbortSignal): Promise<TurnInput | null> {
  const found = await namesakes(connector, target, AbortSignal.any([stop, AbortSignal.timeout(findTimeoutMs)]));
  const successor = successorAmong(target, { like: null, beside: [] }, found);
  if (successor.is !== 'found') return null;
  const { pid, startedAt } = successor.process;
  return { type: 'event', event: { type: 'lifeChanged', pid, startedAt, by: null, at: at(input) } };
}

const reasons: Readonly<Record<FailureReason, string>> = {
  unreachable: 'The host could not be reached.',
  denied: 'Access was denied.',
  timedOut: 'It took too long and was stopped.',
  toolMissing: 'The tool is not there.',
  exitCode: 'The command ended with an error.',
  gone: 'The process is gone.',
};

function failureSays(outcome: Extract<Outcome, { status: 'failed' }>, target: Target): string {
  const detail = outcome.detail.trim().slice(0, 300);
  return `${reasons[outcome.reason]} ${detail === '' ? `This was on ${target.host}.` : detail}`;
}

async function fileTicket(
  input: EffectsInput,
  investigation: Investigation,
  effect: Extract<Effect, { type: 'fileTicket' }>,
): Promise<TurnInput> {
  const appendix = await appendixOf(input.store, investigation);
  const draft: TicketDraft = {
    key: `${investigation.id}-${effect.id}`,
    ticket: investigation.ticket,
    title: investigation.judgement?.verdict.lead ?? `Memory investigation ${investigation.id}`,
    markdown: reportMarkdown(investigation),
    attachments: [
      { name: 'report.html', contentType: 'text/html', content: reportHtml(investigation, appendix) },
      ...appendix.map(({ name, text }, index) => ({
        name: `${index + 1}-${fileName(name)}.txt`,
        contentType: 'text/plain',
        content: text,
      })),
    ],
  };
  const filed = await input.tickets.file(draft);
  if (!filed.ok) return failed(effect.id, filed.problem, at(input));
  return { type: 'event', event: { type: 'ticketFiled', effectId: effect.id, ticket: filed.ticket, by: null, at: at(input) } };
}

function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 60);
}
