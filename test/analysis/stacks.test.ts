import { describe, expect, it } from '@jest/globals';
import {
  blamedFrame,
  boundStacks,
  createStackGrouper,
  entryFrame,
  firstOwnFrame,
  frameName,
  frameRole,
  groupStacks,
  isJoinedWithNext,
  maxFrames,
  splitFrame,
  stackSignature,
} from '../../analysis/stacks.ts';

const parts = (printed: string) => {
  const { module, function: name, offset } = splitFrame(printed);
  return [module, name, offset];
};
const own = (...frames: readonly string[]) => {
  const found = firstOwnFrame(frames.map(splitFrame));
  return found === null ? null : frameName(found);
};

describe('a printed frame', () => {
  it.each([
    ['GdiPlus!GpMemoryBitmap::AllocBitmapData+0xc2', ['GdiPlus', 'GpMemoryBitmap::AllocBitmapData', 0xc2]],
    ['GdiPlus!GpMemoryBitmap::AllocBitmapData+c2', ['GdiPlus', 'GpMemoryBitmap::AllocBitmapData', 0xc2]],
    ['ntdll!RtlAllocateHeap+0x00000274', ['ntdll', 'RtlAllocateHeap', 0x274]],
    ['ntdll!ZwOpenKeyEx+0x000000000000000a', ['ntdll', 'ZwOpenKeyEx', 10]],
    ['ntdll!DbgBreakPoint', ['ntdll', 'DbgBreakPoint', null]],
    ['MyApp!std::vector<int,std::allocator<int> >::push_back+0x12', ['MyApp', 'std::vector<int,std::allocator<int> >::push_back', 0x12]],
    ['MyApp!Foo::operator()+0x3', ['MyApp', 'Foo::operator()', 3]],
    ["MyApp!`anonymous namespace'::run+0x3", ['MyApp', "`anonymous namespace'::run", 3]],
    ['MyApp!(anonymous namespace)::run+0x3', ['MyApp', '(anonymous namespace)::run', 3]],
    ['MyService!MyService.GetCommonImages(System.Object)+0xa7', ['MyService', 'MyService.GetCommonImages', 0xa7]],
    [
      'MyService!MyService.WebServiceBase.ExecuteWebMethod[[System.__Canon, mscorlib]](System.Func`1<System.__Canon>)+0x96',
      ['MyService', 'MyService.WebServiceBase.ExecuteWebMethod', 0x96],
    ],
    [
      'System_IO!System.IO.FileSystemWatcher.StartRaisingEvents()$##6000056+0x1ef',
      ['System_IO', 'System.IO.FileSystemWatcher.StartRaisingEvents', 0x1ef],
    ],
    ['System.Private.CoreLib.dll!System.Threading.Monitor.Wait', ['System.Private.CoreLib', 'System.Threading.Monitor.Wait', null]],
    ['ntdll!RtlAllocateHeap+14D (d:\\blue\\minkernel\\ntos\\rtl\\heap.c, 1872)', ['ntdll', 'RtlAllocateHeap', 0x14d]],
    ['clr!Thread::DoAppropriateWait+0x7d [f:\\dd\\ndp\\clr\\src\\vm\\threads.cpp @ 4744]', ['clr', 'Thread::DoAppropriateWait', 0x7d]],
    ['kernel32!BaseThreadInitThunk+0xe (FPO: [Non-Fpo])', ['kernel32', 'BaseThreadInitThunk', 0xe]],
    ['rtclnt+0x2850', ['rtclnt', null, 0x2850]],
    ['0x000007FE`95B1A2C7', [null, null, null]],
    ['7FFE82352933', [null, null, null]],
    ['+0x00007ffb54f18807', [null, null, null]],
    ['example.Program.Main(System.String[]) [E:\\unloadability\\example\\Program.cs @ 70]', [null, 'example.Program.Main', null]],
    ['System.Drawing.Graphics.DrawImage(System.Drawing.Image, Syst', [null, 'System.Drawing.Graphics.DrawImage', null]],
  ])('%s is taken apart', (printed, expected) => {
    expect(parts(printed)).toEqual(expected);
  });

  it('is kept as printed, at most 300 characters of it', () => {
    expect(splitFrame(`  MyApp!${'x'.repeat(500)}+0x1`).printed).toHaveLength(300);
  });
});

