/** The words in which people tell of a deployment. */

/** In English, German, Russian and French. */
const words =
  'deployed|deployments?|deploy|rolled out|roll-?out|released?|hot-?fix(?:ed)?|went live|go-?live|shipped|upgraded|promoted to prod(?:uction)?|deployt|ausgerollt|eingespielt|ausgeliefert|auslieferung|live gegangen|выкат\\p{L}{1,8}|задепло\\p{L}{1,8}|деплой|раскат\\p{L}{1,8}|релиз\\p{L}{0,4}|зарелиз\\p{L}{1,8}|развернул\\p{L}{0,3}|выложил\\p{L}{0,3}|déploy\\p{L}{1,8}|déploiement|mise en production';
export const happened = new RegExp(`(?<![\\p{L}\\d])(?:${words})(?![\\p{L}\\d])`, 'iu');
export const everyHappened = new RegExp(happened, 'giu');
/** Right in front of the time: it is the deployment's own, whatever else the sentence tells (`since the deployment at 14:05`). */
export const ownTime = new RegExp(`(?<![\\p{L}\\d])(?:${words})(?: (?:of )?[\\w.-]{1,40}){0,2},?(?: (?:at|on|um|am|в))?,? $`, 'iu');

/** What a sentence of a deployment consists of beside its version. */
export const filler = new RegExp(
  `(?<![\\p{L}\\d])(?:${words.replace('hot-?fix(?:ed)?|', '')}|we|i|it|at|on|was|were|is|has|have|been|of|just|again|um|am|wurden?|haben|wir|uhr|and|und|mit|finished|completed|done|started|begann|gestartet|fertig|went out|window|мы|в|и|была?|было|версию|версия|from|by|to prod(?:uction)?|in prod(?:uction)?|à|local time|server time)(?![\\p{L}\\d])`,
  'giu',
);
