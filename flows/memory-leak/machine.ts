/**
 * The statechart `memory-leak`. It says what may follow what, and nothing else: it knows no platform
 * (the plan does), no clock (time comes as an event) and no connection (work leaves as an effect).
 *
 * There is no `invoke`, no `after` and no spawned actor, because a restored snapshot would run them
 * again, and procdump must never run twice (docs/decisions). The actions `findTarget`, `collect`,
 * `fileTicket` and `post` have an empty body: flows/advance.ts reads them off the transition.
 * Only flows/advance.ts and docs/generate.ts use this machine.
 */
import { setup } from 'xstate';
import type { LeakClass } from '../../analysis/types.ts';
import { bytes } from '../figures.ts';
import type { CollectingStep, Facts, PhaseId, StepId } from '../types.ts';
import { collectingSteps } from '../types.ts';
import {
  firstFacts,
  hasOpenStep,
  including,
  isOffTheWay,
  isPassed,
  isRuledOut,
  isUndecided,
  stepBefore,
  walked,
  without,
} from './facts.ts';

/** How a collector is run: once, as a watch over time, as the start of leak tracking, or as one more dump of it. */
export type RunBy = 'collect' | 'watch' | 'track' | 'dump';
/** Steps in which something can be collected. */
export type Owner = CollectingStep | 'verifyingFix';

/** What flows/advance.ts makes of a FlowEvent: the same, with what the plan and the connector say about it. */
export type MachineEvent =
  /** `none`: nobody answers to that name or pid, and nothing has been read that another process could be known by. */
  | { readonly type: 'targetsFound'; readonly none: boolean }
  | { readonly type: 'targetChosen'; readonly facts: Partial<Facts> }
  | {
      readonly type: 'evidenceRead';
      readonly facts: Partial<Facts>;
      /** It answers the collection that is running. */
      readonly answers: boolean;
      /** It told something that was not known before. */
      readonly told: boolean;
      /** The need is not met, more can be collected at once, and this answer told something new. */
      readonly again: boolean;
      /** A further complete dump is known. */
      readonly dumped: boolean;
      readonly canSample: boolean;
      /** The fix was watched long enough, and the handle type is to be counted once more. */
      readonly countAgain: boolean;
      readonly collector: string | null;
    }
  /** Nothing that could answer is running any more. */
  | { readonly type: 'nothingRuns' }
  | { readonly type: 'effectFailed' }
  | { readonly type: 'collectRequested'; readonly step: Owner; readonly collector: string; readonly runBy: RunBy }
  | { readonly type: 'byHandChosen'; readonly step: Owner }
  | { readonly type: 'goOnRequested' }
  | { readonly type: 'skipped' }
  | { readonly type: 'wentBack' }
  | { readonly type: 'redone' }
  | { readonly type: 'pausedCase' }
  | { readonly type: 'resumedCase' }
  | {
      readonly type: 'lifeChanged';
      readonly facts: Partial<Facts>;
      readonly text: string;
      /** LeakTrack was attached to the life that ended. */
      readonly trackingEnded: boolean;
    }
  | { readonly type: 'watchLost' }
  | {
      readonly type: 'timeCame';
      readonly due: string;
      readonly step: StepId;
      readonly collector: string | null;
      readonly canSample: boolean;
      readonly text: string;
    }
  | { readonly type: 'thresholdsSet'; readonly facts: Partial<Facts> }
  | { readonly type: 'fixAnnounced'; readonly at: string; readonly collector: string; readonly runBy: RunBy | 'hand' }
  | { readonly type: 'reportRequested' }
  | { readonly type: 'ticketFiled' }
  | { readonly type: 'closedCase' }
  | { readonly type: 'cancelledCase' };

export interface StepMeta {
  readonly step: StepId;
  readonly phase?: PhaseId;
}

/** An action whose body is empty: its params say what must be done outside. */
type Outside<Params> = (_: unknown, params: Params) => void;
const findTarget: Outside<undefined> = () => undefined;
const collect: Outside<{ readonly collector: string }> = () => undefined;
const fileTicket: Outside<{ readonly final: boolean }> = () => undefined;
const post: Outside<{ readonly text: string }> = () => undefined;

