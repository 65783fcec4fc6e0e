/** The recorded incidents that anyone can practise on. */
import { type PracticeIncident, readIncidents } from './incident.ts';

export type { PracticeIncident } from './incident.ts';

export const practiceFolder = import.meta.dirname;
export const incidents: readonly PracticeIncident[] = readIncidents(practiceFolder);
