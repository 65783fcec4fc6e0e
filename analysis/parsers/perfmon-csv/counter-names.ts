/**
 * What Windows calls the counters we use, by language. Perfmon, typeperf and relog write localised
 * names, and one file may mix languages (FACTS 1.3, 1.6). Sources: the Perflib tables of Windows 10
 * and Server 2016 (de, fr, es, it, pt, ru, pl, nl, sv, cs, hu, tr) as quoted in public monitoring
 * configurations, and Microsoft's translated .NET Framework documentation for the .NET CLR sets.
 * Chinese, Japanese and Korean Windows keep most names in English; both forms are here. A name that
 * is missing is looked for by its words (counter-words.ts); what is then unknown costs a sentence
 * ("none of the counters is known"), never a number.
 */
import type { CounterId } from '../../types.ts';
import { counterByWords } from './counter-words.ts';

/** Counters that only serve to tell whose values these are. */
export type IdentityCounter = 'pid' | 'elapsedSeconds';
export type CounterSet = 'process' | 'processV2' | 'clr' | 'requests' | 'workerProcess';

/** One name a language, the English one first. */
const names = (list: string): readonly string[] => list.split('|').map((name) => name.trim());

const objects: readonly (readonly [CounterSet, readonly string[]])[] = [
  [
    'process',
    names(`process | prozess | processus | proceso | processo | процесс | proces | folyamat | prosess | prosessi | i̇şlem | işlem |
процес | διεργασία | 进程 | 處理程序 | プロセス | 프로세스`),
  ],
  ['processV2', names(`process v2 | prozess v2 | processus v2 | proceso v2 | processo v2 | процесс v2`)],
  [
    'requests',
    names(`asp.net applications | asp.net-anwendungen | applications asp.net | aplicaciones asp.net | applicazioni asp.net |
aplicativos asp.net | приложения asp.net`),
  ],
  ['workerProcess', names(`w3svc_w3wp`)],
];

/** `.NET CLR Memory`, `.NET CLR-Speicher`, `Mémoire CLR .NET`: all sets of the CLR share one numbering of instances. */
const isClr = (object: string): boolean => object.includes('clr') && object.includes('net');

const processCounters: readonly (readonly [CounterId | IdentityCounter, readonly string[]])[] = [
  [
    'pid',
    names(`id process | process id | prozesskennung | prozess-id | id de processus | id processus | id. de proceso | id de proceso |
identificador de proceso | id processo | id de processo | id do processo | identificação do processo |
идентификатор процесса | ид процесса | identyfikator procesu | id procesu | folyamatazonosító | proces-id | process-id |
prosess-id | i̇şlem kimliği | işlem kimliği | processo de identificação | 进程 id | 处理程序识别码 | 處理程序識別碼 |
プロセス id | 프로세스 id`),
  ],
  [
    'elapsedSeconds',
    names(`elapsed time | verstrichene zeit | temps écoulé | tiempo transcurrido | tempo trascorso | tempo decorrido |
истекшее время | прошло времени | czas, który upłynął | uplynulý čas | eltelt idő | verstreken tijd | förfluten tid`),
  ],
  [
    'privateBytes',
    names(`private bytes | octets privés | bytes privados | byte privati | bytes particulares | байт исключительного пользования |
байты исключительного пользования | bajty prywatne | privata byte | private byte | saját bájtok | soukromé bajty |
vlastní bajty | özel bayt | özel baytlar | 专用字节 | 专用字节数 | 私用位元組 | プライベート バイト | プライベート バイト数 |
전용 바이트`),
  ],
  [
    'virtualBytes',
    names(`virtual bytes | virtuelle größe | virtuelle bytes | octets virtuels | bytes virtuales | byte virtuali | bytes virtuais |
байт виртуальной памяти | байты виртуальной памяти | bajty wirtualne | virtuella byte | virtuele bytes |
virtuális bájtok | virtuální bajty | sanal bayt | sanal baytlar | 虚拟字节 | 虚拟字节数 | 虛擬位元組 | 仮想バイト | 仮想バイト数 |
가상 바이트`),
  ],
  [
    'workingSet',
    names(`working set | arbeitsseiten | arbeitssatz | plage de travail | espacio de trabajo | working set (memoria) |
conjunto de trabalho | рабочий набор | zestaw roboczy | arbetsmängd | werkset | munkakészlet | pracovní sada |
çalışma kümesi | arbetsminne | arbejdssæt | arbeidssett | 工作集 | ワーキング セット | 작업 집합`),
  ],
  [
    'handles',
    names(`handle count | handleanzahl | nombre de handles | nombre de descripteurs | número de identificadores |
recuento de identificadores | numero di handle | conteggio handle | contagem de identificadores |
contagem de manipuladores | счетчик дескрипторов | счётчик дескрипторов | число дескрипторов | liczba dojść |
antal referenser | antal handtag | aantal ingangen | leírók száma | počet popisovačů | tanıtıcı sayısı | tutamak sayısı |
liczba uchwytów | conteggio degli handle | 句柄计数 | 句柄数 | 控制代碼計數 | ハンドル数 | ハンドル カウント | 핸들 수`),
  ],
  [
    'threads',
    names(`thread count | threadanzahl | nombre de threads | número de subprocesos | recuento de subprocesos | numero di thread |
conteggio thread | contagem de threads | número de threads | счетчик потоков | счётчик потоков | число потоков |
liczba wątków | antal trådar | aantal threads | szálak száma | počet vláken | i̇ş parçacığı sayısı | iş parçacığı sayısı |
conteggio dei thread | trådantal | počet podprocesů | 线程计数 | 线程数 | 執行緒計數 | スレッド数 | スレッド カウント | 스레드 수`),
  ],
];