const flow = setup({
  types: {
    context: {} as Facts,
    events: {} as MachineEvent,
    meta: {} as StepMeta,
  },
  actions: { findTarget, collect, fileTicket, post },
  guards: {
    isPassed: ({ context }, params: { readonly step: CollectingStep }) => isPassed(context, params.step),
    isOffTheWay: ({ context }, params: { readonly step: CollectingStep }) => isOffTheWay(context, params.step),
    hasOpenStep: ({ context }) => hasOpenStep(context),
    isUnclear: ({ context }) => isUndecided(context) && !isPassed(context, 'counters'),
    hasClass: ({ context }, params: { readonly classes: readonly LeakClass[] }) =>
      context.leakClass !== null && params.classes.includes(context.leakClass),
    isPassedAs: ({ context }, params: { readonly step: CollectingStep; readonly classes: readonly LeakClass[] }) =>
      isPassed(context, params.step) && params.classes.includes(context.leakClass ?? 'not-enough-data'),
    isPassedWithoutStack: ({ context }, params: { readonly step: CollectingStep; readonly classes: readonly LeakClass[] }) =>
      isPassed(context, params.step) && !context.stackKnown && params.classes.includes(context.leakClass ?? 'not-enough-data'),
    isPassedWithHandles: ({ context }) => isPassed(context, 'assemblies') && context.leakClass === 'loader-heap' && context.handlesGrow,
    cameFrom: ({ context }, params: { readonly step: StepId }) => stepBefore(context.trail) === params.step,
    isDecided: ({ context }) => !isUndecided(context),
    isLast: ({ context }, params: { readonly step: StepId }) => context.trail.at(-1) === params.step,
    isAsked: (_, params: { readonly of: Owner; readonly step: Owner; readonly by: readonly RunBy[]; readonly runBy: RunBy }) =>
      params.of === params.step && params.by.includes(params.runBy),
    isOf: (_, params: { readonly of: StepId; readonly step: StepId }) => params.of === params.step,
    isSo: (_, params: { readonly so: boolean }) => params.so,
    isAside: ({ context }, params: { readonly so: boolean }) =>
      params.so && context.revisiting !== null && stepBefore(context.trail) === 'concluded',
    thresholdReached: ({ context }) =>
      context.privateBytes !== null &&
      context.nextThreshold !== null &&
      context.privateBytes >= context.nextThreshold &&
      context.dumps < context.dumpsWanted,
    fixHolds: ({ context }) => context.fixHolds === 'yes' && context.revisiting !== 'verifyingFix',
    stillHoldsAndWasClosed: ({ context }) => context.fixHolds === 'yes' && context.closedBefore === true,
    wasClosed: ({ context }) => context.closedBefore === true,
    relapsed: ({ context }) => context.fixHolds === 'no',
  },
});

// ---- what changes the facts ----------------------------------------------------------------

const takeFacts = flow.assign(({ event }) => ('facts' in event ? event.facts : {}));
/** What a platform rules out is passed over: nobody was there. */
const walk = (step: StepId) => flow.assign(({ context }) => (isRuledOut(context, step) ? {} : { trail: walked(context.trail, step) }));
const leaveTrail = flow.assign(({ context }) => ({ trail: context.trail.slice(0, -1) }));
const revisit = (step: StepId) => flow.assign({ revisiting: step });
/** What the verdict asked for has come: back to it. */
const comeBack = flow.assign(({ context }) => ({ trail: context.trail.slice(0, -1), revisiting: null }));
const skip = (step: CollectingStep) => flow.assign(({ context }) => ({ skipped: including(context.skipped, step), revisiting: null }));
const goOn = (step: CollectingStep) =>
  flow.assign(({ context }) =>
    step === 'counters' ? { goOn: true, revisiting: null } : { wentOn: including(context.wentOn, step), revisiting: null },
  );
const startOver = (step: CollectingStep) =>
  flow.assign(({ context }) => ({
    revisiting: step,
    skipped: without(context.skipped, step),
    wentOn: without(context.wentOn, step),
    ...(step === 'counters' ? { goOn: false } : {}),
  }));
