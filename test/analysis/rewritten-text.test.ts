import { describe, expect, it } from '@jest/globals';
import { withoutDoubledLines, withoutEscapes, withoutLineNumbers, withoutMarkup } from '../../analysis/rewritten-text.ts';
import { readText, readingsOf } from '../support/check-parser.ts';

const summary = 'Handle type summary:\n  Event           : 14440\n  File            : 25\n  <Unknown type>  : 12\nTotal handles: 14477\n';
const stack = `0:000> ~0 kn
 # Child-SP          RetAddr           Call Site
00 000000fa\`1e8ff6c8 00007ff8\`c47c3799 ntdll!NtWaitForSingleObject+0x14
01 000000fa\`1e8ff6d0 00007ff8\`c47cf532 KERNELBASE!WaitForSingleObjectEx+0x8e
02 000000fa\`1e8ff770 00007ff8\`c47cf5e9 Shop!Worker::Run+0x132
`;
const counters = `"(PDH-CSV 4.0) (UTC)(0)","\\\\WEB01\\Process(w3wp)\\ID Process","\\\\WEB01\\Process(w3wp)\\Private Bytes"
"02/03/2026 09:00:00.000","4120","310000000"
"02/03/2026 09:01:00.000","4120","311000000"
`;

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');
const ways: Readonly<Record<string, (text: string) => string>> = {
  'has its lines numbered by an editor': (text) =>
    linesOf(text)
      .map((line, at) => `${String(at + 1).padStart(4)} ${line}`)
      .join('\n'),
  'has its lines numbered by grep -n': (text) =>
    linesOf(text)
      .map((line, at) => `${at + 7}:${line}`)
      .join('\n'),
  'has its lines numbered by a web page': (text) =>
    linesOf(text)
      .map((line, at) => `${at + 1}\t${line}`)
      .join('\n'),
  'is within the source of a page': (text) =>
    `<html><body><p>It leaks:</p><pre><code>${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</code></pre><p>Any idea?</p></body></html>`,
  'has <br> for line ends': (text) => linesOf(text).join('<br>\n'),
  'has Markdown’s hard breaks': (text) =>
    linesOf(text)
      .map((line) => `${line}\\`)
      .join('\n'),
  'is a string of JSON': (text) => JSON.stringify(text),
  'is a string within JSON': (text) => JSON.stringify({ exitCode: 0, stdout: text.replaceAll('\n', '\r\n') }),
  'has an empty line behind each': (text) => linesOf(text).join('\n\n'),
  'is indented by four blanks': (text) =>
    linesOf(text)
      .map((line) => `    ${line}`)
      .join('\n'),
  'is indented by a tab': (text) =>
    linesOf(text)
      .map((line) => `\t${line}`)
      .join('\n'),
  'is quoted by a mail that says so': (text) =>
    `Hi,\n\nOn Tue, 3 Feb 2026 at 09:12, Jo Doe wrote:\n${linesOf(text)
      .map((line) => `> ${line}`)
      .join('\n')}\n\nBest`,
  'stands moved to the right between paragraphs': (text) =>
    `Hello all,\n\nthis is what it prints:\n${linesOf(text)
      .map((line) => `    ${line}`)
      .join('\n')}\n\nAny idea?`,
  'has its lines numbered with blanks between': (text) =>
    linesOf(text)
      .map((line, at) => `${String(at + 1).padStart(3)}   ${line}`)
      .join('\n'),
  'was escaped for a page': (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  'is a page of escaped lines': (text) =>
    `<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}</pre>`,
  'has smart quotes': (text) => text.replace(/"([^"\n]*)"/g, '“$1”'),
};

describe.each(Object.entries(ways))('an output that %s', (_, disguise) => {
  it.each([
    ['a handle summary', summary],
    ['a stack', stack],
    ['a counter log', counters],
  ])('is read as it was: %s', (_name, text) => {
    const [plain, disguised] = [readText(text), readText(disguise(text))];
    expect(readingsOf(plain).length).toBeGreaterThan(0);
    expect(readingsOf(disguised)).toEqual(readingsOf(plain));
    expect(disguised.unread).toEqual([]);
  });
});

