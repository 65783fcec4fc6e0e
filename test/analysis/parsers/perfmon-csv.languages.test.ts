import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import { counterIn, counterSetOf } from '../../../analysis/parsers/perfmon-csv/counter-names.ts';
import { counters, find, log, row } from '../../support/counter-log.ts';

describe('a counter of the process set', () => {
  it.each([
    ['Italian', 'Processo', 'ID processo', 'Byte privati', 'Conteggio degli handle', 'Conteggio thread'],
    ['Brazilian', 'Processo', 'Processo de Identificação', 'Bytes Particulares', 'Contagem de Identificadores', 'Contagem de Threads'],
    ['Dutch', 'Proces', 'Id van proces', 'Privé-bytes', 'Aantal ingangen', 'Aantal threads'],
    ['Polish', 'Proces', 'Identyfikator procesu', 'Bajty prywatne', 'Liczba uchwytów', 'Liczba wątków'],
    ['Czech', 'Proces', 'Identifikátor procesu', 'Privátní bajty', 'Počet popisovačů', 'Počet podprocesů'],
    ['Swedish', 'Process', 'ID för process', 'Privata byte', 'Antal referenser', 'Antal trådar'],
    ['Hungarian', 'Folyamat', 'Folyamat azonosítója', 'Saját bájtok', 'Leírók száma', 'Szálak száma'],
    ['Turkish', 'İşlem', 'İşlem Kimliği', 'Özel Baytlar', 'Tutamak Sayısı', 'İş Parçacığı Sayısı'],
    ['Greek', 'Διεργασία', 'Αναγνωριστικό διεργασίας', 'Ιδιωτικά byte', 'Πλήθος δεικτών χειρισμού', 'Πλήθος νημάτων'],
    ['Danish', 'Proces', 'Proces-id', 'Private byte', 'Antal referencer', 'Antal tråde'],
    ['Finnish', 'Prosessi', 'Prosessin tunnus', 'Yksityiset tavut', 'Kahvojen määrä', 'Säikeiden määrä'],
    ['French', 'Processus', 'Processus ID', 'Octets privés', "Nombre d'handles", 'Nombre de threads'],
    ['Spanish', 'Proceso', 'Identificador de proceso', 'Bytes privados', 'Recuento de identificadores', 'Recuento de subprocesos'],
    ['Chinese', '进程', '进程 ID', '专用字节', '句柄计数', '线程计数'],
    ['Japanese', 'プロセス', 'プロセス ID', 'プライベート バイト', 'ハンドル数', 'スレッド数'],
    ['Korean', '프로세스', '프로세스 ID', '전용 바이트', '핸들 수', '스레드 수'],
  ])('is known by its name in a %s Windows', (_, object, pid, bytes, handles, threads) => {
    expect(counterSetOf(object)).toBe('process');
    expect([pid, bytes, handles, threads].map((name) => counterIn('process', name))).toEqual(['pid', 'privateBytes', 'handles', 'threads']);
  });

  it.each([
    'Virtuelle Bytes (max.)',
    'ID de processus de création',
    'Identyfikator procesu tworzącego',
    'Private Bytes/s',
    'Bytes privados máx.',
    'Octets de fichier d’échange',
    'Nombre de défauts de page/s',
    'Byte letti IO/sec',
    'Process',
    'Liczba',
  ])('is none of ours where a word says more or too little: %s', (name) => {
    expect(counterIn('process', name)).toBeNull();
  });

  it('of the CLR is told from its look-alikes in the same way', () => {
    expect(counterIn('clr', '# de bytes em todos os heaps')).toBe('gcHeap');
    expect(counterIn('clr', 'Počet bajtů ve všech haldách')).toBeNull();
    expect(counterIn('clr', 'Liczba bajtów we wszystkich stertach')).toBeNull();
    expect(counterIn('clr', 'Large Object Heap size')).toBeNull();
  });
});

/** A log in a code page: each letter of `mojibake` is the byte that Windows wrote, read as Latin 1. */
const inCodePage = (object: string, names: readonly string[]): Uint8Array =>
  new Uint8Array(
    Buffer.from(
      log(
        names.map((name) => `${object}(w3wp)\\${name}`),
        [row(0, 4120, 310, 5), row(1, 4120, 311, 6)],
      ),
      'latin1',
    ),
  );

describe('a counter log in the code page of its machine', () => {
  it.each([
    ['Turkish (1254)', 'Ýþlem', ['Ýþlem Kimliði', 'Özel Baytlar', 'Tutamak Sayýsý']],
    ['Central European (1250)', 'Proces', ['Identifikátor procesu', 'Privátní bajty', 'Po\u00e8et popisova\u00e8\u00f9']],
    [
      'Greek (1253)',
      '\u00c4\u00e9\u00e5\u00f1\u00e3\u00e1\u00f3\u00df\u00e1',
      ['ID process', '\u00c9\u00e4\u00e9\u00f9\u00f4\u00e9\u00ea\u00dc byte', 'Handle Count'],
    ],
    [
      'Chinese (936)',
      '\u00bd\u00f8\u00b3\u00cc',
      [
        '\u00bd\u00f8\u00b3\u00cc ID',
        '\u00d7\u00a8\u00d3\u00c3\u00d7\u00d6\u00bd\u00da',
        '\u00be\u00e4\u00b1\u00fa\u00bc\u00c6\u00ca\u00fd',
      ],
    ],
  ])('is read in its language: %s', (_, object, names) => {
    const reading = counters(readBytes('run.csv', inCodePage(object, names)));
    expect(find(reading, 'privateBytes', 4120).samples.map((each) => each.value)).toEqual([310, 311]);
    expect(find(reading, 'handles', 4120).samples.map((each) => each.value)).toEqual([5, 6]);
  });
});
