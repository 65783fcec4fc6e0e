import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../../analysis/index.ts';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { evidenceInText } from '../../support/evidence.ts';

const windows = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:443            0.0.0.0:0              LISTENING       4
  TCP    10.1.1.5:50001         10.1.1.9:5672          CLOSE_WAIT      712
  TCP    10.1.1.5:50002         10.1.1.9:5672          CLOSE_WAIT      712
  TCP    10.1.1.5:50003         10.1.1.9:5672          ESTABLISHED     712
  TCP    10.1.1.5:50004         10.1.1.9:5672          TIME_WAIT       0
  UDP    0.0.0.0:5353           *:*                                    712
`;
const linux = `Active Internet connections (w/o servers)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
tcp        1      0 10.1.1.5:50001          10.1.1.9:5672           CLOSE_WAIT  712/shop
tcp        0      0 10.1.1.5:50003          10.1.1.9:5672           ESTABLISHED 712/shop
tcp        0      0 10.1.1.5:50005          10.1.1.9:5672           TIME_WAIT   -
`;
const sockets = `State      Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
CLOSE-WAIT 1      0           10.1.1.5:50001     10.1.1.9:5672 users:(("shop",pid=712,fd=31))
ESTAB      0      0           10.1.1.5:50003     10.1.1.9:5672 users:(("shop",pid=712,fd=33))
`;

const counts = (text: string): unknown =>
  readingsOf(readText(text)).map((each) => [each.life.process, each.life.pid, each.kind === 'handles' ? each.summary.byType : null]);

describe('network connections', () => {
  checkParser('netstat -ano', { parser: 'connections', text: windows });
  checkParser('netstat -tnp', { parser: 'connections', text: linux });
  checkParser('ss -tnp', { parser: 'connections', text: sockets });

  it('are counted by process, those in CLOSE_WAIT apart', () => {
    expect(counts(windows)).toEqual([
      [null, 712, { socket: 2, 'socket (CLOSE_WAIT)': 2 }],
      [null, 4, { socket: 1 }],
    ]);
    expect(counts(linux)).toEqual([['shop', 712, { socket: 1, 'socket (CLOSE_WAIT)': 1 }]]);
    expect(counts(sockets)).toEqual([['shop', 712, { socket: 1, 'socket (CLOSE_WAIT)': 1 }]]);
    expect(counts(windows.replaceAll('CLOSE_WAIT ', 'SCHLIESSEN_WARTEN '))).toEqual(counts(windows));
    expect(counts(windows.split('\n').slice(5, 8).join('\n'))).toEqual([[null, 712, { socket: 1, 'socket (CLOSE_WAIT)': 2 }]]);
  });

  it('counted by state are those that wait to be closed: how many are in use is the load of the machine', () => {
    const awk = 'TIME_WAIT 41\nCLOSE_WAIT 710\nESTABLISHED 138\nLISTEN 1\n';
    expect(counts(awk)).toEqual([[null, null, { 'socket (CLOSE_WAIT)': 710 }]]);
    expect(counts('    710 CLOSE-WAIT\n    138 ESTAB\n')).toEqual([[null, null, { 'socket (CLOSE_WAIT)': 710 }]]);
    expect(counts('TIME_WAIT 41\nLISTEN 1\n')).toEqual([]);
    const busy = evidenceInText('pasted text', new TextEncoder().encode('  18040 ESTAB\n   2210 TIME-WAIT\n      9 CLOSE-WAIT\n'));
    expect(judge(busy, defaultScope).verdict.class).toBe('not-enough-data');
  });

  it('of netstat -neopa have the user and the inode before the process, and timers behind it', () => {
    const row = (port: number): string =>
      `tcp       32      0 10.1.1.5:${port}    10.1.1.9:5672        CLOSE_WAIT  1001       2167051    712/shop          off (0.00/0/0)`;
    expect(counts(`${row(50001)}\n${row(50002)}\n${row(50003)}\n`)).toEqual([['shop', 712, { 'socket (CLOSE_WAIT)': 3 }]]);
  });

  it('that pile up from list to list are a leak of sockets; beside lists of handles they are not mixed with them', () => {
    const more = (rows: number): string =>
      windows +
      Array.from({ length: rows }, (_, at) => `  TCP    10.1.1.5:${51000 + at}         10.1.1.9:5672          CLOSE_WAIT      712\n`).join(
        '',
      );
    const judged = (...outputs: readonly string[]) =>
      judge(
        evidenceInText(
          'pasted text',
          new TextEncoder().encode(outputs.map((output, at) => `2026-03-02T0${at}:00:00Z\n${output}`).join('\n')),
        ),
        defaultScope,
      );
    expect(judged(more(20), more(420), more(820)).verdict).toMatchObject({ class: 'handle', component: 'socket (CLOSE_WAIT)' });
    const summary =
      'C:\\>handle64 -p 712 -s\nHandle type summary:\n  Event           : 41\n  File            : 1307\nTotal handles: 1348\n';
    const { handleGrowth } = judged(more(20), summary, summary, more(820));
    expect(handleGrowth?.rows.map(({ type }) => type)).toEqual(['File', 'Event']);
  });

  it('without the process are answered by what to run', () => {
    const untold = linux.replaceAll('712/shop', '-').replaceAll('PID/Program name', '');
    expect(readText(untold).blocks).toEqual([]);
    expect(readText(untold).unread[0]?.problem).toContain('network connections');
  });
});