describe('undoing what was done to a text', () => {
  it('leaves frame numbers, generic types and paths alone', () => {
    expect(readingsOf(readText(stack))[0]).toMatchObject({ kind: 'stacks', threads: 1 });
    expect(withoutMarkup('System.Func<System.Object>\n<Unknown type> : 12\n')).toBeNull();
    expect(withoutEscapes('C:\\new\\names\nC:\\next\n')).toBeNull();
    expect(withoutLineNumbers('1 of\n3 or\n5 lines\n')).toBeNull();
    expect(withoutDoubledLines('one\ntwo\n\nthree\n')).toBeNull();
  });

  it('keeps the number of the lines where only numbers stood in front of them', () => {
    expect(withoutLineNumbers('1: a\n2:\n3: b\nend')).toBe('a\n\nb\nend');
  });

  it('is done one after another where several things were done', () => {
    const numbered = linesOf(summary).map((line, at) => `${at + 1}: ${line}<br>`);
    expect(readingsOf(readText(numbered.join('\n')))).toEqual(readingsOf(readText(summary)));
  });
});

describe('a file that is recognised by its first bytes', () => {
  const wrapped = (text: string, width: number): string =>
    text
      .split('\n')
      .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])
      .join('\n');
  const json = JSON.stringify({
    TargetProcess: 'bakery',
    StartTime: '2026-03-11 09:14:21Z',
    Events: [1, 2, 3].map((minute) => ({
      timestamp: `2026-03-11 09:1${minute}:22Z`,
      provider: 'System.Runtime',
      name: 'dotnet.process.memory.working_set (By)',
      tags: '',
      counterType: 'Metric',
      value: minute * 1_000_000,
    })),
  });
  it('is read as it was where a console broke its lines', () => {
    expect(readingsOf(readText(wrapped(json, 80)))).toEqual(readingsOf(readText(json)));
  });

  it('is not torn silently where it is samples as JSON', () => {
    const at = (time: string, value: number): string =>
      `{"Timestamp":"${time}","CounterSamples":[{"Path":"\\\\\\\\web01\\\\process(bakery)\\\\private bytes","InstanceName":"bakery","CookedValue":${value},"Timestamp":"${time}"}]}`;
    const samples = `[${at('2026-03-11T09:14:22.117+01:00', 1_000_000)},\n${at('2026-03-11T09:19:22.117+01:00', 2_000_000)}]\n`;
    const read = readingsOf(readText(wrapped(samples, 80)));
    expect(read).toMatchObject([{ kind: 'counters', series: [{ counter: 'privateBytes', samples: [{ value: 1e6 }, { value: 2e6 }] }] }]);
  });
});

