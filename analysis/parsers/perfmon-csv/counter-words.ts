/**
 * Counters by the words of their names, for translations that the table of
 * counter-names.ts does not hold: languages of Windows decline and join the same few words in their
 * own ways (`Contagem de identificadores`, `Conteggio degli handle`, `Kahvojen määrä`). A name counts
 * only where each of its words is known and all that it must say is said: `Virtuelle Bytes (max.)`,
 * `ID de processus de création` and `Private Bytes/s` are other counters and stay unknown.
 */
import type { CounterId } from '../../types.ts';

/** What one word can say. */
const words = {
  bytes:
    /^(?:bytes?|octets?|байт(?:ы|ов|а|і|ів|ове|a)?|bajt(?:y|ów|ov|u|i)?|bájt(?:ok|jai)?|bayt(?:lar|ı|ları)?|tavu(?:t|a)?|baiți|octeți)$/,
  private:
    /^(?:priv(?:at|é|ad|ar|e$|ée|átn|aat)\p{L}{0,6}|prive|partic\p{L}{1,10}|eigen|persoonlijke|prywatn\p{L}{1,3}|saját|magán\p{L}{0,12}|soukrom\p{L}{1,3}|súkromn\p{L}{1,3}|vlastní|özel|исключительн\p{L}{1,4}|частн\p{L}{1,4}|приватн\p{L}{1,4}|yksityis\p{L}{1,4}|ιδιωτικ\p{L}{1,3})$/u,
  virtual: /^(?:virtu\p{L}{1,8}|wirtualn\p{L}{1,3}|sanal|виртуальн\p{L}{1,3}|віртуальн\p{L}{1,3}|näennäis\p{L}{1,10}|εικονικ\p{L}{1,3})$/u,
  /** `Байт виртуальной памяти`, `Байт исключительного пользования`: words that belong to the two before. */
  memory: /^(?:памяти|пользования|memória|memoria|memory|mémoire|bellek|muisti\p{L}{0,3})$/u,
  count:
    /^(?:counts?|anzahl|nombre|número|numero|recuento|conteggio|conteo|contagem|numer|счетчик|счётчик|число|количество|кількість|liczba|ilość|antall?|aantal|száma|szám|počet|sayısı|sayı|määrä|πλήθος|αριθμός)$/,
  handle:
    /^(?:handles?|handler|descripteurs?|identificadores|manipuladores|дескриптор(?:ов|ів)|dojść|uchwytów|referenser|referencer|referanser|handtag|håndtag|ingangen|leírók|popisovač[ůe]|obslužných|rutin|tanıtıcı|tutamaç|tutamak|kahvojen|δεικτών|λαβών|χειρισμού)$/,
  thread:
    /^(?:threads?|subprocesos|hilos|поток(?:ов|ів)|wątków|trådar|tråde|tråder|szálak|vláken|podprocesů|vlákien|iş|i̇ş|parçacığı|säikeiden|νημάτων)$/,
  identity:
    /^(?:id|pid|nr|no|kennung|identi(?:fier|fikator|fikátor|fikační|ficador|ficateur|ficatore|ficação|ficación|ficativo)|идентификатор|ідентифікатор|ид|azonosító(?:ja)?|kimliği|numarası|tunnus|αναγνωριστικό)$/,
  process:
    /^(?:process|prozess(?:es)?|processus|proceso|processo|proces|procesu|processen|prosess|prosessin|процесса|процесу|folyamat|işlem|i̇şlem|διεργασίας)$/,
  all: /^(?:all|alle[nr]?|alla|tous|todos|todas|tutti|tutte|wszystkich|všech|összes|tüm|всех|kaikkien)$/,
  heap: /^(?:heaps?|heaparna|heapar|tas|mont[oó]n(?:es)?|stertach|stert|haldách|hald|kupacban|yığınlardaki|yığınlarda|кучах)$/,
  filler:
    /^(?:#|nº|n|in|en|em|ve|w|во|i|les|los|os|gli|dans|de|di|do|da|del|dello|degli|dei|der|des|du|d|of|van|voor|för|for|af|la|le|el|il)$/,
} as const;
type Word = keyof typeof words;

/** What a name must say; its words may say nothing else but what is allowed beside. */
interface Name {
  readonly counter: CounterId | 'pid';
  readonly says: readonly Word[];
  readonly beside: readonly Word[];
}

const processNames: readonly Name[] = [
  { counter: 'privateBytes', says: ['private', 'bytes'], beside: ['memory', 'filler'] },
  { counter: 'virtualBytes', says: ['virtual', 'bytes'], beside: ['memory', 'filler'] },
  { counter: 'handles', says: ['count', 'handle'], beside: ['filler'] },
  { counter: 'threads', says: ['count', 'thread'], beside: ['filler'] },
  { counter: 'pid', says: ['identity', 'process'], beside: ['filler'] },
];
const clrNames: readonly Name[] = [
  { counter: 'gcHeap', says: ['bytes', 'all', 'heap'], beside: ['count', 'filler'] },
  { counter: 'pid', says: ['identity', 'process'], beside: ['filler'] },
];

/** The longest name of a counter that we use has seven words. */
const maxWords = 8;

/** Which counter of the process set, or of those of the CLR, a name in small letters is by its words; null: none, or a word that is not known. */
export function counterByWords(set: 'process' | 'clr', name: string): CounterId | 'pid' | null {
  const parts = name.split(/[\s.'’()_-]+/u).filter((part) => part !== '');
  if (parts.length < 2 || parts.length > maxWords) return null;
  const fits = ({ says, beside }: Name): boolean =>
    says.every((word) => parts.some((part) => words[word].test(part))) &&
    parts.every((part) => [...says, ...beside].some((word) => words[word].test(part)));
  return (set === 'clr' ? clrNames : processNames).find(fits)?.counter ?? null;
}
