import { describe, expect, it } from '@jest/globals';
import type { Reading } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Handles = Reading & { readonly kind: 'handles' };
const first = (text: string): Handles => readingsOf(readText(text), 'process-explorer-handles')[0] as Handles;

const typed =
  '- 34 EtwRegistration Handles\n- 11 Thread Handles **(for 7 objects; one of them is gone)**\n- 1 KeyEvent Handle\n- 1 File Handles\n';
const properties =
  '- Handle Name: \\BaseNamedObjects\\SendSAS\n- Type: Event\n- Description: A synchronization object\n- References:\n  - References:.15.120.687\n  - Handles:.......15.120.685\n- Signaled: FALSE\n';

describe('Process Explorer', () => {
  checkParser('a list by type that a person typed', { parser: 'process-explorer-handles', text: typed });
  checkParser('the properties of one handle', { parser: 'process-explorer-handles', text: properties });

  it('reads a typed list as a part', () => {
    expect(first(typed).summary).toMatchObject({
      byType: { EtwRegistration: 34, Thread: 11, KeyedEvent: 1, File: 1 },
      total: null,
      partial: true,
    });
  });

  it('reads how many handles share one object', () => {
    expect(first(properties).summary).toMatchObject({
      byType: { Event: 15_120_685 },
      byName: { '\\BaseNamedObjects\\SendSAS': 15_120_685 },
      partial: true,
    });
  });

  it('counts rows of the lower pane by type and by name', () => {
    const pane = 'File\tC:\\Temp\\a.tmp\nFile\tC:\\Temp\\a.tmp\nKey\tHKLM\\SOFTWARE\n';
    expect(first(pane).summary).toMatchObject({ byType: { File: 2, Key: 1 }, byName: { 'C:\\Temp\\a.tmp': 2 } });
  });

  it('reads counts by type as people write them down: bullets, a table of a page, the counts of a grouping', () => {
    const bullets = 'Some figures of the handles:\n- Semaphore: ~104,210\n- **File** handles: 2 318\n- mostly sockets\n';
    expect(first(bullets).summary).toEqual({ byType: { Semaphore: 104_210, File: 2318 }, total: null, partial: true, byName: {} });
    const table = '| Handle type | Count |\n|---|---:|\n| Event | 61,210 |\n| `Key` | 92 |\n| Total | 61,302 |\n';
    expect(first(table).summary).toEqual({ byType: { Event: 61_210, Key: 92 }, total: 61_302, partial: false, byName: {} });
    const grouped = 'handle types\nCount Name\n----- ----\n61210 Event    {@{Type=Event}}\n  812 ALPC Port\n';
    expect(first(grouped).summary.byType).toEqual({ Event: 61_210, 'ALPC Port': 812 });
  });

  it('takes neither the numbers of a process and its thread nor amounts of memory for such counts', () => {
    for (const text of ['Handles are closed.\nProcess: 4068\nThread: 5120\n', 'Total handles\nFile: 7,695.3 MB\nEvent: 12 MB\n']) {
      expect(readingsOf(readText(text), 'process-explorer-handles')).toEqual([]);
    }
  });

  it('does not take a sentence for a list', () => {
    for (const text of [
      'We saw 34 Event handles in it.',
      'Total outstanding handle count = 469 handles',
      'File    C:\\Temp\\only-one.tmp',
    ]) {
      expect(readingsOf(readText(text), 'process-explorer-handles')).toEqual([]);
    }
  });
});

describeWithShared('cases told with Process Explorer', () => {
  it('reads the two lists of the 15 million events', () => {
    expect(first(sharedText('cases/synergy-sendsas-event/event-object.txt')).summary.byType).toEqual({ Event: 15_120_685 });
    const list = first(sharedText('cases/synergy-sendsas-event/handle-types.txt')).summary;
    expect(list.byType).toMatchObject({ EtwRegistration: 34, TpWorkerFactory: 8, Token: 1 });
    expect(list.byType['Event']).toBeUndefined();
  });
  it('reads two handles on one file', () => {
    expect(first(sharedText('cases/cppresourceleaks-file-handle/procexp-handles.txt')).summary.byType).toEqual({ File: 2 });
  });
});