/** Tracking begins with no dump of its own; what was written before is not counted. */
const beginTracking = flow.assign(({ context }) => ({
  trackedFrom: context.dumpsSeen,
  trackedSince: null,
  dumps: 0,
  privateBytes: null,
  nextThreshold: null,
  lastThreshold: null,
}));
/** Whoever jumps to it by hand begins it, too; what was begun before goes on. */
const beginOnce = flow.assign(({ context }) => (context.trackedFrom === null ? { trackedFrom: context.dumpsSeen, dumps: 0 } : {}));
/** Nothing is attached any more. */
const endTracking = flow.assign({
  trackedFrom: null,
  trackedSince: null,
  dumps: 0,
  privateBytes: null,
  nextThreshold: null,
  lastThreshold: null,
});
/** After a dump the next sample decides, not the one that set off this dump. */
const forgetSize = flow.assign(({ context }) => ({
  privateBytes: null,
  lastThreshold: context.nextThreshold ?? context.lastThreshold,
  nextThreshold: null,
}));
const beginVerification = flow.assign(({ event }) =>
  event.type === 'fixAnnounced' ? { fixAnnouncedAt: event.at, fixHolds: null, revisiting: null, rechecked: [] } : { fixHolds: null },
);
/** After a relapse nothing that was found before the fix counts as done. */
const relapse = flow.assign({
  revisiting: 'counters',
  met: [],
  skipped: [],
  wentOn: [],
  goOn: false,
  fixAnnouncedAt: null,
  fixHolds: null,
  stackKnown: false,
  closedBefore: false,
});
const recheckCame = flow.assign(({ context, event }) =>
  event.type === 'timeCame' ? { rechecked: including(context.rechecked, event.due), fixHolds: null } : {},
);
const openToLook = flow.assign({ closedBefore: true });
const closeAgain = flow.assign({ closedBefore: false });

// ---- what must be done outside -------------------------------------------------------------

const collectAsked = {
  type: 'collect',
  params: ({ event }: { event: MachineEvent }) => ({ collector: ('collector' in event && event.collector) || '' }),
} as const;
const postText = {
  type: 'post',
  params: ({ event }: { event: MachineEvent }) => ({ text: 'text' in event ? event.text : '' }),
} as const;
const dumpNow = { type: 'collect', params: { collector: 'process-dump' } } as const;
const say = (text: string) => ({ type: 'post', params: { text } }) as const;

// ---- conditions on an event ----------------------------------------------------------------

const asked = (of: Owner, ...by: readonly RunBy[]) =>
  ({
    type: 'isAsked',
    params: ({ event }: { event: MachineEvent }) => ({
      of,
      by,
      step: 'step' in event ? (event.step as Owner) : of,
      runBy: 'runBy' in event ? (event.runBy as RunBy) : 'collect',
    }),
  }) as const;
const chosen = (of: StepId) =>
  ({
    type: 'isOf',
    params: ({ event }: { event: MachineEvent }) => ({ of, step: 'step' in event ? event.step : of }),
  }) as const;
const answer = (is: (event: Extract<MachineEvent, { type: 'evidenceRead' }>) => boolean) =>
  ({
    type: 'isSo',
    params: ({ event }: { event: MachineEvent }) => ({ so: event.type === 'evidenceRead' && is(event) }),
  }) as const;
const answers = answer((event) => event.answers);
/** One more collection that was asked for at the verdict: its answer leads back there. */
const backToVerdict = (is: (event: Extract<MachineEvent, { type: 'evidenceRead' }>) => boolean) =>
  ({
    guard: { type: 'isAside', params: answer(is).params },
    target: '#concluded',
    actions: [takeFacts, comeBack],
  }) as const;
const due = (step: StepId, canSample: boolean | null) =>
  ({
    type: 'isSo',
    params: ({ event }: { event: MachineEvent }) => ({
      so: event.type === 'timeCame' && event.step === step && (canSample === null || event.canSample === canSample),
    }),
  }) as const;
const isPassedHere = (step: CollectingStep) => ({ type: 'isPassed', params: { step } }) as const;
const passedAs = (step: CollectingStep, ...classes: readonly LeakClass[]) => ({ type: 'isPassedAs', params: { step, classes } }) as const;
const passedWithoutStack = (step: CollectingStep, ...classes: readonly LeakClass[]) =>
  ({ type: 'isPassedWithoutStack', params: { step, classes } }) as const;
