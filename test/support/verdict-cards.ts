/** Verdicts of every kind on their cards: both incidents, what was judged of real readings, and each known cause in the longest words. */
import { knownCauses } from '../../analysis/causes/index.ts';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, Judgement, Verdict } from '../../analysis/types.ts';
import { caseCard } from '../../cards/index.ts';
import type { AdaptiveCardJson } from '../../cards/types.ts';
import { GB, counters, flat, handles, heap, report, rising, stack, types } from './made-evidence.ts';
import { evidenceOf, lifeOf, MB, minute, noon } from './evidence.ts';
import { now, standing } from './investigations.ts';
import { gdiJudgement } from './judgements.ts';
import { noLeak, tooEarly } from './other-judgements.ts';

export interface VerdictOnCard {
  readonly name: string;
  readonly verdict: Verdict;
  readonly card: AdaptiveCardJson;
}

function onCard(name: string, judgement: Judgement, evidence: readonly Evidence[] | null = null, isFiled = false): VerdictOnCard {
  const { investigation } = standing('concluded', 'holding');
  const filed = isFiled ? [{ system: 'folder', id: 'INC-4711', where: 'data/tickets/INC-4711' }] : [];
  const record = { ...investigation, judgement, evidence: evidence ?? investigation.evidence, filed };
  return { name, verdict: judgement.verdict, card: caseCard(record, now) };
}

const readings: Readonly<Record<string, readonly Evidence[]>> = {
  'handles, one summary': [handles('handles-1', { Event: 14_440, Semaphore: 14_029, File: 226, Key: 300 })],
  'handles, two summaries': [
    handles('handles-1', { Event: 1100, File: 226, Key: 300 }, { at: noon }),
    handles('handles-2', { Event: 14_440, File: 226, Key: 310 }, { at: noon + 60 * minute }),
  ],
  'leak reports and a stack': [
    report('report-1', 1, 1.2, 'ThirdPartyImaging'),
    report('report-2', 2, 2.1, 'ThirdPartyImaging'),
    evidenceOf('stacks-1', {
      kind: 'stacks',
      threads: 1,
      stacks: [
        stack(
          'ThirdPartyImaging!Surface::AllocateRows+0x41',
          'Contoso.Billing.Documents!Contoso.Billing.Documents.PdfThumbnails.Render+0x12',
        ),
      ],
    }),
  ],
  'a heap statistic': [
    heap(
      'heap-1',
      types(['Contoso.Billing.Invoices.Infrastructure.InvoiceLineDisplayModel', 2_448_922, 135 * MB], ['System.String', 90_000, 6 * MB]),
    ),
  ],
  'counters that follow the .NET heap': [
    counters(
      'counters-1',
      { privateBytes: rising(0.4 * GB, 9 * MB), gcHeap: rising(0.2 * GB, 9 * MB), handles: flat(900) },
      lifeOf(4312),
      90,
    ),
  ],
  'counters beside a flat .NET heap': [
    counters('counters-1', { privateBytes: rising(0.4 * GB, 9 * MB), gcHeap: flat(0.2 * GB), handles: flat(900) }, lifeOf(4312), 90),
  ],
  'counters that stay level': [
    counters('counters-1', { privateBytes: flat(0.4 * GB), gcHeap: flat(0.2 * GB), handles: flat(900) }, lifeOf(4312), 120),
  ],
};

const longLead =
  'The .NET heap grows by 1.37 GB an hour (95 %: 1.22 GB to 1.52 GB), and 2,448,922 objects of Contoso.Billing.Invoices.InvoiceLineDisplayModel hold most of it: nobody has let go of one for 2 h 26 min. A second statistic would show whether they go on growing.';

/** A cause as sure as that is the card's title; below it, it is named beside the advice. */
const leading = [0.95, 0.5];

function ofCause(id: string, confidence: number): Judgement {
  const cause = knownCauses.find((each) => each.id === id);
  const { verdict } = gdiJudgement;
  const [link] = verdict.causes;
  if (cause === undefined || link === undefined) throw new Error(`no cause ${id}`);
  const { title, fix, refutedBy } = cause;
  const causes = [{ ...link, id, title, fix, refutedBy, confidence }];
  return { ...gdiJudgement, verdict: { ...verdict, class: cause.explains[0] ?? 'native', lead: longLead, confidence: 0.8, causes } };
}

export const verdictCards: readonly VerdictOnCard[] = [
  ...(['gdi-plus', 'xml-serializer'] as const).map((incident) => {
    const { investigation } = standing('concluded', 'holding', incident);
    const { judgement } = investigation;
    if (judgement === null) throw new Error(`${incident} has no verdict`);
    return { name: `the practice incident ${incident}`, verdict: judgement.verdict, card: caseCard(investigation, now) };
  }),
  onCard('no leak', noLeak),
  onCard('too early', tooEarly),
  ...Object.entries(readings).map(([name, evidence]) => onCard(name, judge(evidence, defaultScope), evidence)),
  ...knownCauses.flatMap(({ id }) => leading.map((sure) => onCard(`${id}, ${sure}, its report attached`, ofCause(id, sure), null, true))),
];