describe('a chat that takes blanks away', () => {
  const outputs: Readonly<Record<string, string>> = {
    'dotnet-stack':
      'Thread (0x151c):\n  [Native Frames]\n  System.Private.CoreLib!System.Threading.Monitor.Wait(class System.Object,int32)\n  Bakery!Bakery.Oven.Bake(int)\n\nThread (0x1520):\n  Bakery!Bakery.Oven.Open()\n',
    'bcc-memleak':
      '[11:16:33] Top 2 stacks with outstanding allocations:\n\t80 bytes in 5 allocations from stack\n\t\t main+0x6d [bakery]\n\t\t __libc_start_main+0xf0 [libc-2.21.so]\n\t160 bytes in 10 allocations from stack\n\t\t bake+0x6d [bakery]\n',
    'heaptrack-totals':
      'PEAK MEMORY CONSUMERS\n34.47M peak memory consumed over 92 calls from\nbake_loaf\n  in /opt/bakery/bin/bakery\n8.65M consumed over 16 calls from:\n    fill_oven\n      at /src/oven.cpp:12\n      in /opt/bakery/bin/bakery\n',
    'handle-debugger': '0:000> !handle 4 f\nHandle 00000004\n  Type         \tEvent\n  Attributes   \t0\n  Name         \t<none>\n',
    gcroot:
      "0:000> !gcroot 02a41f30\nThread 1a2c:\n    00d9f0a8 0a31b2c4 Bakery.Oven.Bake(System.String)\n        ebp-3c: 00d9f0b0\n            ->  02a41f30 Bakery.Loaf\n\nHandleTable:\n    00c313e8 (pinned handle)\n    -> 03a41020 System.Object[]\n    -> 02a41f30 Bakery.Loaf\n\nFound 2 unique roots (run '!gcroot -all' to see all roots).\n",
    umdh: '// Debug library initialized ...\nDBGHELP: bakery - private symbols & lines \n        .\\bakery.pdb\n//\n+  131072 ( 262144 - 131072)      4 allocs\tBackTraceF9A156DA\n+       2 (      4 -      2)\tBackTraceF9A156DA\tallocations\n\n\tbakery!bake_loaf+1F\n\tkernel32!BaseThreadInitThunk+14\n\nTotal increase == 131072 requested + 32 overhead = 131104\n',
    'heap-s':
      '0:000> !heap -stat\n_HEAP 0000023e81fc0000\n     Segments            00000002\n         Reserved  bytes 01ffc000\n         Committed bytes 0162d000\n     VirtAllocBlocks     00000000\n         VirtAlloc bytes 00000000\n',
    'heap-block-stack':
      '    address 0a1b2c38 found in\n    _HEAP @ 150000\n      HEAP_ENTRY Size Prev Flags    UserPtr UserSize - state\n        0a1b2c30 0510 0000  [00]   0a1b2c38    02800 - (busy)\n        77e9df42 ntdll!RtlAllocateHeap+0x00000274\n        0040113a bakery!bake_loaf+0x0000002a\n',
    'handle-list':
      'bakery.exe pid: 4412 SHOP\\baker\n    4: Event         \n    8: Key           HKLM\\SYSTEM\\ControlSet001\n   40: File  (RW-)   C:\\bakery\\oven.log\n   58: ALPC Port     \n   78: Thread        bakery.exe(4412): 7712\n',
    'gcdump-report':
      '     39,114,093  GC Heap bytes\n         13,633  GC Heap objects\n\n   Object Bytes     Count  Type\n        200,024       190  System.Byte[] (Bytes > 100K)  [System.Private.CoreLib.dll]\n             22     2,094  System.String  [System.Private.CoreLib.dll]\n',
    'dotnet-counters-screen':
      'Press p to pause, r to resume, q to quit.\n    Status: Running\n\nName                                                       Current Value\n[System.Runtime]\n    dotnet.assembly.count ({assembly})                           115\n    dotnet.gc.last_collection.heap.size (By)\n        gc.heap.generation\n        ------------------\n        gen0                                                   1,000\n        gen1                                                   2,000\n        gen2                                               5,065,600\n        loh                                                   98,384\n        poh                                                    8,184\n    dotnet.process.memory.working_set (By)               132,170,000\n',
    'proc-limits':
      'Limit                     Soft Limit           Hard Limit           Units     \nMax address space         unlimited            unlimited            bytes     \nMax open files            20000                20000                files     \n',
  };
  // The number of lines stays, and what frames look like as printed.
  const told = (text: string): string => JSON.stringify(readingsOf(readText(text)));
  it.each(Object.entries(outputs))('at the beginning of the lines of %s leaves what it says', (parser, text) => {
    expect(readText(text).blocks.map((block) => block.parser)).toEqual([parser]);
    expect(told(text.replace(/^[ \t]+/gm, ''))).toBe(told(text));
  });
  it.each(Object.entries(outputs))('and makes one of many within %s leaves what it says', (_parser, text) => {
    expect(told(text.replace(/ {2,}/g, ' '))).toBe(told(text));
  });
});

describe('a whole page of numbered lines', () => {
  it('is read as it was although one of its parts could be read with the numbers', () => {
    const page = `${summary}\n${stack}\nThanks for any idea what holds so many events here.\n`;
    const numbered = linesOf(page)
      .map((line, at) => `${at + 1}. ${line}`)
      .join('\n');
    expect(readingsOf(readText(numbered))).toEqual(readingsOf(readText(page)));
  });
});