const hasClass = (...classes: readonly LeakClass[]) => ({ type: 'hasClass', params: { classes } }) as const;

// ---- the pattern of a collecting step ------------------------------------------------------

/** What every collecting step understands, whatever it is doing. */
const inStep = <S extends CollectingStep>(step: S) =>
  ({
    skipped: { actions: skip(step) },
    goOnRequested: { actions: goOn(step) },
    redone: { target: `#${step}`, reenter: true, actions: startOver(step) },
  }) as const;

/** offering → collecting | awaitingOutput | watching; what the step's need wants makes it pass on. */
const phases = <S extends CollectingStep>(step: S) => {
  const collects = { guard: asked(step, 'collect'), target: `#${step}.collecting`, actions: collectAsked } as const;
  const watches = { guard: asked(step, 'watch'), target: `#${step}.watching` } as const;
  const byHand = { guard: chosen(step), target: `#${step}.awaitingOutput` } as const;
  return {
    arriving: flow.createStateConfig({ meta: { step, phase: 'offering' }, always: { target: 'offering' } }),
    offering: flow.createStateConfig({
      meta: { step, phase: 'offering' },
      entry: walk(step),
      always: { guard: { type: 'isOffTheWay', params: { step } }, target: '#classify' },
      on: {
        collectRequested: [collects, watches],
        byHandChosen: byHand,
        timeCame: { guard: due(step, true), target: `#${step}.collecting`, actions: collectAsked },
      },
    }),
    collecting: flow.createStateConfig({
      meta: { step, phase: 'collecting' },
      entry: walk(step),
      on: {
        evidenceRead: [
          {
            guard: answer((event) => event.answers && event.again),
            target: `#${step}.collecting`,
            reenter: true,
            actions: [takeFacts, collectAsked],
          },
          backToVerdict((event) => event.answers),
          { guard: answers, target: `#${step}.offering`, actions: takeFacts },
          { actions: takeFacts },
        ],
        effectFailed: { target: `#${step}.offering` },
        nothingRuns: { target: `#${step}.offering` },
        byHandChosen: byHand,
      },
    }),
    awaitingOutput: flow.createStateConfig({
      meta: { step, phase: 'awaitingOutput' },
      entry: walk(step),
      on: { collectRequested: [collects, watches], evidenceRead: [backToVerdict((event) => event.told), { actions: takeFacts }] },
    }),
    watching: flow.createStateConfig({
      meta: { step, phase: 'watching' },
      entry: walk(step),
      on: { watchLost: { target: `#${step}.offering` }, collectRequested: collects, byHandChosen: byHand },
    }),
  };
};

interface Way {
  readonly guard: ReturnType<typeof passedAs> | ReturnType<typeof passedWithoutStack> | 'isPassedWithHandles';
  readonly target: `#${StepId}`;
}
/** A step that is left for the first of its ways that holds, or else for wherever the class leads now. */
const collectingStep = <S extends CollectingStep>(step: S, ...ways: readonly Way[]) =>
  flow.createStateConfig({
    id: step,
    meta: { step },
    initial: 'arriving',
    always: [...ways, { guard: isPassedHere(step), target: '#classify' }],
    on: inStep(step),
    states: phases(step),
  });

const preflight = flow.createStateConfig({
  id: 'preflight',
  meta: { step: 'preflight' },
  initial: 'arriving',
  always: { guard: isPassedHere('preflight'), target: '#counters' },
  on: inStep('preflight'),
  states: phases('preflight'),
});

const counterPhases = phases('counters');
/** Nothing is watched and the class is known: the person wants the verdict of what there is, not the next collection. */
const concludes = {
  guard: 'isDecided',
  target: '#concluded',
  actions: [goOn('counters'), revisit('concluded')],
} as const;

const counters = flow.createStateConfig({
  id: 'counters',
  meta: { step: 'counters' },
  initial: 'arriving',
  always: { guard: isPassedHere('counters'), target: '#classify' },
  on: inStep('counters'),
  states: {
    ...counterPhases,
    offering: flow.createStateConfig({
      ...counterPhases.offering,
      on: { ...counterPhases.offering.on, goOnRequested: concludes },
    }),
    awaitingOutput: flow.createStateConfig({
      ...counterPhases.awaitingOutput,
      on: { ...counterPhases.awaitingOutput.on, goOnRequested: concludes },
    }),
  },
});

