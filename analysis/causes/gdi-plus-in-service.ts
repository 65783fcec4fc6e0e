import { calls, heldByModule, inSource, manyObjects, objectsNamed, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const gdiPlusInService: KnownCause = {
  id: 'gdi-plus-in-service',
  title: 'System.Drawing (GDI+) is used in a web service, and its bitmaps are not given back',
  explains: ['native', 'handle'],
  clues: [
    heldByModule(2.6, 'GdiPlus', 'libgdiplus'),
    calls(1.6, 'gdiplus!', 'system.drawing.', 'libgdiplus'),
    inSource(1.4, 'gdi-plus-in-service'),
    inSource(0.6, 'gdi-plus-in-service', 'system-drawing-undisposed'),
    manyObjects(1.2, 'gdi-plus-in-service'),
    objectsNamed(1.4, 200, 'System.Drawing.Bitmap', 'System.Drawing.Graphics', 'System.Drawing.Image'),
    said(0.5, 'allocation-size'),
  ],
  refutedBy: 'GdiPlus does not hold the growth in two leak reports, or the bitmaps are disposed and the growth goes on',
  fix: 'Dispose every Bitmap, Graphics, Brush and Image (`using var bitmap = …`), also on the way out by exception. System.Drawing is not supported in services: move the drawing to a library that is (ImageSharp, SkiaSharp, WIC), or into a process of its own.',
  link: 'https://learn.microsoft.com/dotnet/api/system.drawing#remarks',
  looksLike: 'WPF imaging (wpfgfx, WindowsCodecs) and printing drivers hold bitmaps as well; the module that holds the growth tells.',
};