const clrCounters: readonly (readonly [CounterId | IdentityCounter, readonly string[]])[] = [
  [
    'pid',
    names(`process id | prozess-id | prozesskennung | id de processus | id de proceso | id processo | id do processo |
идентификатор процесса`),
  ],
  [
    'gcHeap',
    names(`# bytes in all heaps | anzahl der bytes in allen heaps | # bytes in allen heaps | anzahl bytes in allen heaps |
nombre d'octets dans tous les tas | # d'octets dans tous les tas | número de bytes en todos los montones |
nº de bytes en todos los montones | # bytes en todos los montones | numero byte in tutti gli heap |
# byte in tutti gli heap | n. di byte in tutti gli heap | nº bytes em todos os heaps | # bytes em todos os heaps |
байт во всех кучах | число байтов во всех кучах | 所有堆中的字节数 | # 所有堆中的字节数 | 所有堆積中的位元組數 |
すべてのヒープ内のバイト数 | 모든 힙의 바이트 수`),
  ],
  [
    'gcCommitted',
    names(`# total committed bytes | # gesamtzahl der zugesicherten bytes | anzahl der insgesamt zugesicherten bytes |
nombre total d'octets validés | número total de bytes confirmados | numero totale byte di cui è stato eseguito il commit |
nº total de bytes confirmados | всего фиксировано байт`),
  ],
  [
    'gen2Collections',
    names(`# gen 2 collections | anzahl der garbage collection 2. generation | auflistungsanzahl der generation 2 |
nombre de collections de la génération 2 | número de recolecciones de gen. 2 | сборок мусора для поколения 2`),
  ],
  [
    'assemblies',
    names(`current assemblies | aktuelle assemblys | assemblys actuels | assemblys en cours | ensamblados actuales |
assembly correnti | assemblies atuais | текущих сборок | текущее число сборок`),
  ],
  [
    'loaderHeap',
    names(`bytes in loader heap | bytes im ladeheap | octets dans le tas du chargeur | bytes en el montón del cargador |
byte nell'heap del caricatore | bytes no heap do carregador | байт в куче загрузчика`),
  ],
  ['allocationRate', names(`allocated bytes/sec | zugeordnete bytes/sek. | octets alloués/s | bytes asignados/s`)],
];

const requestCounters: readonly (readonly [CounterId, readonly string[]])[] = [
  [
    'requestsPerSecond',
    names(`requests/sec | requests / sec | anforderungen/sek. | anforderungen/s | demandes/s | requêtes/s | solicitudes/s |
richieste/sec | solicitações/s | запросов/с`),
  ],
];

/** For names that a wrong code page has spoilt: only their ASCII letters count (`Virtuelle Gr??e`); a letter may have become a blank. */
const asciiOnly = (name: string): string => name.replace(/[^\x21-\x3e\x40-\x7e]/g, '');
/** Below this many ASCII characters a spoilt name says too little. */
const enoughAscii = 6;

interface NameIndex<Meaning> {
  readonly exact: ReadonlyMap<string, Meaning>;
  readonly spoilt: ReadonlyMap<string, Meaning>;
}

/** A header has thousands of names: each is looked up, not compared with all that we know. */
function indexed<Meaning>(table: readonly (readonly [Meaning, readonly string[]])[]): NameIndex<Meaning> {
  const pairs = table.flatMap(([meaning, all]) => all.map((name) => [name, meaning] as const)).reverse();
  const spoilt = pairs.flatMap(([name, meaning]) => {
    const rest = asciiOnly(name);
    return rest !== name && rest.length >= enoughAscii && rest.length >= name.length * 0.6 ? [[rest, meaning] as const] : [];
  });
  return { exact: new Map(pairs), spoilt: new Map(spoilt) };
}

const objectIndex = indexed(objects);
const processIndex = indexed(processCounters);
const clrIndex = indexed(clrCounters);
const requestIndex = indexed(requestCounters);

function lookUp<Meaning>({ exact, spoilt }: NameIndex<Meaning>, printed: string): Meaning | null {
  return exact.get(printed) ?? spoilt.get(asciiOnly(printed)) ?? null;
}

/** Which counter set an object name of any language is; null: none that we use. */
export function counterSetOf(object: string): CounterSet | null {
  const lower = object.trim().toLowerCase();
  return isClr(lower) ? 'clr' : lookUp(objectIndex, lower);
}

/** Which counter of a set a localised name is; null: none that we use. */
export function counterIn(set: CounterSet, counter: string): CounterId | IdentityCounter | null {
  const lower = counter.trim().toLowerCase();
  if (set === 'clr') return lookUp(clrIndex, lower) ?? counterByWords('clr', lower.normalize('NFC'));
  if (set === 'requests' || set === 'workerProcess') return lookUp(requestIndex, lower);
  return lookUp(processIndex, lower) ?? counterByWords('process', lower.normalize('NFC'));
}