/** The truth table has spoken (SPEC.md §3): where each class leads. Always left at once. */
const classify = flow.createStateConfig({
  id: 'classify',
  meta: { step: 'counters' },
  always: [
    { guard: 'isUnclear', target: '#counters' },
    { guard: hasClass('loader-heap'), target: '#assemblies' },
    { guard: hasClass('managed'), target: '#managedHeap' },
    { guard: hasClass('virtual'), target: '#addressSpace' },
    { guard: hasClass('no-leak'), target: '#concluded' },
    { target: '#handleTypes' },
  ],
});

const addressSpace = collectingStep(
  'addressSpace',
  { guard: passedWithoutStack('addressSpace', 'virtual'), target: '#leakTracking' },
  { guard: passedAs('addressSpace', 'virtual'), target: '#concluded' },
);

const assemblies = collectingStep(
  'assemblies',
  // Handles that grow with the assemblies are a symptom; the fix is verified best on their type (seed 000).
  { guard: 'isPassedWithHandles', target: '#handleTypes' },
  { guard: passedAs('assemblies', 'loader-heap'), target: '#plainDump' },
);

const managedHeap = collectingStep('managedHeap', { guard: passedAs('managedHeap', 'managed'), target: '#concluded' });

const handleTypes = collectingStep(
  'handleTypes',
  { guard: passedAs('handleTypes', 'handle', 'loader-heap'), target: '#plainDump' },
  { guard: passedAs('handleTypes', 'native', 'not-enough-data'), target: '#leakTracking' },
);

const plainDump = collectingStep(
  'plainDump',
  { guard: passedWithoutStack('plainDump', 'handle'), target: '#leakTracking' },
  { guard: passedAs('plainDump', 'handle', 'loader-heap'), target: '#concluded' },
);

const trackingPhases = phases('leakTracking');
/** After an attached tracker or a written dump: follow private bytes where we can, else wait for the person. */
const followOn = (is: (event: Extract<MachineEvent, { type: 'evidenceRead' }>) => boolean) =>
  [
    {
      guard: answer((event) => event.answers && is(event) && event.canSample),
      target: '#leakTracking.watching',
      actions: takeFacts,
    },
    {
      guard: answer((event) => event.answers && is(event)),
      target: '#leakTracking.awaitingOutput',
      actions: takeFacts,
    },
    { guard: answers, target: '#leakTracking.offering', actions: takeFacts },
    { actions: takeFacts },
  ] as const;
const attaches = {
  guard: asked('leakTracking', 'track'),
  target: '#leakTracking.collecting',
  actions: [beginTracking, collectAsked],
} as const;
const dumps = {
  guard: asked('leakTracking', 'dump', 'collect'),
  target: '#leakTracking.dumping',
  actions: collectAsked,
} as const;
const followsByHand = {
  guard: chosen('leakTracking'),
  target: '#leakTracking.awaitingOutput',
  actions: beginTracking,
} as const;

