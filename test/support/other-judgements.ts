/** Judgements that are not native: assemblies with their handles, too early, and no leak; written by hand. */
import type { Judgement } from '../../analysis/types.ts';
import { at, GB, gdiLife, MB, trend, xmlLife } from './judgements.ts';

/** Seed 000's practice incident: assemblies leak, the handles are their symptom. */
export const xmlJudgement: Judgement = {
  verdict: {
    class: 'loader-heap',
    confidence: 0.9,
    lead: 'Private bytes grow by 310 MB an hour, the .NET heap does not, and assemblies and handles rise with them: code is generated per call.',
    refutedBy: 'the number of assemblies stays flat while private bytes grow',
    component: null,
    ownFrame: null,
    growth: { counter: 'private bytes', bytesPerHour: 310 * MB, ci95: [290 * MB, 330 * MB] },
    causes: [
      {
        id: 'xml-serializer',
        title: 'XmlSerializer built with a constructor that does not cache',
        confidence: 0.88,
        because: ['assemblies-grow', 'source-pattern'],
        refutedBy: 'no constructor with an XmlRootAttribute is called per request',
        fix: 'Cache one serializer per (type, root) and reuse it.',
        link: 'https://learn.microsoft.com/en-us/dotnet/api/system.xml.serialization.xmlserializer#dynamically-generated-assemblies',
      },
    ],
    hypotheses: [
      {
        id: 'loader-heap',
        title: 'Loader heap',
        confidence: 0.9,
        because: ['assemblies-grow'],
        refutedBy: 'the number of assemblies stays flat',
      },
    ],
    next: [{ collector: 'source', why: 'The code that was deployed shows which constructor is used.' }],
  },
  findings: [
    {
      id: 'assemblies-grow',
      rule: 'assemblies',
      says: 'Loaded assemblies rise from 210 to 2,410 and none is unloaded.',
      points: 'loader-heap',
      strength: 'strong',
      evidence: ['counters-1'],
      measured: {},
    },
    {
      id: 'source-pattern',
      rule: 'source',
      says: 'Line 4 builds an XmlSerializer with an XmlRootAttribute.',
      points: 'loader-heap',
      strength: 'strong',
      evidence: ['source-1'],
      measured: {},
    },
  ],
  trends: [
    trend('privateBytes', xmlLife, { slopePerHour: 310 * MB, ci95: [290 * MB, 330 * MB], first: 420 * MB, last: 1.3 * GB }),
    trend('gcHeap', xmlLife, { motion: 'flat', slopePerHour: 0, ci95: [-3 * MB, 3 * MB], first: 90 * MB, last: 92 * MB }),
    trend('handles', xmlLife, { slopePerHour: 9700, ci95: [9400, 10_000], first: 1150, last: 29_401 }),
    trend('assemblies', xmlLife, { slopePerHour: 760, ci95: [750, 770], first: 210, last: 2410 }),
  ],
  attribution: null,
  handleGrowth: {
    evidence: ['handles-1', 'handles-2'],
    rows: [
      { type: 'Event', counts: [12_100, 14_440], growth: 2340, usually: 'synchronisation objects that are not disposed' },
      { type: 'Semaphore', counts: [11_800, 14_029], growth: 2229, usually: 'locks of objects that wait for their finalizer' },
      { type: 'File', counts: [226, 226], growth: 0, usually: 'streams' },
    ],
  },
  stack: null,
};

const nothing = { attribution: null, handleGrowth: null, stack: null } as const;

/** Too short to tell. */
export const tooEarly: Judgement = {
  ...nothing,
  verdict: {
    class: 'not-enough-data',
    confidence: 0,
    lead: '12 minutes are too short: the slope could be 0 or 900 MB an hour. At 12:20 it will be clear.',
    refutedBy: '',
    component: null,
    ownFrame: null,
    growth: null,
    causes: [],
    hypotheses: [],
    next: [{ collector: 'counters', why: 'Watch for 18 more minutes, until 12:20.' }],
  },
  findings: [],
  trends: [
    trend('privateBytes', gdiLife, {
      motion: 'too-early',
      from: at('11:50'),
      to: at('12:02'),
      first: 1.2 * GB,
      last: 1.31 * GB,
      samples: 12,
      needsMs: 18 * 60_000,
      says: 'The slope could be 0 or 900 MB an hour.',
    }),
  ],
};

/** It looked like a leak and is none. */
export const noLeak: Judgement = {
  ...nothing,
  verdict: {
    class: 'no-leak',
    confidence: 0.93,
    lead: 'Nothing leaks: private bytes rise and fall between 0.8 and 1.2 GB, and the floor of the saw-tooth is flat over 6 h.',
    refutedBy: 'the floor rises over a day with the same load',
    component: null,
    ownFrame: null,
    growth: null,
    causes: [],
    hypotheses: [],
    next: [{ collector: 'counters', why: 'Watch over a day, if it was noticed at night only.' }],
  },
  findings: [],
  trends: [trend('privateBytes', gdiLife, { motion: 'sawtooth', slopePerHour: 0, ci95: [-2 * MB, 3 * MB], first: 0.9 * GB, last: GB })],
};
