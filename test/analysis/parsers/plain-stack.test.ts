import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Wanted = Reading & { readonly kind: 'stacks' };
const read = (result: ReadResult): Wanted => readingsOf(result, 'plain-stack')[0] as Wanted;

describe('a bare list of frames', () => {
  const umdh =
    '\tntdll!RtlAllocateHeap+14D (d:\\blue\\minkernel\\ntos\\rtl\\heap.c, 1872)\n\tmsvcrt!malloc+90 (d:\\9147\\crts\\malloc.c, 285)\n\tMyApp!Cache::grow+20\n';
  checkParser('of native functions', { parser: 'plain-stack', text: umdh });
  checkParser('of managed methods', {
    parser: 'plain-stack',
    text: 'Castle.DynamicProxy.ProxyGenerator.CreateProxy<TInterface>(IInterceptor interceptor)\nAcme.Serialization.Factory<T>.Get<TProxy>()\nAcme.Host.Open(System.String, Int32)\n',
  });

  it('is one stack, its first line the top', () => {
    const { stacks } = read(readText(umdh));
    expect(stacks[0]?.frames.map((frame) => frame.function)).toEqual(['RtlAllocateHeap', 'malloc', 'Cache::grow']);
  });

  it('is read out of an exception', () => {
    const text =
      '   at System.Xml.Serialization.XmlSerializer..ctor(Type type)\n   at Acme.Orders.Load(Int32 id) in C:\\src\\Orders.cs:line 12\n   at Acme.Program.<Main>b__0()\n';
    expect(read(readText(text)).stacks[0]?.frames.map((frame) => frame.function)).toEqual([
      'System.Xml.Serialization.XmlSerializer..ctor',
      'Acme.Orders.Load',
      'Acme.Program.<Main>b__0',
    ]);
  });

  it('is neither prose nor source code nor the stack of another language', () => {
    for (const text of [
      'Hello! This is fine.\nWell!Nobody knows.\n',
      'container.Configure(c => c.For(typeof(IFactory)).Singleton());\nserializer.Deserialize(reader);\n',
      'System.GC.Collect(2)\nSystem.GC.Collect(0)\n',
      '    at Module._compile (node:internal/modules/cjs/loader:1358:14)\n    at Module._load (node:internal/modules/cjs/loader:1:1)\n',
      '\tat org.acme.Bar.baz(Bar.java:12)\n\tat org.acme.Foo.baz(Foo.java:13)\n',
      'See docs.acme.com (page 3)\nSee www.acme.com (page 4)\n',
      'Call MyApp!Leak+1E here.\n',
    ])
      expect(readingsOf(readText(text), 'plain-stack')).toEqual([]);
  });
});

describeWithShared('cases with bare stacks', () => {
  for (const name of ['corefx-winhttphandler-native', 'wampsharp-castle-proxy-handles'])
    checkParser(name, { parser: 'plain-stack', text: sharedText(`cases/${name}/stacks.txt`) });
});