const leakTracking = flow.createStateConfig({
  id: 'leakTracking',
  meta: { step: 'leakTracking' },
  initial: 'arriving',
  always: [
    { guard: passedAs('leakTracking', 'native', 'handle', 'virtual', 'not-enough-data'), target: '#leakReports' },
    { guard: isPassedHere('leakTracking'), target: '#classify' },
  ],
  on: {
    ...inStep('leakTracking'),
    redone: { target: '#leakTracking', reenter: true, actions: [startOver('leakTracking'), endTracking] },
    thresholdsSet: { actions: takeFacts },
    // LeakTrack died with the process: what it had recorded is gone.
    lifeChanged: [
      {
        guard: {
          type: 'isSo',
          params: ({ event }) => ({ so: event.trackingEnded }),
        },
        target: '#leakTracking.offering',
        actions: [takeFacts, endTracking, postText],
      },
      // The restart before LeakTrack was attached belongs to the step.
      { actions: takeFacts },
    ],
  },
  states: {
    ...trackingPhases,
    offering: flow.createStateConfig({
      ...trackingPhases.offering,
      on: { collectRequested: [attaches, dumps], byHandChosen: followsByHand },
    }),
    collecting: flow.createStateConfig({
      ...trackingPhases.collecting,
      on: { ...trackingPhases.collecting.on, evidenceRead: followOn(() => true) },
    }),
    watching: flow.createStateConfig({
      ...trackingPhases.watching,
      always: {
        guard: 'thresholdReached',
        target: 'dumping',
        actions: [
          {
            type: 'post',
            params: ({ context }) => ({
              text: `Private bytes have reached ${bytes(context.nextThreshold ?? 0)}: dump ${context.dumps + 1} of ${context.dumpsWanted} is being taken.`,
            }),
          },
          dumpNow,
        ],
      },
      on: {
        watchLost: { target: '#leakTracking.offering' },
        collectRequested: [attaches, dumps],
        byHandChosen: { guard: chosen('leakTracking'), target: '#leakTracking.awaitingOutput' },
      },
    }),
    dumping: flow.createStateConfig({
      meta: { step: 'leakTracking', phase: 'collecting' },
      entry: [walk('leakTracking'), forgetSize],
      on: {
        evidenceRead: followOn((event) => event.dumped),
        effectFailed: { target: '#leakTracking.offering' },
        nothingRuns: { target: '#leakTracking.offering' },
        byHandChosen: { guard: chosen('leakTracking'), target: '#leakTracking.awaitingOutput' },
      },
    }),
    awaitingOutput: flow.createStateConfig({
      ...trackingPhases.awaitingOutput,
      on: { ...trackingPhases.awaitingOutput.on, collectRequested: [attaches, dumps] },
    }),
  },
});

const leakReports = collectingStep('leakReports', {
  guard: passedAs('leakReports', 'native', 'handle', 'virtual', 'not-enough-data'),
  target: '#callStacks',
});

const callStacks = collectingStep('callStacks', {
  guard: passedAs('callStacks', 'native', 'handle', 'virtual', 'not-enough-data'),
  target: '#concluded',
});

// ---- the ends of the path ------------------------------------------------------------------

const intake = flow.createStateConfig({
  id: 'intake',
  meta: { step: 'intake' },
  initial: 'choosing',
  on: {
    targetChosen: { target: '#preflight', actions: [takeFacts, flow.assign({ revisiting: null })] },
    redone: { target: '#intake.seeking', reenter: true, actions: { type: 'findTarget' } },
    // Without a target there is nothing that a fix, a report or a collection could be about.
    fixAnnounced: {},
    reportRequested: {},
    collectRequested: {},
    byHandChosen: {},
  },
  states: {
    seeking: {
      meta: { step: 'intake', phase: 'collecting' },
      entry: walk('intake'),
      on: {
        targetsFound: [
          { guard: { type: 'isSo', params: ({ event }) => ({ so: event.none }) }, target: '#cancelled' },
          { target: 'choosing' },
        ],
        effectFailed: { target: 'choosing' },
        nothingRuns: { target: 'choosing' },
      },
    },
    choosing: { meta: { step: 'intake', phase: 'choosing' }, entry: walk('intake') },
  },
});

const concluded = flow.createStateConfig({
  id: 'concluded',
  meta: { step: 'concluded', phase: 'holding' },
  entry: walk('concluded'),
  // New evidence may lead elsewhere: what its class still asks for is offered.
  always: { guard: 'hasOpenStep', target: '#classify' },
  on: {
    redone: { target: '#counters', actions: startOver('counters') },
    // Nothing leaks: there is no fix to wait for, the report is the last word.
    reportRequested: [
      {
        guard: hasClass('no-leak'),
        target: '#reported.filing',
        actions: { type: 'fileTicket', params: { final: true } },
      },
      { actions: { type: 'fileTicket', params: { final: false } } },
    ],
    closedCase: { target: '#closed' },
  },
});

