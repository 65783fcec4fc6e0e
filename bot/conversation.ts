import {
  caseCard,
  chartCard,
  evidenceCard,
  helpCard,
  listCard,
  problemCard,
  readButton,
  timelineCard,
  welcomeCard,
  whyCard,
} from '../cards/index.ts';
import type { ButtonPress } from '../cards/types.ts';
import { readWords } from '../flows/index.ts';
import type { Investigation, Word } from '../flows/types.ts';
import { acknowledgement } from './acknowledgement.ts';
import { nothing, say, show } from './answers.ts';
import { backIn } from './back-in.ts';
import { caseMeant } from './case-meant.ts';
import type { ConversationInput } from './case-meant.ts';
import type { Answer, Incoming, Reply } from './chat.ts';
import { openAsked, openPractice } from './opening.ts';
import type { ReadOutput } from './outputs.ts';
import { createSaidOnce } from './said-once.ts';
import type { SaidOnce } from './said-once.ts';
import { opened, pasted } from './paste.ts';
import { meaningOf } from './said.ts';
import { turn } from './turn.ts';
import type { TurnInput } from './turn.ts';
import { isAsking, isChat, slipOf, usageOf } from './usage.ts';

const unknownWords =
  'None of these words is one of mine. Type "help" for what you can say, or "note" and your words to keep them with the case.';
const unknownHere = 'None of these words is one of mine. Type "investigate" with a process, paste any output, or type "help".';
const noCase = 'No case is open here. Type "investigate" with a process, paste any output, or type "help".';
/** A case is named by its id anywhere in a message: `status pl-260115-k3f9q`. */
const caseIdPattern = /(?:^|\s)(pl-\d{6}-[a-z0-9]{5})(?=\s|$)/;
/** A word is short and stands alone; longer texts are outputs, whatever they begin with. Only a note may be as long as it likes. */
const longestWordLine = 600;
const longestNote = 4000;

/** One message or click → what is answered. Whatever changes a case goes through the door. */
export function createConversation(input: ConversationInput): (incoming: Incoming) => Promise<Answer> {
  const isNew = createSaidOnce();
  return async (incoming) => {
    if (incoming.joined) return show(welcomeCard(), 'Plumbline');
    if (incoming.press !== undefined) return pressed(input, incoming, isNew);
    const problems: Reply[] = [];
    const outputs: ReadOutput[] = [];
    for (const file of incoming.files) {
      const read = await input.outputs.takeFile(file);
      if ('problem' in read) problems.push({ card: problemCard(read.problem), says: read.problem });
      else outputs.push(read);
    }
    const typed = await heard(input, incoming, outputs);
    return { ...typed, replies: [...problems, ...typed.replies] };
  };
}

/** The text of a message: a word, an output, or a word with an output below it. */
async function heard(input: ConversationInput, incoming: Incoming, files: readonly ReadOutput[]): Promise<Answer> {
  const named = caseIdPattern.exec(incoming.text.slice(0, longestWordLine))?.[1] ?? null;
  const text = named === null ? incoming.text : incoming.text.replace(named, '').trim();
  const word = wordIn(text);
  if (word !== null) {
    const answered = await spoken(input, incoming, word.word, named);
    const rest = word.rest === '' ? files : [...files, await input.outputs.take(Buffer.from(word.rest, 'utf8'), 'pasted text')];
    return rest.length === 0 ? answered : joined(answered, await pasted(input, incoming, rest, answered.shown?.id ?? named));
  }
  if (text.trim() === '' && files.length > 0) return pasted(input, incoming, files, named);
  // Whoever says nothing but the bot's name wants to know where things stand, or what it can do.
  if (text.trim() === '') {
    const isOpenHere = named !== null || (await caseMeant(input, incoming, null)) !== null;
    return spoken(input, incoming, { word: isOpenHere ? 'status' : 'help' }, named);
  }
  const meant = usageOf(text);
  if (meant !== null && files.length === 0) return say(meant);
  const output = await input.outputs.take(Buffer.from(text, 'utf8'), 'pasted text');
  if (files.length === 0 && output.result.blocks.length === 0) {
    const slip = slipOf(text);
    if (slip !== null) return say(`Did you mean "${slip}"? Type "help" for what you can say.`);
    if (isChat(text)) return chatted(input, incoming, text, named);
  }
  return pasted(input, incoming, [...files, output], named);
}

/** What people say to each other is no output; a question is answered with where things stand. */
async function chatted(input: ConversationInput, incoming: Incoming, text: string, named: string | null): Promise<Answer> {
  const found = await caseMeant(input, incoming, named);
  if (!isAsking(text)) return say(found === null ? unknownHere : unknownWords);
  return found === null ? show(welcomeCard(), 'Plumbline') : shown(found, 'status', incoming.at);
}

