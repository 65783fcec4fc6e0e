/** A full disk or a damaged record is something that a person can mend: its own sentence is shown; a bug's is not. */
const mendable: readonly string[] = ['Unsaved', 'Unreadable'];

export function troubleOf(error: unknown, otherwise: string): string {
  return error instanceof Error && mendable.includes(error.name) ? error.message : otherwise;
}
