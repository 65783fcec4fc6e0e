/** Languages whose classes look like those of C#: what only they have. One such line near code means that it is not C#. */

/** `import java.util.List;`, `package com.acme;`, `) throws IOException {`, `@Override`, `final List<String> all`. */
const java =
  /^\s{0,4}(?:import (?:static )?[a-z][\w.*]{1,120};|package [a-z][\w.]{1,120};)$|\)\s{1,4}throws\s{1,4}[A-Z]|^\s{0,80}@Override\b|^\s{0,80}(?:(?:public|private|protected|static)\s{1,4}){0,3}final\s{1,4}\w|\bSystem\.out\.print|\bclass\s{1,4}\w{1,80}(?:<[\w, ?]{1,80}>)?\s{1,4}(?:extends|implements)\s/;
/** `import { a } from './a'`, `export class A`, `const a = new A()`, `run(): Promise<void> {`. */
const typescript =
  /^\s{0,8}import\s.{0,200}\sfrom\s{1,4}['"]|^\s{0,8}export\s{1,4}(?:default|class|const|function|interface|type|async|abstract)\b|^\s{0,80}(?:const|let)\s{1,4}(?:\w{1,80}|[{[][\w, ]{1,120}[}\]])\s{0,4}=\s|\)\s{0,4}:\s{0,4}(?:Promise|Observable)</;
const cpp = /^\s{0,8}#\s{0,4}include\b|\bstd::\w|^\s{0,80}(?:public|private|protected):\s{0,20}$|\w->\w{1,80}\(/;
/** `open System.Net.Http`, `let get url =`, `|> Async.AwaitTask`, `use client = new HttpClient()`. */
const fsharp =
  /^\s{0,4}open\s{1,4}[A-Z][\w.]{1,120}$|^\s{0,80}let!?\s{1,4}(?:mutable |rec |inline |private )?[\w(].{0,200}=\s{0,4}$|^\s{0,200}\|>\s|^\s{0,80}(?:use|let)!\s|^\s{0,80}use\s{1,4}\w{1,80}\s{0,4}=\s/;
const go = /^\s{0,8}package\s{1,4}[a-z]\w{0,60}$|^\s{0,8}func\s{1,4}[(\w]|\w\s{0,4}:=\s/;

const others: readonly RegExp[] = [java, typescript, cpp, fsharp, go];

const isComment = (line: string): boolean => /^\s{0,200}(?:\/\/|\/\*|\*)/.test(line);

export function isOtherLanguage(line: string): boolean {
  return line.length < 2000 && !isComment(line) && others.some((language) => language.test(line));
}

/** Files of a diff in which C# may stand. */
const ofCsharp = /\.(?:cs|csx|cshtml|razor|aspx|ascx|asmx|ashx|master|svc|linq|tt|cake)(?:\.\w{1,8})?$/i;

/** Whether a diff's file is known to hold another language: `web/app.ts`, `Shop.csproj`. */
export function isOtherFile(file: string | null): boolean {
  return file !== null && /\.\w{1,12}$/.test(file) && !ofCsharp.test(file);
}
