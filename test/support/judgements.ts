/** Judgements of the two recorded incidents, written by hand after SPEC §3: what cards and reports are tested with. */
import type { Attribution, CounterId, Judgement, ProcessLife, Trend, Verdict } from '../../analysis/types.ts';

export const GB = 2 ** 30;
export const MB = 2 ** 20;
export const at = (time: string): number => Date.parse(`2016-06-19T${time}:00Z`);

export const gdiLife: ProcessLife = {
  machine: 'WEB01',
  process: 'w3wp',
  pid: 4312,
  startedAt: at('11:48'),
  bitness: 64,
  runtime: 'netfx',
  appPool: 'MyService',
};
export const xmlLife: ProcessLife = { ...gdiLife, pid: 13724, startedAt: at('08:05'), appPool: 'Xena' };

export function trend(counter: CounterId, life: ProcessLife, part: Partial<Trend>): Trend {
  const { process } = life;
  return {
    counter,
    life,
    motion: 'grows',
    slopePerHour: null,
    ci95: null,
    from: at('11:50'),
    to: at('14:11'),
    first: 0,
    last: 0,
    samples: 142,
    says: `${counter} of ${process ?? ''} ${part.motion ?? 'grows'}.`,
    needsMs: null,
    evidence: ['counters-1'],
    ...part,
  };
}

export const gdiTrends: readonly Trend[] = [
  trend('privateBytes', gdiLife, { slopePerHour: 1.3 * GB, ci95: [1.22 * GB, 1.38 * GB], first: 1.2 * GB, last: 2.66 * GB }),
  trend('gcHeap', gdiLife, { motion: 'flat', slopePerHour: 0, ci95: [-4 * MB, 4 * MB], first: 0.14 * GB, last: 0.14 * GB }),
  trend('handles', gdiLife, { motion: 'flat', slopePerHour: 2, ci95: [-20, 24], first: 469, last: 493 }),
];

const gb = (values: readonly number[]): readonly number[] => values.map((value) => value * GB);

/** Seed 004's golden numbers. */
export const gdiAttribution: Attribution = {
  evidence: ['report-1', 'report-2', 'report-3'],
  labels: ['1:39:09', '2:01:34', '2:26:05'],
  total: gb([1.68, 2.14, 2.7]),
  totalGrowth: 1.02 * GB,
  bytesPerHour: (1.02 / 0.7822) * GB,
  rates: gb([1.231, 1.37]),
  rows: [
    { name: 'GdiPlus', level: 'module', bytes: gb([1.17, 1.63, 2.19]), allocations: [1370, 1783, 2283], growth: 1.02 * GB, share: 1 },
    {
      name: 'GdiPlus!GpMemoryBitmap::AllocBitmapData+c2',
      level: 'function',
      bytes: gb([1.16, 1.62, 2.17]),
      allocations: [155, 220, 290],
      growth: 1.01 * GB,
      share: 1.01 / 1.02,
    },
    { name: 'everything else', level: 'remainder', bytes: gb([0.51, 0.51, 0.51]), allocations: [11785, 11367, 10579], growth: 0, share: 0 },
  ],
};

const gdiVerdict: Verdict = {
  class: 'native',
  confidence: 0.97,
  lead: 'Memory outside the .NET heap grows by 1.30 GB an hour; 100 % of it is held by GdiPlus, 99 % by one function, AllocBitmapData.',
  refutedBy: 'GdiPlus stays flat while private bytes go on growing.',
  component: 'GdiPlus!GpMemoryBitmap::AllocBitmapData',
  ownFrame: 'MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome',
  growth: { counter: 'outstanding allocations', bytesPerHour: (1.02 / 0.7822) * GB, ci95: null },
  causes: [
    {
      id: 'gdi-plus-in-service',
      title: 'System.Drawing (GDI+) used in a web service',
      confidence: 0.92,
      because: ['growth-by-module', 'own-frame'],
      refutedBy: 'GdiPlus stays flat while private bytes go on growing',
      fix: 'Dispose every Bitmap and Graphics in BitmapToMonochrome, then replace System.Drawing, which Microsoft does not support in a service.',
      link: 'https://learn.microsoft.com/en-us/dotnet/api/system.drawing',
    },
  ],
  hypotheses: [
    {
      id: 'native',
      title: 'Native leak',
      confidence: 0.97,
      because: ['growth-by-module', 'own-frame', 'private-not-managed'],
      refutedBy: 'the .NET heap follows private bytes',
    },
    { id: 'handle', title: 'Handle leak', confidence: 0.01, because: [], refutedBy: 'no handle type grows' },
  ],
  next: [],
};

export const gdiJudgement: Judgement = {
  verdict: gdiVerdict,
  findings: [
    {
      id: 'growth-by-module',
      rule: 'leak-growth',
      says: 'GdiPlus grew by 1.02 GB of 1.02 GB between the first and the last report: 100 %.',
      points: 'native',
      strength: 'strong',
      evidence: ['report-1', 'report-2', 'report-3'],
      measured: { share: 1 },
    },
    {
      id: 'private-not-managed',
      rule: 'private-bytes',
      says: 'Private bytes grow by 1.30 GB an hour and the .NET heap does not.',
      points: 'native',
      strength: 'strong',
      evidence: ['counters-1'],
      measured: {},
    },
    {
      id: 'own-frame',
      rule: 'leaking-stack',
      says: 'A stack into GdiPlus comes from MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome.',
      points: 'native',
      strength: 'weak',
      evidence: ['stacks-1'],
      measured: {},
    },
    {
      id: 'handles-flat',
      rule: 'handle-growth',
      says: 'Handles stay between 469 and 541: no handle leak.',
      points: null,
      strength: 'weak',
      evidence: ['report-1', 'report-2', 'report-3'],
      measured: {},
    },
  ],
  trends: gdiTrends,
  attribution: gdiAttribution,
  handleGrowth: null,
  stack: {
    evidence: 'stacks-1',
    frames: [
      { printed: 'GdiPlus!GpMemoryBitmap::AllocBitmapData+0xc2', role: 'leaking' },
      { printed: 'System_Drawing_ni!System.Drawing.Graphics.DrawImage+0x264', role: 'framework' },
      { printed: 'MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome(System.Drawing.Bitmap)+0x2da', role: 'own' },
      { printed: 'MyDrawing!MyDrawing.GdiPlusCanvas.GetImageBytes+0x6e', role: 'own' },
      { printed: 'MyService!MyService.GetCommonImages(System.Object)+0xa7', role: 'own' },
      { printed: 'ntdll!RtlUserThreadStart+0x1d', role: 'skipped' },
    ],
    ownFrame: 'MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome',
    entry: 'MyService!MyService.GetCommonImages',
  },
};
