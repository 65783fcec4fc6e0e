import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../../analysis/index.ts';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { evidenceOf } from '../../support/evidence.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'allocations' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'heaptrack-totals')[0] as Wanted;

describe('heaptrack_print', () => {
  const totals =
    'total runtime: 15.17s.\ntemporary memory allocations: 2485778 (163839/s)\npeak heap memory consumption: 2.72G\npeak RSS (including heaptrack overhead): 3.29G\ntotal memory leaked: 3.62M\n';
  checkParser('the totals', { parser: 'heaptrack-totals', text: totals });

  it('reads what was leaked, in powers of ten', () => {
    expect(read(readText(totals)).entries).toEqual([{ bytes: 3_620_000, allocations: null, stack: null, trace: null }]);
  });

  it('reads whose it is from the name of the file, or from the command', () => {
    const head = 'reading file "/tmp/heaptrack.imgsvc.8812.zst" - please wait, this might take some time...\n';
    const command = 'Debuggee command was: /opt/imgsvc/imgsvc --listen 8080\nfinished reading file, now analyzing data:\n\n';
    expect(read(readText(head + command + totals)).life).toMatchObject({ process: 'imgsvc', pid: 8812 });
    expect(read(readText(command + totals)).life).toMatchObject({ process: 'imgsvc', pid: null });
    expect(read(readText(totals)).life).toMatchObject({ process: null, pid: null });
  });

  it('reads who leaked it', () => {
    const text =
      '12.5K leaked over 3 calls from:\n    acme::grow(int)\n      at /src/pool.cpp:31\n      in /opt/acme/bin/acme\n    main\n      in /opt/acme/bin/acme\n';
    expect(read(readText(text)).entries[0]).toMatchObject({
      bytes: 12500,
      allocations: 3,
      stack: { frames: [{ function: 'acme::grow' }, { function: 'main' }] },
    });
  });

  const part = (title: string, heading: string) =>
    `${title}\n${heading} from\nopen_session\n  at session.c:88\n  in /opt/acme/bin/acme\n\n`;
  const warning =
    'PEAK MEMORY CONSUMERS\n\nWARNING - the data below is not an accurate calculation of the total peak consumption and can easily be wrong.\n For an accurate overview, disable backtrace merging.';
  const peak = part(warning, '412.41M peak memory consumed over 51551 calls');
  const leaks = part('MEMORY LEAKS', '412.41M leaked over 51551 calls');
  const ended = 'total runtime: 3600.41s.\npeak heap memory consumption: 431.10M\ntotal memory leaked: 500.00M\n';
  const judged = (text: string) => {
    const evidence = readingsOf(readText(text)).map((reading, i) => ({ ...evidenceOf(`h${i}`, reading), parser: 'heaptrack-totals' }));
    return judge(evidence, defaultScope);
  };

  it('reads all parts as one output, and what the list of leaks leaves of the total as nobody’s', () => {
    const result = readText(`${peak}${leaks}${ended}`);
    expect(result.unread).toEqual([]);
    expect(read(result).entries).toMatchObject([
      { bytes: 412_410_000, allocations: 51_551 },
      { bytes: 87_590_000, stack: null },
    ]);
  });

  it('says what was not freed, by whom and which share of all, and weighs it by that', () => {
    const { verdict, findings } = judged(`${peak}${leaks}${ended}`);
    expect(verdict).toMatchObject({ class: 'native', component: 'open_session' });
    expect(verdict.lead).toBe('477 MB were not freed; 393 MB of it (82 %) were allocated by open_session in 51,551 allocations.');
    expect(findings.find(({ rule }) => rule === 'allocations-outstanding')?.strength).toBe('strong');
  });

  it('says nothing of leaks where only the peak is listed, and names nobody where only the total is', () => {
    expect(judged(peak).findings.filter(({ points }) => points !== null)).toEqual([]);
    expect(judged(ended).findings.map(({ says }) => says)).toContain('477 MB were not freed; who allocated them is not listed.');
  });
});

describeWithShared('samples of heaptrack_print', () => {
  for (const name of ['heaptrack_print_totals', 'heaptrack_print_peak_excerpt'])
    checkParser(name, { parser: 'heaptrack-totals', text: sharedText(`samples/linux/${name}.txt`) });
});
