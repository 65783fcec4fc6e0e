/** DebugDiag's words for handle types (LeakFunctions.GetLTName) → the kernel's, so that they compare with handle.exe's. */
import { objectType } from '../../windows-object-types.ts';

/** `Registry Key handles` → `Key`, `File Mapping handles` → `Section`, `Socket handles` → `Socket`. */
export function handleType(caption: string): string {
  const name = caption.trim().replace(/ handles?$/i, '');
  return objectType(name) ?? name;
}
