import { CloudAdapter, ConfigurationBotFrameworkAuthentication, ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import type { Activity, ConfigurationBotFrameworkAuthenticationOptions, ConversationReference, TurnContext } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import type { AuthenticateRequestResult, BotFrameworkAuthentication } from 'botframework-connector';
import { problemCard } from '../../cards/index.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { troubleOf } from '../trouble.ts';
import { checkActivity } from './activity.ts';
import type { IncomingActivity } from './activity.ts';
import { cardAttachment, invokeAnswer } from './invoke.ts';
import type { InvokeAnswer } from './invoke.ts';
import { createDelivery, refusalOf } from './delivery.ts';
import type { Refusal } from './delivery.ts';

/** What goes back as the HTTP answer. */
export interface Received {
  readonly status: number;
  readonly body: unknown;
}
export type Sent =
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly refusal: Refusal | null; readonly detail: string };

type Outgoing = Readonly<Record<string, unknown>>;

export interface BotAdapter {
  /** One activity as it came in. Who sent it is checked here; what it means, in `handle`. */
  receive(body: unknown, authorization: string): Promise<Received>;
  /** `activity` is the outgoing message as plain JSON. */
  post(reference: ConversationReference, activity: Outgoing): Promise<Sent>;
  update(reference: ConversationReference, id: string, activity: Outgoing): Promise<Sent>;
}

export interface AdapterInput {
  /** null: nobody signs; the server lets only this machine in, and only this machine is answered. */
  readonly teams: { readonly appId: string; readonly password: string; readonly tenant: string | null } | null;
  readonly log: Log;
  readonly handle: (activity: IncomingActivity) => Promise<InvokeAnswer | null>;
  /** Other addresses of the sign-in service: sovereign clouds, tests. */
  readonly signIn?: ConfigurationBotFrameworkAuthenticationOptions;
}

function createAuthentication(input: AdapterInput): BotFrameworkAuthentication {
  const { teams } = input;
  const credentials = new ConfigurationServiceClientCredentialFactory({
    ...(teams === null ? {} : { MicrosoftAppId: teams.appId, MicrosoftAppPassword: teams.password }),
    ...(teams?.tenant == null ? {} : { MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: teams.tenant }),
  });
  // The SDK's own factory implements the class it is asked for without extending it.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  return new ConfigurationBotFrameworkAuthentication(input.signIn ?? {}, credentials, undefined, undefined, {
    httpClient: createDelivery(),
  });
}

/** botbuilder's CloudAdapter behind four functions: the archived SDK is used here and nowhere else. */
export function createAdapter(input: AdapterInput): BotAdapter {
  const authentication = createAuthentication(input);
  const adapter = new CloudAdapter(authentication);
  const appId = input.teams?.appId ?? '';

  async function within(reference: ConversationReference, send: (context: TurnContext) => Promise<string>): Promise<Sent> {
    try {
      let id = '';
      await adapter.continueConversationAsync(appId, reference, async (context) => {
        id = await send(context);
      });
      return { ok: true, id };
    } catch (error) {
      return { ok: false, refusal: refusalOf(error), detail: describeError(error).message };
    }
  }

  return {
    async receive(body, authorization) {
      const checked = checkActivity(body, { loopbackOnly: input.teams === null, tenant: input.teams?.tenant ?? null });
      if (!checked.ok) return { status: checked.status, body: { problem: checked.problem } };
      const signed = await authenticate(authentication, checked.activity, authorization);
      if (!signed.ok) {
        input.log.warn({ status: signed.status, reason: describeError(signed.error).message }, 'activity refused');
        return { status: signed.status, body: { problem: signed.problem } };
      }
      return run(adapter, signed.result, checked.activity, input);
    },
    post: (reference, activity) => within(reference, async (context) => (await context.sendActivity(activity))?.id ?? ''),
    update: (reference, id, activity) =>
      within(reference, async (context) => {
        await context.updateActivity({ ...activity, id });
        return id;
      }),
  };
}

type Signed =
  | { readonly ok: true; readonly result: AuthenticateRequestResult }
  | { readonly ok: false; readonly status: 401 | 503; readonly problem: string; readonly error: unknown };

/** A forged signature makes botbuilder throw a plain error, which would be a 500: whatever is not proven is 401. */
async function authenticate(
  authentication: BotFrameworkAuthentication,
  activity: IncomingActivity,
  authorization: string,
): Promise<Signed> {
  try {
    return { ok: true, result: await authentication.authenticateRequest(forBotbuilder(activity), authorization) };
  } catch (error) {
    const unreachable =
      (error instanceof Error && error.name === 'FetchError') || (error instanceof AuthenticationError && error.statusCode >= 500);
    return unreachable
      ? { ok: false, status: 503, problem: 'The sign-in keys could not be fetched; send it again.', error }
      : { ok: false, status: 401, problem: 'Who sent this could not be proven.', error };
  }
}

const wentWrong = 'Something in Plumbline itself went wrong here. Nothing was changed; the log has the reason. Try it once more.';

/** The last catch: logs with the case's id, shows the problem, saves nothing. */
async function run(
  adapter: CloudAdapter,
  signed: AuthenticateRequestResult,
  activity: IncomingActivity,
  input: AdapterInput,
): Promise<Received> {
  let answer: InvokeAnswer | null = null;
  await adapter.processActivityDirect(signed, forBotbuilder(activity), async (context) => {
    try {
      answer = await input.handle(activity);
    } catch (error) {
      input.log.error({ case: caseIdIn(activity), activity: activity.id, error: describeError(error) }, 'turn failed');
      const card = problemCard(troubleOf(error, wentWrong));
      answer = invokeAnswer(card);
      if (activity.type !== 'invoke') await context.sendActivity({ type: 'message', attachments: [cardAttachment(card)] });
    }
  });
  if (activity.type !== 'invoke') return { status: 200, body: undefined };
  const given = answer as InvokeAnswer | null;
  return given === null ? { status: 501, body: undefined } : { status: 200, body: given };
}

/** The fields that botbuilder itself uses have been checked; its own type asks for many that we dropped. */
function forBotbuilder(activity: IncomingActivity): Activity {
  return { ...activity } as unknown as Activity;
}

function caseIdIn(activity: IncomingActivity): string | null {
  const text = JSON.stringify(activity.value ?? null);
  return /"caseId":"([\w-]{1,40})"/.exec(text)?.[1] ?? null;
}
