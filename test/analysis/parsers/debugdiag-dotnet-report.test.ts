import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

/** Hand-made, line by line after the writer of the rule (DotNetMemoryAnalysis); figures made up around seed 000. */
const copied = `CLR Memory Analysis for iisexpress.exe_160619_003119.dmp
Type of Analysis Performed\t.Net Memory Pressure Analysis
Machine Name\tDEV7
Process ID\t13724
Process Image\tC:\\Program Files\\IIS Express\\iisexpress.exe
Process Up-Time\t05:12:09
Process Bitness\t64-Bit

.NET GC Heap Information
Number of GC Heaps: 1
Heap Size\t0x8c3f2a0 (147,059,360)
GC Heap Size\t 140.25 MBytes
Total Commit Size\t 142 MB
Total Reserved Size\t 113 MB

40 most memory consuming .NET object types
System.String
Free
System.Byte[]
38.2 MBytes    (412345 objects )
20 MBytes    (1203 objects )
9.51 MBytes    (5100 objects )

Top Finalizable Objects on the heap (live objects)
Microsoft.Win32.SafeHandles.SafeRegistryHandle
1.5 KBytes    (48 objects )

Top Objects in the Finalizer queue (ready for finalization)
System.Threading.ReaderWriterLock
System.Reflection.Emit.DynamicResolver
1.07 MBytes    (14011 objects )
112 KBytes    (1024 objects )

There are 15035 objects ready for finalization: . This is an indication that the finalizer thread may be blocked. Check the call stack of the finalizer thread below to see if it is blocked or active.

Application Domain Statistics
Domain\tNumber of Assemblies\tSize of Assemblies\tName
00000000020B4F10\t1\t512,000\tDefaultDomain
0000000002123450\t1288\t91,234,567\t/LM/W3SVC/2/ROOT
`;

const alone = 'There are 412 dynamic assemblies loaded in the dump file\n';

describe('DebugDiag’s .NET memory report', () => {
  checkParser('copied from its page', { parser: 'debugdiag-dotnet-report', text: copied });
  checkParser('one sentence of its summary', { parser: 'debugdiag-dotnet-report', text: alone });

  it('tells what waits for its finalizer', () => {
    const queue = readingsOf(readText(copied)).find((reading) => reading.kind === 'finalizerQueue');
    expect(queue).toMatchObject({
      ready: 15035,
      finalizable: 48,
      types: [
        { type: 'System.Threading.ReaderWriterLock', count: 14011 },
        { type: 'System.Reflection.Emit.DynamicResolver', count: 1024, bytes: 112 * 1024 },
      ],
      life: { process: 'iisexpress', pid: 13724, machine: 'DEV7' },
    });
  });

  it('tells the size of the GC heap and its largest types, knowing that rows are missing', () => {
    const readings = readingsOf(readText(copied));
    expect(readings.find((reading) => reading.kind === 'gcHeap')).toMatchObject({ bytes: 140.25 * 2 ** 20, committed: 142 * 2 ** 20 });
    expect(readings.find((reading) => reading.kind === 'heapStatistic')).toMatchObject({
      partial: true,
      types: [{ type: 'System.String', count: 412345 }, { type: 'Free' }, { type: 'System.Byte[]' }],
    });
  });

  it('counts dynamic assemblies, and all of the domains where they are listed', () => {
    expect(readingsOf(readText(alone))[0]).toMatchObject({ kind: 'assemblies', dynamic: 412, total: 412 });
    const both = readText(`${copied}\nThere are 1,204 dynamic assemblies loaded in the dump file\n`);
    expect(readingsOf(both).find((reading) => reading.kind === 'assemblies')).toMatchObject({ dynamic: 1204, total: 1289 });
  });

  it('is read from a page that holds both rules for one dump', () => {
    const rows = copied.split('\n').map(
      (line) =>
        `<tr>${line
          .split('\t')
          .map((cell) => `<td>${cell}</td>`)
          .join('')}</tr>`,
    );
    const page = `<!DOCTYPE html><html><body><div>DebugDiag Analysis Report</div><div data-debug-dump="a_160619_003119.dmp"><p>There are 977 <b>dynamic assemblies</b> loaded in the dump file</p><table>${rows.join('')}</table></div></body></html>`;
    const result = readBytes(
      'report.html',
      new TextEncoder().encode(page.replaceAll('iisexpress.exe_160619_003119.dmp', 'a_160619_003119.dmp')),
    );
    expect(result.blocks.map((block) => block.parser)).toEqual(['debugdiag-html']);
    expect(readingsOf(result).map((reading) => reading.kind)).toEqual(['finalizerQueue', 'heapStatistic', 'gcHeap', 'assemblies']);
    expect(readingsOf(result).at(-1)).toMatchObject({ dynamic: 977 });
  });

  it('says that nothing waits when the report says so', () => {
    const nothing = 'Top Objects in the Finalizer queue (ready for finalization)\nThere are no objects in the finalizer queue\n';
    expect(readingsOf(readText(nothing))[0]).toMatchObject({ kind: 'finalizerQueue', ready: 0 });
  });
});
