import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../../analysis/index.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { evidenceInText } from '../../support/evidence.ts';

const ofLsof = `$ lsof -p 2705 | awk '{print $5}' | sort | uniq -c | sort -rn
   7012 IPv4
    212 REG
     14 a_inode
      9 FIFO
      1 TYPE
`;
const ofLinks = `root@web01:~# ls -l /proc/2705/fd | awk '{print $NF}' | cut -d: -f1 | sort | uniq -c | sort -nr
   4412 socket
     33 anon_inode
     12 pipe
      6 /dev/null
      1 0
`;

describe('descriptors counted in a shell', () => {
  checkParser('by lsof’s type', { parser: 'descriptor-counts', text: ofLsof });
  checkParser('by where they lead', { parser: 'descriptor-counts', text: ofLinks });

  it('are a summary by kind, of the process that the command names', () => {
    expect(readingsOf(readText(ofLsof), 'descriptor-counts')).toMatchObject([
      { life: { pid: 2705 }, summary: { total: 7247, byType: { socket: 7012, file: 212, pipe: 9 } } },
    ]);
    expect(readingsOf(readText(ofLinks), 'descriptor-counts')).toMatchObject([
      { life: { pid: 2705 }, summary: { total: 4463, byType: { socket: 4412, device: 6, pipe: 12 } } },
    ]);
  });

  it('are compared where they were counted twice', () => {
    const later = ofLsof.replace('7012', '21012');
    const { verdict } = judge(evidenceInText('counts.txt', new TextEncoder().encode(`${ofLsof}\n${later}`)), defaultScope);
    expect(verdict).toMatchObject({ class: 'handle', component: 'socket' });
    expect(verdict.confidence).toBeGreaterThan(0.85);
  });

  it('are not seen in what else is counted', () => {
    for (const other of ['   12 GET\n    3 POST\n', '  12 unix\n', '   7 error\n   3 socket\n   2 warning\n   1 info\n'])
      expect(readingsOf(readText(other), 'descriptor-counts')).toEqual([]);
  });
});
