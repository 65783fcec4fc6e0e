import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { activityOf, executeOf, openChannel } from '../support/channel-client.ts';
import type { Channel, Posted } from '../support/channel-client.ts';
import { removeFolder, startInFolder, textOf } from '../support/page-client.ts';
import type { Running, ShownAction, ShownCard } from '../support/page-client.ts';

const kim = { id: '29:kim', aadObjectId: 'aad-kim', name: 'Kim' };
const handles =
  'Handle v4.0\nSysinternals - www.sysinternals.com\n\nHandle type summary:\n  Event          : 14440\n  Semaphore      : 14029\nTotal handles: 28469\n';

const buttons = (card: ShownCard): readonly ShownAction[] => card.actions ?? [];
const button = (posted: Posted, title: string): ShownAction => {
  const found = posted.cards.flatMap(buttons).find((each) => each.title === title);
  if (found === undefined)
    throw new Error(
      `There is no button ${title}: ${posted.cards
        .flatMap(buttons)
        .map((each) => each.title)
        .join(', ')}`,
    );
  return found;
};
const caseCardIn = (conversation: string) => (posted: readonly Posted[]) =>
  posted.findLast(
    (each) =>
      each.conversation === conversation && each.cards.some((card) => buttons(card).some((action) => action.data?.step !== undefined)),
  );

