/** A recorded incident as files that a person can read: incident.json, its outputs, and its curves. */
import { readFileSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { curve } from './curve.ts';

const plainPath = z.string().regex(/^[a-z0-9][a-z0-9/.-]*$/).refine((path) => !path.includes('..'), 'must stay in its folder');
const time = z.iso.datetime();

const recordedOutput = z.strictObject({
  collector: z.string(),
  /** The step of the path in which it was collected. */
  step: z.string(),
  /** The n-th run of this collector in the case. */
  occurrence: z.int().positive(),
  file: plainPath,
  /** When it was made, on the incident's own clock. */
  takenAt: time,
  /** How long the tool ran; played faster. */
  seconds: z.number().min(0),
  provenance: z.enum(['verbatim', 'reconstructed']),
});

export const practiceIncident = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: z.string(),
  /** The story in one sentence, as the person who is on call knows it. */
  says: z.string(),
  host: z.string(),
  process: z.string(),
  pid: z.int().positive(),
  startedAt: time,
  platform: z.literal('windows-netfx'),
  ticket: z.string(),
  symptom: z.string(),
  /** The fix as the incident's own developers made it, and when, on the incident's own clock. */
  fix: z.strictObject({ at: time, what: z.string() }),
  original: z.array(z.string()),
  reconstructed: z.array(z.string()),
  outputs: z.array(recordedOutput),
  /** Which curve is played in which step. */
  curves: z.record(z.string(), plainPath),
});
export type PracticeIncident = z.infer<typeof practiceIncident>;
export type RecordedOutput = z.infer<typeof recordedOutput>;

/** The incidents of a folder, by title. Throws where a file is not what it should be: recordings come with the program. */
export function readIncidents(folder: string): readonly PracticeIncident[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => practiceIncident.parse(JSON.parse(readFileSync(join(folder, entry.name, 'incident.json'), 'utf8'))))
    .sort((one, other) => other.title.localeCompare(one.title));
}

export function readCurve(folder: string, incident: PracticeIncident, step: string) {
  const file = incident.curves[step];
  return file === undefined ? null : curve.parse(JSON.parse(readFileSync(join(folder, incident.id, file), 'utf8')));
}

/** The output as the tool printed it. The lines at the top that begin with `#~` say where it is from and are no part of it. */
export function readOutput(folder: string, incident: PracticeIncident, output: RecordedOutput): string {
  const text = readFileSync(join(folder, incident.id, output.file), 'utf8');
  return text.replace(/^(?:#~[^\n]*\n)*/, '');
}