describe('whose code a frame is', () => {
  it.each([
    ['ucrtbase!_malloc_base+0x1', 'allocator'],
    ['KERNELBASE!LocalAlloc+0x6D', 'allocator'],
    ['MSVCR80!malloc+7A', 'allocator'],
    ['MyApp!operator new+0xE', 'allocator'],
    ['MyApp!_heap_alloc_dbg+0x1A2', 'allocator'],
    ['LeakTrack!CCRTMemoryLT::R90mallocDetour+0x67', 'detour'],
    ['vfbasics!AVrfpRtlAllocateHeap+0xb1', 'detour'],
    ['coreclr!AllocateNativeOverlapped+0xf6', 'runtime'],
    ['MyApp!__tmainCRTStartup+0x1a8', 'runtime'],
    ['System_Drawing_ni!System.Drawing.Graphics.DrawImage(System.Drawing.Image)+0x99', 'framework'],
    ['w3wphost!W3_HOST::Run+0x5', 'framework'],
    ['GdiPlus!GpGraphics::DrawImage+0xb7', 'system'],
    ['webio!zcalloc+20', 'system'],
    ['Castle.DynamicProxy.ProxyGenerator.CreateInterfaceProxyWithoutTarget<TInterface>(IInterceptor interceptor)', 'library'],
    ['Newtonsoft_Json!Newtonsoft.Json.JsonConvert.DeserializeObject(System.String)+0x9', 'library'],
    ['libc.so.6!start_thread', 'runtime'],
    ['getaddrinfo', 'runtime'],
    ['MapView!Gdiplus::Bitmap::Bitmap+0x4a', 'runtime'],
    ['libstdc++.so.6.0.30!_Znwm+0x1c', 'runtime'],
    ['shop!_Znam+0x1c', 'allocator'],
    ['kernel!kmem_cache_alloc_trace+0x15c', 'allocator'],
    ['ngx_array_push_n', 'allocator'],
    ['alloc::raw_vec::finish_grow', 'runtime'],
    ['<alloc::vec::Vec<T> as core::iter::FromIterator<T>>::from_iter', 'runtime'],
    ['core::Basket::add', 'own'],
    ['MyService_Core!MyService.Controller.Create(MyService.Request)+0x7da', 'own'],
    ['WampSharp.V2.WampBindingHost<TMessage>.GetEventSerializer(IWampOutgoingRequestSerializer outgoingSerializer)', 'own'],
    ['0x000007FE`95B1A2C7', 'unnamed'],
    ['rtclnt+0x2850', 'unnamed'],
  ])('%s is %s', (printed, role) => {
    expect(frameRole(splitFrame(printed))).toBe(role);
  });

  it('is told by the first frame from the top that nothing is known about', () => {
    expect(
      own(
        'ntdll!RtlAllocateHeap+0x808',
        'MyApp!_nh_malloc+0x16',
        'MyApp!operator new+0xE',
        'MyApp!DisplayMyGraphics+0x1E',
        'MyApp!main+0x2C',
      ),
    ).toBe('MyApp!DisplayMyGraphics');
    expect(own('ntdll!RtlAllocateHeap+1', 'ntdll!RtlUserThreadStart+0x1d')).toBeNull();
  });

  it('is not the program’s own malloc, strdup or bare alloc, but who called it', () => {
    expect(own('malloc', 'alloc', 'make_basket', 'main')).toBe('make_basket');
    expect(own('malloc', 'shop_malloc_or_die', 'read_order', 'main')).toBe('shop_malloc_or_die');
    expect(own('malloc', 'shop_xmalloc', 'read_order', 'main')).toBe('read_order');
    expect(own('libshop.so!Arena::allocate', 'libshop.so!Oven::bake')).toBe('libshop.so!Oven::bake');
    expect(own('malloc', 'basket_alloc', 'main')).toBe('basket_alloc');
    expect(own('Shop.Stock.Allocate', 'Shop.Program.Main')).toBe('Shop.Stock.Allocate');
  });

  it('is the program’s own malloc where nobody else of it is on the stack', () => {
    expect(own('libc.so.6!malloc', 'shop_malloc', 'libc.so.6!start_thread')).toBe('shop_malloc');
  });

  it('never chooses a frame without a name', () => {
    expect(own('0x000007FE`95B1A2C7', 'MyApp+0x2850', 'MyApp!Worker::run+0x3')).toBe('MyApp!Worker::run');
  });

  it('names the component that asked for the memory where no own code is on the stack', () => {
    const frames = [
      'ntdll!RtlAllocateHeap+14D',
      'msvcrt!malloc+90',
      'webio!zcalloc+20',
      'webio!inflate+12D7',
      'ntdll!TppIopExecuteCallback+D6',
    ].map(splitFrame);
    expect(firstOwnFrame(frames)).toBeNull();
    expect(frameName(blamedFrame(frames)!)).toBe('webio!zcalloc');
  });

  it('finds the entry, the own frame nearest to the start of the thread', () => {
    const frames = ['GdiPlus!Draw+1', 'MyDrawing!A.Draw()+1', 'MyService!S.Get()+2', 'clr!Start+3'].map(splitFrame);
    expect(frameName(entryFrame(frames)!)).toBe('MyService!S.Get');
  });

  it('joins stubs and allocation functions with the next frame', () => {
    expect(isJoinedWithNext(splitFrame('System_Drawing_ni!DomainNeutralILStubClass.IL_STUB_PInvoke(System.Int32)+0x179'))).toBe(true);
    expect(isJoinedWithNext(splitFrame('mfc140ud!operator new+0x3d'))).toBe(true);
    expect(isJoinedWithNext(splitFrame('MyApp!Draw+0x3d'))).toBe(false);
  });
});

