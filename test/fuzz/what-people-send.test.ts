/** Messages, buttons and words that were damaged or made up on purpose: F12. Each has an answer, and none takes long. */
import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../bench/random.ts';
import { meaningOf } from '../../bot/said.ts';
import { checkActivity } from '../../bot/teams/activity.ts';
import { filesOf } from '../../bot/teams/attachments.ts';
import { mentionsOf, withoutMention } from '../../bot/teams/mention.ts';
import { usageOf } from '../../bot/usage.ts';
import { readButton } from '../../cards/index.ts';
import { readWords } from '../../flows/index.ts';
import { leastProcessorMs } from '../support/processor-time.ts';
import { boundMs } from './fuzz-parser.ts';
import { mutateText } from './mutate.ts';

const count = Number(process.env.MUTANTS ?? '1000');
const seed = Number(process.env.FUZZ_SEED ?? '1');

const said = [
  '@Plumbline investigate w3wp on WEB01 for INC-4711',
  'thresholds 2 GB, 4 GB and 6 GB',
  'time ab12cd34ef-1 2026-01-15 14:30+01:00',
  'note the pool was recycled at 14:30 by hand',
  'skip no rights on that machine',
  'handover Robin Doe',
  'practice gdi-plus',
];
const activities = [
  {
    type: 'message',
    id: '1',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:abc', name: 'Robin', aadObjectId: '0f0f' },
    recipient: { id: '28:bot', name: 'Plumbline' },
    conversation: { id: '19:x@thread.tacv2;messageid=1', tenantId: 'contoso', isGroup: true },
    text: '<at>Plumbline</at> status',
    entities: [{ type: 'mention', text: '<at>Plumbline</at>', mentioned: { id: '28:bot', name: 'Plumbline' } }],
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        name: 'a.csv',
        content: { downloadUrl: 'https://x.sharepoint.com/a', fileType: 'csv' },
      },
      { contentType: 'text/plain', name: '..\\b.txt', contentUrl: 'data:text/plain;base64,aGVsbG8=' },
    ],
  },
  {
    type: 'invoke',
    name: 'adaptiveCard/action',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:abc' },
    conversation: { id: '19:x' },
    value: {
      action: { type: 'Action.Execute', verb: 'collect', data: { plumbline: 1, caseId: 'pl-260115-k3f9q', token: 'x', verb: 'collect' } },
    },
  },
].map((each) => JSON.stringify(each, null, 1));

const rules = { maxBytes: 1000, loopback: false, keptRef: () => null };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { ...(JSON.parse(activities[0] ?? '{}') as object), text };
  }
}

function hear(text: string): void {
  const plain = withoutMention(text, mentionsOf([{ type: 'mention', text: text.slice(0, 20), mentioned: { id: 'x' } }], 'x'));
  const word = readWords(plain);
  if (word !== null) expect(meaningOf(word, { id: 'x', name: 'Kim' }, '2026-01-15T12:00:00Z').does).toMatch(/^[a-z]+$/);
  usageOf(plain);
}

function receive(text: string): void {
  const body = parsed(text);
  const checked = checkActivity(body, { loopbackOnly: false, tenant: 'contoso' });
  if (!checked.ok) {
    expect(checked.problem.length).toBeGreaterThan(20);
    return;
  }
  const files = filesOf(checked.activity, rules);
  for (const file of files) expect(file.name).toMatch(/^[^\\/]{1,200}$/);
  mentionsOf(checked.activity.entities ?? [], checked.activity.recipient?.id ?? null);
  readButton(checked.activity.value);
}

describe('what people send', () => {
  it.each([
    ['words', said, hear],
    ['messages and buttons', activities, receive],
  ])('%s are answered, each mutant within 50 ms', (_, examples, take) => {
    const slow: string[] = [];
    for (let index = 0; index < count; index++) {
      const mutant = mutateText(examples[index % examples.length] ?? '', examples, createRandom(seed * 7919 + index));
      if (leastProcessorMs(() => take(mutant), boundMs) > boundMs) slow.push(mutant.slice(0, 200));
    }
    expect(slow).toEqual([]);
  });
});
