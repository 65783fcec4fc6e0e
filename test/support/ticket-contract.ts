/** What every ticket system does. `open` gives an empty one and a way to count what was posted to it. */
import { describe, expect, it } from '@jest/globals';
import type { TicketDraft, TicketSystem } from '../../connectors/types.ts';

export interface OpenedTickets {
  readonly tickets: TicketSystem;
  /** How many reports it holds now. */
  readonly posted: () => Promise<number>;
  /** Everything that was posted under this reference, name → content. */
  readonly read: (where: string) => Promise<Readonly<Record<string, string>>>;
  /** The same system after a restart of the bot. */
  readonly reopened: () => TicketSystem;
}

export function draft(change: Partial<TicketDraft> = {}): TicketDraft {
  return {
    key: 'case-1/report/1',
    ticket: 'INC-4711',
    title: 'Memory leak in w3wp',
    markdown: '# Memory leak in w3wp\n\nGdiPlus holds 2.19 GB.\n',
    attachments: [
      { name: 'report.html', contentType: 'text/html', content: '<!doctype html><title>Report</title>' },
      { name: 'handle-summary.txt', contentType: 'text/plain', content: 'Total handles: 29401\n' },
    ],
    ...change,
  };
}

export function ticketContract(name: string, open: () => Promise<OpenedTickets>): void {
  describe(`the contract of a ticket system: ${name}`, () => {
    it('posts report and attachments and says where they are', async () => {
      const { tickets, posted, read } = await open();
      const filed = await tickets.file(draft());
      if (!filed.ok) throw new Error(filed.problem);
      expect(filed.ticket).toMatchObject({ system: tickets.id, id: 'INC-4711' });
      const contents = Object.values(await read(filed.ticket.where));
      expect(contents).toContain('# Memory leak in w3wp\n\nGdiPlus holds 2.19 GB.\n');
      expect(contents).toContain('<!doctype html><title>Report</title>');
      expect(contents).toContain('Total handles: 29401\n');
      expect(await posted()).toBe(1);
    });

    it('posts the same key once, also at the same time and after a restart', async () => {
      const { tickets, posted, reopened } = await open();
      const filed = await Promise.all([tickets.file(draft()), tickets.file(draft()), tickets.file(draft())]);
      const later = await reopened().file(draft());
      expect(new Set([...filed, later].map((each) => JSON.stringify(each))).size).toBe(1);
      expect(await posted()).toBe(1);
    });

    it('posts another key of the same ticket beside it', async () => {
      const { tickets, posted } = await open();
      await Promise.all([tickets.file(draft()), tickets.file(draft({ key: 'case-1/report/2' }))]);
      expect(await posted()).toBe(2);
    });

    it('takes a draft without a ticket', async () => {
      const { tickets, posted } = await open();
      const filed = await tickets.file(draft({ ticket: null }));
      expect(filed.ok).toBe(true);
      expect(await posted()).toBe(1);
    });
  });
}
