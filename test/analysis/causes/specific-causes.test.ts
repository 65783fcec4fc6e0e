/** A cause whose own types stand in the evidence goes before one that many causes look like. */
import { describe, expect, it } from '@jest/globals';
import { MB, noon } from '../../support/evidence.ts';
import { chain, list, minute, queue, type Row, stacks } from '../../support/made-clues.ts';
import { heap, types, verdictOf } from '../../support/made-evidence.ts';

const grown = (...rows: readonly Row[]) => {
  const before = rows.map(([type, count, bytes]): Row => [type, Math.ceil(count / 40), Math.ceil(bytes / 40)]);
  return [
    heap('before', types(['System.String', 90_000, 8 * MB], ...before), noon),
    heap('after', types(['System.String', 91_000, 8 * MB], ...rows), noon + 120 * minute),
  ];
};
const leading = (...rows: readonly Row[]) => verdictOf(...grown(...rows)).causes[0]?.id;

describe('dynamic methods', () => {
  const methods: Row = ['System.Reflection.Emit.DynamicMethod', 40_000, 6 * MB];
  const options: readonly Row[] = [
    ['System.Text.Json.JsonSerializerOptions', 9000, 2 * MB],
    ['System.Text.Json.Serialization.Metadata.JsonPropertyInfo<System.Int32>', 300_000, 90 * MB],
  ];
  it('beside serializer options in number are the accessors of these', () => {
    expect(leading(methods, ...options)).toBe('json-options-per-call');
  });
  it('beside closures are compiled expressions, whatever a serializer keeps as well', () => {
    const few = options.map(([type, count, bytes]): Row => [type, count / 3000, bytes / 3000]);
    expect(leading(methods, ['System.Runtime.CompilerServices.Closure', 40_000, MB], ...few)).toBe('expression-compile');
    expect(leading(methods)).toBe('expression-compile');
  });
  it('beside the readers of an object mapper are not called expressions', () => {
    const verdict = verdictOf(...grown(methods, ['Dapper.SqlMapper+CacheInfo', 40_000, 3 * MB]));
    expect(verdict.causes.find(({ id }) => id === 'expression-compile')?.confidence ?? 0).toBeLessThan(0.4);
  });
  it('that wait for a finalizer which stands in a call into an apartment are its symptom', () => {
    const waiting = queue(180_000, ['System.Reflection.Emit.DynamicResolver', 94_000, 9 * MB]);
    const blocked = [
      'ntdll!NtWaitForSingleObject+14',
      'combase!CSyncClientCall::SwitchAptAndDispatchCall+3c1',
      'clr!RCWCleanupList::ReleaseRCWListInCorrectCtx+11a',
      'clr!FinalizerThread::FinalizerThreadWorker+142',
    ];
    const idle = ['ntdll!NtWaitForMultipleObjects+14', 'clr!FinalizerThread::WaitForFinalizerEvent+b6', blocked[3] ?? ''];
    expect(verdictOf(waiting, stacks(1, ...blocked)).causes[0]?.id).toBe('com-apartment-blocks-finalizer');
    expect(verdictOf(waiting, stacks(1, ...idle)).causes[0]?.id).toBe('expression-compile');
  });
});

describe('handlers of events', () => {
  const views: Row = ['Shop.OrderView', 40_000, 9 * MB];
  it('in number, with as many own objects, are subscriptions that nobody takes back', () => {
    const verdict = verdictOf(...grown(views, ['System.EventHandler`1[[Shop.OrderArgs, Shop]]', 40_000, 3 * MB]));
    expect(verdict).toMatchObject({ class: 'managed', component: 'Shop.OrderView' });
    expect(verdict.causes[0]?.id).toBe('event-handler-kept');
    expect(leading(views, ['System.ComponentModel.PropertyChangedEventHandler', 80_000, 6 * MB])).toBe('event-handler-kept');
  });
  it('are not what keeps the objects where a chain to the root passes none of them', () => {
    const listed = chain(
      '(pinned handle)',
      'System.Object[]',
      'Shop.Views',
      'System.Collections.Generic.List`1[[Shop.OrderView]]',
      views[0],
    );
    const verdict = verdictOf(...grown(views, ['System.EventHandler', 40_000, 3 * MB]), listed);
    expect(verdict.causes[0]?.id).toBe('static-collection');
  });
  it('of which there are few beside the objects say nothing', () => {
    expect(leading(views, ['System.EventHandler', 1500, 100_000])).toBe('static-collection');
  });
});

describe('queues', () => {
  const lines: Row = ['Shop.LogLine', 900_000, 70 * MB];
  it('with room for all the objects of their type are a producer without a bound', () => {
    const slots: Row = ['System.Collections.Concurrent.ConcurrentQueueSegment<Shop.LogLine>+Slot[]', 900, 14 * MB];
    expect(leading(lines, slots)).toBe('producer-without-back-pressure');
    const segments: Row = ['System.Collections.Concurrent.ConcurrentQueue`1+Segment[[Shop.LogLine, Shop]]', 29_000, 2 * MB];
    expect(leading(lines, segments)).toBe('producer-without-back-pressure');
    const older: Row = ['System.Collections.Concurrent.ConcurrentQueueSegment`1+Slot[[Shop.LogLine, Shop]][]', 900, 14 * MB];
    expect(leading(lines, older)).toBe('producer-without-back-pressure');
  });
  it('that are short hold none of what piles up elsewhere', () => {
    expect(leading(lines, ['System.Collections.Concurrent.ConcurrentQueueSegment<Shop.LogLine>+Slot[]', 2, 1000])).toBe(
      'static-collection',
    );
  });
});

describe('clients of a cloud', () => {
  it('in thousands are made for each call, a handful is none', () => {
    const clients = (count: number): readonly Row[] => [
      ['Azure.Storage.Blobs.BlobServiceClient', count, count * 150],
      ['Azure.Core.Pipeline.HttpPipeline', count, count * 100],
    ];
    const verdict = verdictOf(list(...clients(30_000)));
    expect(verdict).toMatchObject({ class: 'managed', component: 'Azure.Storage.Blobs.BlobServiceClient' });
    expect(verdict.causes[0]?.id).toBe('client-per-call');
    expect(verdictOf(list(...clients(12))).causes.map(({ id }) => id)).not.toContain('client-per-call');
  });
});

describe('asynchronous work', () => {
  it('is named by its method, in the form of either debugger', () => {
    const box = 'System.Runtime.CompilerServices.AsyncTaskMethodBuilder';
    const result = 'System.Threading.Tasks.VoidTaskResult';
    for (const type of [
      `${box}<${result}>+AsyncStateMachineBox<Shop.Feed+<PumpAsync>d__7>`,
      `${box}\`1+AsyncStateMachineBox\`1[[${result}, System.Private.CoreLib],[Shop.Feed+<PumpAsync>d__7, Shop]]`,
    ]) {
      expect(verdictOf(...grown([type, 300_000, 40 * MB])).component).toBe('Shop.Feed+<PumpAsync>d__7');
    }
  });
});
