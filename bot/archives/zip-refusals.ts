/** What of a .zip is not unpacked, and what to send instead. */
import type { ZipFile } from './zip.ts';

/** Packing methods by their numbers (APPNOTE §4.4.5); 99: locked by AES. */
const methods: Readonly<Record<number, string>> = { 9: 'Deflate64', 12: 'BZip2', 14: 'LZMA', 93: 'Zstandard', 95: 'XZ', 98: 'PPMd' };

/** Null: it can be unpacked. */
export function whyNotUnpacked({ method, isLocked }: ZipFile): string | null {
  if (isLocked || method === 99) return 'It is locked with a password. Unpack it, or pack it anew without one.';
  if (method === -1) return 'The archive is damaged where this file should be. Copy it again.';
  if (method === 0 || method === 8) return null;
  const how = methods[method] ?? `method ${method}`;
  return `It is packed with ${how}, which is not unpacked here. Pack it anew the usual way (Compress-Archive, zip), or drop it unpacked.`;
}

/** Documents and packages that are a .zip inside, by a file that only they have. */
const documents: readonly { readonly has: RegExp; readonly says: string }[] = [
  { has: /^word\//, says: 'This is a Word document. Copy the output out of it and paste it as text.' },
  { has: /^xl\//, says: 'This is an Excel workbook. Save the sheet as CSV and drop that, or copy the cells and paste them.' },
  { has: /^ppt\//, says: 'This is a PowerPoint file. Copy the output out of it and paste it as text.' },
  {
    has: /^META-INF\/manifest\.xml$/,
    says: 'This is an OpenDocument file. Copy the output out of it and paste it as text, or save the sheet as CSV.',
  },
  {
    has: /^[^/]+\.nuspec$/,
    says: 'This is a NuGet package; nothing in it tells of a leak. Drop what a tool prints about the running process.',
  },
  {
    has: /^META-INF\/MANIFEST\.MF$/,
    says: 'This is a Java archive; nothing in it tells of a leak here. Drop what a tool prints about the running process.',
  },
  {
    has: /^\[Content_Types\]\.xml$/,
    says: 'This is a document or a package (Office, Visual Studio), which is not opened. Drop what the tool prints as text, or export it as CSV.',
  },
];

/** Null: it is an archive of files. */
export function documentOf(files: readonly ZipFile[]): string | null {
  return documents.find(({ has }) => files.some(({ name }) => has.test(name)))?.says ?? null;
}
