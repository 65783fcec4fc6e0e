import { z } from 'zod';

const account = z.object({
  id: z.string().min(1).max(500),
  name: z.string().max(500).nullish(),
  aadObjectId: z.string().max(200).nullish(),
  role: z.string().max(50).nullish(),
});

/** What we use of an activity; everything else of it is dropped at this door. */
const incomingActivity = z.object({
  type: z.string().min(1).max(100),
  id: z.string().max(500).nullish(),
  name: z.string().max(200).nullish(),
  timestamp: z.string().max(100).nullish(),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(2000),
  from: account,
  recipient: account.nullish(),
  conversation: z.object({
    id: z.string().min(1).max(1000),
    name: z.string().max(500).nullish(),
    conversationType: z.string().max(100).nullish(),
    tenantId: z.string().max(200).nullish(),
    isGroup: z.boolean().nullish(),
  }),
  text: z.string().nullish(),
  replyToId: z.string().max(500).nullish(),
  locale: z.string().max(50).nullish(),
  value: z.unknown().optional(),
  entities: z.array(z.unknown()).max(200).nullish(),
  membersAdded: z.array(account).max(1000).nullish(),
  attachments: z
    .array(
      z.object({
        contentType: z.string().max(200).nullish(),
        contentUrl: z.string().nullish(),
        content: z.unknown().optional(),
        name: z.string().max(1000).nullish(),
      }),
    )
    .max(50)
    .nullish(),
});
export type IncomingActivity = z.output<typeof incomingActivity>;

export type CheckedActivity =
  { readonly ok: true; readonly activity: IncomingActivity } | { readonly ok: false; readonly status: 400 | 403; readonly problem: string };

const loopback: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * The shape first: botbuilder answers 500 to a body that is no activity, and skips its check of the
 * service's address where there is none. Without sign-in only a service on this machine is answered.
 */
export function checkActivity(body: unknown, rules: { loopbackOnly: boolean; tenant: string | null }): CheckedActivity {
  const read = incomingActivity.safeParse(body);
  if (!read.success) {
    const fields = read.error.issues.map((issue) => issue.path.join('.') || 'body').slice(0, 5);
    return { ok: false, status: 400, problem: `This is not an activity that can be answered; look at: ${fields.join(', ')}.` };
  }
  const activity = read.data;
  if (rules.loopbackOnly && !loopback.includes(new URL(activity.serviceUrl).hostname))
    return { ok: false, status: 400, problem: 'Without an app id only a client on this machine is answered: serviceUrl points elsewhere.' };
  const tenant = activity.conversation.tenantId ?? null;
  if (rules.tenant !== null && tenant !== null && tenant !== rules.tenant)
    return { ok: false, status: 403, problem: 'This bot belongs to another organisation.' };
  return { ok: true, activity };
}
