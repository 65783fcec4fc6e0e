import { readJson } from '../http-body.ts';
import { answerJson } from '../route.ts';
import type { Exchange, Route } from '../route.ts';
import { cardContentType } from '../teams/invoke.ts';
import type { ShownActivity, Transcript } from './transcript.ts';

/** Cards are under 24 KB; a message holds a few of them at most. */
const maxActivityBytes = 1024 * 1024;

/**
 * What botbuilder's connector client calls to post into a conversation:
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
 */
export function connectorRoutes(transcript: Transcript, now: () => number): readonly Route[] {
  const conversation = '/v3/conversations/:conversation/activities';
  const post = (exchange: Exchange): Promise<void> => postActivity(transcript, now, exchange);
  return [
    { method: 'POST', path: conversation, handle: post },
    { method: 'POST', path: `${conversation}/:activity`, handle: post },
    { method: 'PUT', path: `${conversation}/:activity`, handle: (exchange) => updateActivity(transcript, now, exchange) },
    {
      method: 'DELETE',
      path: `${conversation}/:activity`,
      async handle({ response, params }) {
        await answerJson(response, (await transcript.remove(params.activity ?? '')) ? 200 : 404, {});
      },
    },
  ];
}

async function postActivity(transcript: Transcript, now: () => number, { request, response }: Exchange): Promise<void> {
  const body = await readJson(request, maxActivityBytes);
  if (!body.ok) {
    await answerJson(response, body.status, { error: { code: 'BadArgument', message: body.problem } });
  } else if (body.value.type === 'typing') {
    transcript.tell({ event: 'typing', data: {} });
    await answerJson(response, 200, { id: '' });
  } else {
    const added = await transcript.add(shown(body.value, now()));
    await answerJson(response, 200, { id: added.id });
  }
}

async function updateActivity(transcript: Transcript, now: () => number, { request, response, params }: Exchange): Promise<void> {
  const body = await readJson(request, maxActivityBytes);
  const id = params.activity ?? '';
  if (!body.ok) await answerJson(response, body.status, { error: { code: 'BadArgument', message: body.problem } });
  else if (transcript.replace(id, shown(body.value, now()))) await answerJson(response, 200, { id });
  else await answerJson(response, 404, { error: { code: 'ActivityNotFoundInConversation', message: 'There is no such activity.' } });
}

function shown(activity: Readonly<Record<string, unknown>>, now: number): Omit<ShownActivity, 'id'> {
  const attachments = Array.isArray(activity.attachments) ? (activity.attachments as readonly unknown[]) : [];
  return {
    timestamp: new Date(now).toISOString(),
    from: { name: 'Plumbline', role: 'bot' },
    text: typeof activity.text === 'string' ? activity.text : '',
    cards: attachments.flatMap((each) => {
      const { contentType, content } = (each ?? {}) as { contentType?: unknown; content?: unknown };
      return contentType === cardContentType ? [content] : [];
    }),
    files: [],
  };
}