const verifyingFix = flow.createStateConfig({
  id: 'verifyingFix',
  meta: { step: 'verifyingFix' },
  initial: 'offering',
  always: [
    {
      guard: 'fixHolds',
      target: '#reported',
      actions: say('The fix holds over the time that was agreed on. The report can be attached now.'),
    },
    {
      guard: 'relapsed',
      target: '#counters',
      actions: [relapse, say('It grows again after the fix: the investigation is back at the counters.')],
    },
  ],
  on: {
    redone: { target: '#verifyingFix', reenter: true, actions: flow.assign({ fixHolds: null }) },
    skipped: { target: '#reported' },
    // The person has seen for themselves that it holds.
    goOnRequested: { target: '#reported' },
    collectRequested: [
      { guard: asked('verifyingFix', 'watch'), target: '#verifyingFix.watching' },
      {
        guard: asked('verifyingFix', 'collect', 'dump', 'track'),
        target: '#verifyingFix.collecting',
        actions: collectAsked,
      },
    ],
    byHandChosen: { target: '#verifyingFix.awaitingOutput' },
    closedCase: { target: '#closed' },
  },
  states: {
    offering: { meta: { step: 'verifyingFix', phase: 'offering' }, entry: walk('verifyingFix') },
    collecting: {
      meta: { step: 'verifyingFix', phase: 'collecting' },
      entry: walk('verifyingFix'),
      on: {
        evidenceRead: [
          { guard: answer((event) => event.answers && event.canSample), target: 'watching', actions: takeFacts },
          { guard: answers, target: 'offering', actions: takeFacts },
          { actions: takeFacts },
        ],
        effectFailed: { target: 'offering' },
        nothingRuns: { target: 'offering' },
      },
    },
    watching: {
      meta: { step: 'verifyingFix', phase: 'watching' },
      entry: walk('verifyingFix'),
      on: {
        evidenceRead: [
          { guard: answer((event) => event.countAgain), target: 'collecting', actions: [takeFacts, collectAsked] },
          { actions: takeFacts },
        ],
        watchLost: { target: 'offering' },
      },
    },
    awaitingOutput: { meta: { step: 'verifyingFix', phase: 'awaitingOutput' }, entry: walk('verifyingFix') },
  },
});

const reported = flow.createStateConfig({
  id: 'reported',
  meta: { step: 'reported' },
  initial: 'offering',
  always: {
    guard: 'relapsed',
    target: '#counters',
    actions: [relapse, say('It grows again after the fix: the investigation is back at the counters.')],
  },
  on: {
    reportRequested: {
      target: '#reported.filing',
      reenter: true,
      actions: { type: 'fileTicket', params: { final: true } },
    },
    redone: { target: '#reported.filing', reenter: true, actions: { type: 'fileTicket', params: { final: true } } },
    timeCame: [
      { guard: due('reported', true), target: '#reported.watching', actions: recheckCame },
      { guard: due('reported', false), actions: [recheckCame, postText] },
    ],
    closedCase: { target: '#closed', actions: closeAgain },
  },
  states: {
    offering: { meta: { step: 'reported', phase: 'offering' }, entry: walk('reported') },
    filing: {
      meta: { step: 'reported', phase: 'collecting' },
      entry: walk('reported'),
      on: {
        ticketFiled: { target: 'filed' },
        effectFailed: { target: 'offering' },
        nothingRuns: { target: 'offering' },
      },
    },
    filed: { meta: { step: 'reported', phase: 'holding' }, entry: walk('reported') },
    /** A re-check is due: watched again for a while. */
    watching: {
      meta: { step: 'reported', phase: 'watching' },
      entry: walk('reported'),
      always: [
        {
          guard: 'stillHoldsAndWasClosed',
          target: '#closed',
          actions: [closeAgain, say('Looked at again: the fix still holds. The case is closed again.')],
        },
        { guard: 'fixHolds', target: 'filed', actions: say('Looked at again: the fix still holds.') },
      ],
      on: {
        watchLost: [
          {
            guard: 'wasClosed',
            target: '#closed',
            actions: [closeAgain, say('Whether the fix still holds could not be seen: paste the counters here, or two handle summaries.')],
          },
          { target: 'filed' },
        ],
      },
    },
  },
});

// ---- what is possible from everywhere ------------------------------------------------------

const visitable = ['intake', ...collectingSteps, 'concluded', 'verifyingFix', 'reported'] as const;

