import { calls, inSource, manyObjects, said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const xsltScripts: KnownCause = {
  id: 'xslt-scripts',
  title: 'XSLT with script blocks is compiled for each use',
  explains: ['loader-heap'],
  clues: [
    inSource(2.4, 'xslt-scripts'),
    manyObjects(1.8, 'xslt-scripts'),
    said(2.4, 'dynamic-assemblies', 'system.xml.xsl.compiledquery', 'xsl'),
    calls(2, 'xslcompiledtransform', 'system.xml.xsl'),
  ],
  refutedBy: 'the transforms are loaded once, or have no msxsl:script',
  fix: 'Load each XslCompiledTransform once and keep it (`transforms.GetOrAdd(path, Load)`): assemblies of script blocks cannot be unloaded. Better, replace the scripts by extension objects.',
  link: 'https://learn.microsoft.com/dotnet/standard/data/xml/script-blocks-using-msxsl-script',
  looksLike: 'Without scripts the transform is a dynamic method and is collected.',
};