describe('equal stacks', () => {
  const printed = (offset: string) => [
    `KERNEL32!Wait${offset}`,
    `System_Core_ni!System.Linq.Enumerable.ToList(System.Object)${offset}`,
    `MyApp!Work${offset}`,
  ];

  it('have one signature with and without offsets, whatever the case of a module and its native image', () => {
    const plain = ['kernel32!Wait', 'System.Core.dll!System.Linq.Enumerable.ToList(System.Object)', 'MyApp.exe!Work'];
    const signatures = [printed('+0x12'), printed('+0xffee'), printed(''), plain].map((frames) => stackSignature(frames.map(splitFrame)));
    expect(new Set(signatures).size).toBe(1);
  });

  it('do not depend on addresses of code without symbols', () => {
    expect(stackSignature([splitFrame('0x000007FE`95B1A2C7')])).toBe(stackSignature([splitFrame('0x000007FE`00000000')]));
    expect(stackSignature([splitFrame('w3tp+0x1819')])).toBe(stackSignature([splitFrame('w3tp+0x2')]));
  });

  it('are one entry with their count and their threads, the most frequent first', () => {
    const grouped = groupStacks([
      { thread: '0', frames: ['MyApp!main+0x1'] },
      { thread: '1', frames: printed('+0x12') },
      { thread: '2', frames: printed('+0x13') },
    ]);
    expect(grouped.map(({ count, threads }) => [count, threads])).toEqual([
      [2, ['1', '2']],
      [1, ['0']],
    ]);
  });

  it('are not equal when one is the beginning of the other', () => {
    const grouper = createStackGrouper();
    for (const frames of [['a!b', 'a!c'], ['a!b'], ['a!b', 'a!c']]) {
      for (const each of frames) grouper.frame(each);
      grouper.end(null);
    }
    expect(grouper.grouped().map(({ count, frames }) => [count, frames.length])).toEqual([
      [2, 2],
      [1, 1],
    ]);
  });
});

describe('what a record keeps of stacks', () => {
  const stack = (name: string, count: number, deep: number) => ({
    threads: [],
    count,
    frames: Array.from({ length: deep }, (_, i) => splitFrame(i === 0 ? name : `ntdll!frame${i}`)),
  });

  it('is bounded, keeps stacks with own code first, and says what was left out', () => {
    const many = [stack('ntdll!Wait', 900, 100), ...Array.from({ length: 60 }, (_, i) => stack(`MyApp!work${i}`, 2, 100))];
    const { stacks, notes } = boundStacks(many);
    expect(stacks.reduce((sum, { frames }) => sum + frames.length, 0)).toBeLessThanOrEqual(maxFrames);
    expect(stacks.every(({ frames }) => frames[0]?.module === 'MyApp')).toBe(true);
    expect(notes.join(' ')).toMatch(/21 different stacks of \d+ threads were left out/);
  });

  it('keeps both ends of a recursion', () => {
    const [kept] = boundStacks([stack('MyApp!loop', 1, 5000)]).stacks;
    expect(kept?.frames).toHaveLength(128);
    expect([kept?.frames[0]?.function, kept?.frames.at(-1)?.function]).toEqual(['loop', 'frame4999']);
  });
});