/** A shorter way: the person asks for a collector of another step, and the case goes there. */
const jumps = [
  {
    guard: asked('leakTracking', 'track'),
    target: '.leakTracking.collecting',
    actions: [revisit('leakTracking'), beginTracking, collectAsked],
  } as const,
  {
    guard: asked('leakTracking', 'dump', 'collect'),
    target: '.leakTracking.dumping',
    actions: [revisit('leakTracking'), collectAsked],
  } as const,
  ...collectingSteps.map(
    (step) =>
      ({
        guard: asked(step, 'collect', 'dump', 'track'),
        target: `.${step}.collecting`,
        actions: [revisit(step), collectAsked],
      }) as const,
  ),
  ...collectingSteps.map((step) => ({ guard: asked(step, 'watch'), target: `.${step}.watching`, actions: revisit(step) }) as const),
];
const jumpsByHand = collectingSteps.map(
  (step) =>
    ({
      guard: chosen(step),
      target: `.${step}.awaitingOutput`,
      actions: step === 'leakTracking' ? [revisit(step), beginOnce] : revisit(step),
    }) as const,
);

export const memoryLeak = flow.createMachine({
  id: 'memory-leak',
  context: firstFacts,
  initial: 'active',
  states: {
    active: {
      id: 'active',
      initial: 'intake',
      on: {
        evidenceRead: { actions: takeFacts },
        lifeChanged: { actions: [takeFacts, postText] },
        thresholdsSet: { actions: takeFacts },
        collectRequested: jumps,
        byHandChosen: jumpsByHand,
        fixAnnounced: [
          {
            guard: { type: 'isSo', params: ({ event }) => ({ so: event.runBy === 'collect' }) },
            target: '#verifyingFix.collecting',
            actions: [beginVerification, collectAsked],
          },
          {
            guard: { type: 'isSo', params: ({ event }) => ({ so: event.runBy === 'watch' }) },
            target: '#verifyingFix.watching',
            actions: beginVerification,
          },
          { target: '#verifyingFix.offering', actions: beginVerification },
        ],
        reportRequested: { actions: { type: 'fileTicket', params: { final: false } } },
        timeCame: { guard: { type: 'isSo', params: ({ event }) => ({ so: event.text !== '' }) }, actions: postText },
        wentBack: visitable.map(
          (step) =>
            ({
              guard: { type: 'cameFrom', params: { step } },
              target: `.${step}`,
              actions: [leaveTrail, revisit(step)],
            }) as const,
        ),
        pausedCase: { target: '#paused' },
        cancelledCase: { target: '#cancelled' },
      },
      states: {
        intake,
        preflight,
        counters,
        classify,
        addressSpace,
        assemblies,
        managedHeap,
        handleTypes,
        plainDump,
        leakTracking,
        leakReports,
        callStacks,
        concluded,
        verifyingFix,
        reported,
        whereItWas: { type: 'history', history: 'deep' },
      },
    },
    paused: {
      id: 'paused',
      meta: { step: 'paused', phase: 'holding' },
      on: {
        evidenceRead: { actions: takeFacts },
        lifeChanged: { actions: takeFacts },
        resumedCase: { target: 'active.whereItWas' },
        cancelledCase: { target: '#cancelled' },
      },
    },
    closed: {
      id: 'closed',
      meta: { step: 'closed', phase: 'holding' },
      always: {
        guard: 'relapsed',
        target: '#counters',
        actions: [relapse, say('It grows again after the fix: the closed case is open again, at the counters.')],
      },
      on: {
        evidenceRead: { actions: takeFacts },
        timeCame: [
          { guard: due('closed', true), target: '#reported.watching', actions: [recheckCame, openToLook] },
          { actions: [recheckCame, postText] },
        ],
        wentBack: [
          { guard: { type: 'isLast', params: { step: 'reported' } }, target: '#reported' },
          { guard: { type: 'isLast', params: { step: 'verifyingFix' } }, target: '#verifyingFix' },
          { target: '#concluded', actions: revisit('concluded') },
        ],
      },
    },
    cancelled: { id: 'cancelled', type: 'final', meta: { step: 'cancelled', phase: 'holding' } },
  },
});
