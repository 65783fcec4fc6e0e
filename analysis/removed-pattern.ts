/** A pattern that a change takes away is named `removed:PATTERN`: no cause takes it for one that is there. */
export const removedPattern = 'removed:';

export function isRemoved(pattern: string): boolean {
  return pattern.startsWith(removedPattern);
}
