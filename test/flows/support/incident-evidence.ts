/** What the tools told in the two incidents, made by hand. */
import type { CallStack, LeakReport, Reading, StackFrame } from '../../../analysis/types.ts';
import { counters, life, minute, unknownLife } from './a-case.ts';

export const GB = 2 ** 30;
export const MB = 2 ** 20;

function frame(module: string, name: string): StackFrame {
  return { module, function: name, offset: 16, printed: `${module}!${name}+0x10` };
}
export const stack: CallStack = {
  threads: ['57'],
  count: 1,
  frames: [
    frame('GdiPlus', 'GpMemoryBitmap::InitImageBitmap'),
    frame('GdiPlus', 'GdipDrawImageRectRectI'),
    frame('clr', 'DoNDirectCall__PatchGetThreadCall'),
    frame('System_Drawing_ni', 'System.Drawing.Graphics.DrawImage'),
    frame('MyDrawing', 'MyDrawing.GdiPlusCanvas.BitmapToMonochrome'),
    frame('MyService', 'MyService.GetCommonImages'),
    frame('clr', 'ThreadpoolMgr::WorkerThreadStart'),
    frame('ntdll', 'RtlUserThreadStart'),
  ],
};
export function report(hours: number, outstanding: number, gdi: number, top: number): Reading {
  const leakReport: LeakReport = {
    dump: null,
    leakTrack: 'tracked',
    trackingMs: hours * 60 * minute,
    outstandingBytes: outstanding * GB,
    outstandingAllocations: 13_000,
    outstandingHandles: 500,
    modules: [
      {
        module: 'GdiPlus',
        bytes: gdi * GB,
        allocations: 1500,
        functions: [
          { function: 'GdiPlus!GpMemoryBitmap::AllocBitmapData+c2', bytes: top * GB, allocations: 200, probability: null, stacks: [] },
        ],
      },
    ],
    handlesByType: {},
    warnings: [],
    printedPrecision: 0.005 * GB,
  };
  return { kind: 'leakReport', life: unknownLife, takenAt: null, report: leakReport };
}
export function dump(path: string, at: number): Reading {
  return { kind: 'dumpLog', life, takenAt: at, dumps: [{ path, bytes: 2 * GB, seconds: 20, state: 'complete', detail: 'complete' }] };
}

export const native = counters({
  privateBytes: [1.2 * GB, GB],
  gcHeap: [90 * MB, 0],
  handles: [500, 0],
  assemblies: [200, 0],
  gen2Collections: [10, 60],
});