describe('a Bot Framework client on this machine', () => {
  let bot: Running;
  let channel: Channel;
  const conversation = (id: string) => ({ conversation: { id, conversationType: 'channel' } });
  const begin = async (id: string, text = '<at>Plumbline</at> investigate w3wp on WEB01 for INC-4711'): Promise<Posted> => {
    await channel.send(activityOf(channel, { text, ...conversation(id) }));
    return channel.until(caseCardIn(id));
  };

  beforeAll(async () => {
    bot = await startInFolder();
    channel = await openChannel(bot.url);
  });
  afterAll(async () => {
    channel.close();
    await bot.stop();
    removeFolder(bot.folder);
  });

  it('opens a case with words, mention and all, and gets the one case card', async () => {
    const card = await begin('words');
    expect(textOf(card.cards[0])).toContain('INC-4711');
    expect(channel.posted.filter((each) => each.conversation === 'words')).toHaveLength(1);
  });

  it('clicks by Action.Execute and is answered with the changed card; the posted one is updated in place', async () => {
    const card = await begin('execute');
    const answer = await channel.send(executeOf(channel, button(card, "I'll run it"), conversation('execute')));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    await channel.until(() => card.updates > 0);
    expect(textOf((answer.body as { value: ShownCard }).value)).toBe(textOf(card.cards[0]));
  });

  it('clicks by Action.Submit and lands in the same place', async () => {
    const card = await begin('submit');
    const before = textOf(card.cards[0]);
    expect((await channel.send(activityOf(channel, { value: button(card, 'Skip').data, ...conversation('submit') }))).status).toBe(200);
    await channel.until(() => card.updates > 0);
    expect(textOf(card.cards[0])).not.toBe(before);
  });

  it('hears who was first when two click the same button, and the case moves once', async () => {
    const card = await begin('two');
    const skip = button(card, 'Skip');
    const [robin, other] = await Promise.all([
      channel.send(executeOf(channel, skip, conversation('two'))),
      channel.send(executeOf(channel, skip, { ...conversation('two'), from: kim })),
    ]);
    expect([robin.status, other.status]).toEqual([200, 200]);
    const late = await channel.until((posted) =>
      posted.find((each) => each.conversation === 'two' && each.text.includes('This is where we are now:')),
    );
    expect(late.text).toMatch(/^Already .+ by (Robin|Kim) at /);
    expect(textOf((robin.body as { value: ShownCard }).value)).toBe(textOf((other.body as { value: ShownCard }).value));
  });

  it('is told once what became of a button that a dozen press at the same moment', async () => {
    const card = await begin('dozen');
    const skip = button(card, 'Skip');
    const answers = await Promise.all(Array.from({ length: 12 }, () => channel.send(executeOf(channel, skip, conversation('dozen')))));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const says = (posted: readonly Posted[]) => posted.filter((each) => each.conversation === 'dozen' && each.text.startsWith('Already '));
    await channel.until((posted) => says(posted).length > 0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(says(channel.posted)).toHaveLength(1);
  });

  it('is told in which case it is again once the newer one has ended', async () => {
    await begin('nested');
    await begin('nested', '<at>Plumbline</at> investigate shopd on SRV07');
    const send = (text: string) => channel.send(activityOf(channel, { text, ...conversation('nested') }));
    await send('cancel opened by mistake');
    const back = await channel.until((posted) =>
      posted.find((each) => each.conversation === 'nested' && each.text.includes('You are back in')),
    );
    expect(back.text).toMatch(/^Cancelled: opened by mistake\. You are back in w3wp on WEB01 \(pl-[\w-]+\), at “Before we start”\./);
    await send('cancel this one, too');
    const last = await channel.until((posted) =>
      posted.find((each) => each.conversation === 'nested' && each.text.includes('this one, too')),
    );
    expect(last.text).toBe('Cancelled: this one, too.');
  });

  it('names the bot and nothing else, and is shown where things stand, or what can be said', async () => {
    const here = (id: string, words: string) => (posted: readonly Posted[]) =>
      posted.find((each) => each.conversation === id && each.cards.some((card) => textOf(card).includes(words)));
    await channel.send(activityOf(channel, { text: '<p><at>Plumbline</at>&nbsp;</p>', ...conversation('hello') }));
    await channel.until(here('hello', 'What you can say'));
    await begin('hello');
    const before = channel.posted.length;
    await channel.send(activityOf(channel, { text: '<at>Plumbline</at>', ...conversation('hello') }));
    const status = await channel.until((posted) => posted.slice(before).find((each) => each.conversation === 'hello'));
    expect(textOf(status.cards[0])).toContain('w3wp on WEB01');
  });

  it('writes words and outputs in the markup of Teams, and they are read as they were written', async () => {
    await channel.send(activityOf(channel, { text: '<p><at>Plumbline</at> investigate w3wp on WEB09<br></p>', ...conversation('markup') }));
    expect(textOf((await channel.until(caseCardIn('markup'))).cards[0])).toContain('w3wp on WEB09');
    const attachments = [{ contentType: 'text/html', content: `<p>&nbsp;</p><pre>${handles.replaceAll('14440', '14441')}</pre>` }];
    const text = handles.replaceAll('14440', '14441').replaceAll('\n', ' ');
    await channel.send(activityOf(channel, { text: `<at>Plumbline</at> ${text}`, attachments, ...conversation('markup') }));
    await channel.until((posted) =>
      posted.find((each) => each.conversation === 'markup' && each.cards.some((card) => textOf(card).includes('14,441'))),
    );
  });

  it('pastes an output, which is read, and drops one in the message', async () => {
    await begin('paste');
    await channel.send(activityOf(channel, { text: `<at>Plumbline</at> ${handles}`, ...conversation('paste') }));
    await channel.until((posted) =>
      posted.find((each) => each.conversation === 'paste' && each.cards.some((card) => textOf(card).includes('14,440'))),
    );
    const attachments = [
      { contentType: 'text/plain', name: 'later.txt', content: handles.replace('14440', '15999').replace('28469', '30028') },
    ];
    await channel.send(activityOf(channel, { text: '', attachments, ...conversation('paste') }));
    await channel.until((posted) =>
      posted.find((each) => each.conversation === 'paste' && each.cards.some((card) => textOf(card).includes('15,999'))),
    );
  });

  it('is handled once when it is delivered four times', async () => {
    const activity = activityOf(channel, { text: 'investigate w3wp on WEB02', ...conversation('again') });
    const answers = await Promise.all([1, 2, 3, 4].map(() => channel.send(activity)));
    expect(answers.map((each) => each.status)).toEqual([200, 200, 200, 200]);
    await channel.until(caseCardIn('again'));
    await channel.send(activityOf(channel, { text: 'list', ...conversation('again') }));
    const list = await channel.until((posted) =>
      posted.find((each) => each.cards.some((card) => textOf(card).startsWith('Cases') && textOf(card).includes('WEB02'))),
    );
    expect(textOf(list.cards[0]).match(/WEB02/g)).toHaveLength(2); // the row and its button
  });

  it('keeps the order of two messages, although the first is still being worked on', async () => {
    await begin('order');
    const slow = `${handles}${'noise without meaning\n'.repeat(50_000)}`;
    const first = channel.send(activityOf(channel, { text: slow, ...conversation('order') }));
    // Its megabyte is read in pieces, one in each turn of the event loop: after so many turns it has arrived, on a slow machine too.
    for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
    const second = channel.send(activityOf(channel, { text: 'timeline', ...conversation('order') }));
    await Promise.all([first, second]);
    const mine = await channel.until((posted) => {
      const here = posted.filter((each) => each.conversation === 'order');
      return here.some((each) => each.cards.some((card) => textOf(card).startsWith('Timeline'))) ? here : null;
    });
    const index = (words: string) => mine.findIndex((each) => each.cards.some((card) => textOf(card).includes(words)));
    expect(index('Read')).toBeGreaterThan(0);
    expect(mine.findIndex((each) => each.cards.some((card) => textOf(card).startsWith('Timeline')))).toBeGreaterThan(index('14,440'));
  });

  it('may not move or see a case of another conversation', async () => {
    const card = await begin('mine');
    const answer = await channel.send(executeOf(channel, button(card, 'Skip'), conversation('theirs')));
    expect(answer.status).toBe(200);
    await channel.until((posted) =>
      posted.find((each) => each.conversation === 'theirs' && each.text === 'That case is not one of this conversation.'),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(card.updates).toBe(0);
  });

  it('gets a throttled message after all, and never a second one where the first may have arrived', async () => {
    channel.failWith(429);
    await channel.send(activityOf(channel, { text: 'help', ...conversation('throttled') }));
    await channel.until((posted) => posted.some((each) => each.conversation === 'throttled'));
    channel.failWith(502);
    await channel.send(activityOf(channel, { text: 'help', ...conversation('lost') }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(channel.posted.filter((each) => each.conversation === 'lost')).toHaveLength(0);
  });

  it.each([
    ['bad JSON', '{"type":', 400],
    ['a list', '[]', 400],
    ['no activity', '{"a":1}', 400],
    ['no service address', JSON.stringify({ ...activityOf({ serviceUrl: '' } as Channel, {}) }), 400],
    ['more than the limit', `"${'x'.repeat(17 * 2 ** 20)}"`, 413],
  ])('is told what is wrong with %s', async (_, body, status) => {
    const response = await fetch(`${bot.url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(response.status).toBe(status);
    expect(((await response.json()) as { problem: string }).problem.length).toBeGreaterThan(10);
  });

  it('is not a web page of somebody else, nor another name for this machine', async () => {
    const body = activityOf(channel, { text: 'help' });
    expect((await channel.send(body, { origin: 'https://evil.example' })).status).toBe(403);
  });

  it('gets 501 for an invoke that the bot does not know', async () => {
    expect((await channel.send(activityOf(channel, { type: 'invoke', name: 'fileConsent/invoke', value: {} }))).status).toBe(501);
  });
});