function joined(first: Answer, second: Answer): Answer {
  return { replies: [...first.replies, ...second.replies], shown: second.shown ?? first.shown, card: second.card ?? first.card };
}

/** A word stands alone in one line, but for `investigate`, below which an output may follow at once. */
function wordIn(text: string): { readonly word: Word; readonly rest: string } | null {
  const end = text.indexOf('\n');
  const line = end === -1 ? text : text.slice(0, end);
  const limit = /^\s*note\b/i.test(line) ? longestNote : longestWordLine;
  if (line.length > limit) return null;
  const whole = text.length <= limit ? readWords(text) : null;
  if (end === -1) return whole === null ? null : { word: whole, rest: '' };
  if (whole?.word === 'note') return { word: whole, rest: '' };
  const first = readWords(line);
  return first?.word === 'investigate' ? { word: first, rest: text.slice(end + 1) } : null;
}

async function spoken(input: ConversationInput, incoming: Incoming, word: Word, named: string | null): Promise<Answer> {
  const said = meaningOf(word, incoming.by, incoming.at);
  if (said.does === 'help') return show(helpCard(), 'What you can say');
  if (said.does === 'list') return listed(input, incoming);
  if (said.does === 'refuse') return say(said.says);
  if (said.does === 'open')
    return said.word.word === 'practice'
      ? practice(input, incoming, said.word.incident)
      : opened(input, incoming, openAsked(input.opening, incoming, said.word));
  const found = await caseMeant(input, incoming, named);
  if (found === null) return say(named === null ? noCase : `There is no case ${named} in this conversation.`);
  return said.does === 'show' ? shown(found, said.what, incoming.at) : moved(input, incoming, found, { type: 'event', event: said.event });
}

async function practice(input: ConversationInput, incoming: Incoming, incident: string | null): Promise<Answer> {
  const investigation = openPractice(input.opening, incoming, incident);
  if (investigation !== null) return opened(input, incoming, investigation);
  const known = input.opening.incidents.map((each) => each.id).join(' or ');
  return say(`There is no practice incident of that name. Type "practice" and ${known}.`);
}

/** Whose a case is that cannot be read nobody knows any more: it is listed everywhere, so that it is missed somewhere. */
async function listed(input: ConversationInput, incoming: Incoming): Promise<Answer> {
  const here = new Set(input.index.inConversation(incoming.place.conversation));
  return show(listCard((await input.door.store.list()).filter((each) => here.has(each.id) || each.problem !== undefined)), 'Cases');
}

function shown(investigation: Investigation, what: 'status' | 'why' | 'evidence' | 'timeline' | 'chart', at: string): Answer {
  const cards = { why: whyCard, evidence: evidenceCard, timeline: timelineCard, chart: chartCard };
  if (what === 'status') return show(caseCard(investigation, Date.parse(at)), 'The case as it stands');
  return show(cards[what](investigation), what);
}

async function moved(input: ConversationInput, incoming: Incoming, found: Investigation, event: TurnInput): Promise<Answer> {
  const turned = await turn(input.door, found.id, event, incoming.activityId);
  if (turned === null) return say(noCase);
  // A click is answered by its card; what was typed, in words.
  const says = turned.refused ?? (event.type === 'event' ? acknowledgement(event.event, turned.investigation) : null);
  const back = await backIn({ index: input.index, store: input.door.store }, turned.before, turned.investigation);
  const told = [says, back].filter((each) => each !== null).join(' ');
  return { ...(told === '' ? nothing : say(told)), shown: turned.investigation };
}

async function pressed(input: ConversationInput, incoming: Incoming, isNew: SaidOnce): Promise<Answer> {
  const press = readButton(incoming.press);
  if (press === null) return say('That button is none of mine, or it was changed on its way. Type "status" for the case as it stands.');
  if (press.verb === 'help') return show(helpCard(), 'What you can say');
  if (press.verb === 'list') return listed(input, incoming);
  if (press.verb === 'practice') return practice(input, incoming, press.incident);
  const found = press.caseId === null ? null : await caseMeant(input, incoming, press.caseId);
  return found === null ? say('That case is not one of this conversation.') : clicked(input, incoming, press, found, isNew);
}

async function clicked(
  input: ConversationInput,
  incoming: Incoming,
  press: ButtonPress,
  found: Investigation,
  isNew: SaidOnce,
): Promise<Answer> {
  const now = Date.parse(incoming.at);
  const { verb } = press;
  if (verb === 'status' || verb === 'why' || verb === 'evidence' || verb === 'timeline' || verb === 'chart')
    return { ...shown(found, verb, incoming.at), card: caseCard(found, now) };
  const answer = await moved(input, incoming, found, { type: 'press', press, by: incoming.by, at: incoming.at });
  const replies = answer.replies.filter((each) => !('text' in each) || isNew(`${found.id} ${each.text}`, now));
  return { ...answer, replies, card: answer.shown === null ? null : caseCard(answer.shown, now) };
}
