/** What every connector does with a target that is not there, a command that is not for it, and an aborted call. */
import { describe, expect, it } from '@jest/globals';
import type { Connector, ConnectorTarget } from '../../connectors/types.ts';

export const nowhere: ConnectorTarget = { host: 'nowhere', process: 'none', pid: null, startedAt: null, incident: null };
const never = () => new AbortController().signal;
const command = { collector: 'none-such', occurrence: 1, argv: ['rm', '-rf', '/'] as const, timeoutMs: 1000 };

export function connectorContract(name: string, create: () => Connector): void {
  describe(`the contract of a connector: ${name}`, () => {
    it('has a title for people', () => {
      expect(create().title).toMatch(/^[A-Z].{5,}/);
    });

    it('answers a target that is not there with a sentence, and never throws', async () => {
      const connector = create();
      const outcomes = await Promise.all([
        connector.exec?.(nowhere, command, never()),
        connector.sample?.({ target: nowhere, phase: 'counters', startedAt: 0, cursor: null }, never()),
      ]);
      for (const outcome of outcomes) {
        if (outcome === undefined) continue; // it cannot do this at all
        expect(outcome.status).toBe('failed');
        if (outcome.status === 'failed') expect(outcome.detail).toMatch(/^[A-Z].*\.$/);
      }
    });

    it('finds nothing under a name that nothing has', async () => {
      const connector = create();
      expect((await connector.find?.('no-process-has-this-name-4711', null, never())) ?? []).toEqual([]);
    });
  });
}
