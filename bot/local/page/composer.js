import { byId, el, linesText } from './elements.js';

/** A paste above this many lines or characters becomes a chip: it is output, not talk. */
const longPaste = { lines: 4, characters: 400 };

/** What a long paste looks like, so that its chip has a name. The bot itself decides by its parsers. */
const looks = [
  [/handle type summary|total handles|^[ \t]+(event|semaphore)[ \t]*:/im, 'handle output'],
  [/pdh-[ct]sv/i, 'counter log'],
  [/number of (outstanding )?allocations|leaktrack/i, 'DebugDiag report'],
  [/procdump v/i, 'ProcDump log'],
  [/retaddr|child-sp|!clrstack/i, 'call stacks'],
  [/finalizable objects/i, 'finalizer queue'],
  [/total\s*size class name/i, 'heap statistic'],
  [/"plumbline":\s*"sample"/, 'sampler lines'],
  [/\bnew\s+\w+\(|\busing\s*\(|\bnamespace\s+\w/, 'C# source'],
  [/vmrss|rss:\s+\d+ kb/i, '/proc output'],
];

/** @typedef {{ name: string, text: string | null, file: File | null }} Item */

/** @param {string} text */
function nameOf(text) {
  const head = text.slice(0, 20000);
  const found = looks.find(([pattern]) => /** @type {RegExp} */ (pattern).test(head));
  return `${found === undefined ? 'pasted text' : String(found[1])}, ${linesText(text.split('\n').length)}`;
}

/** @param {number} bytes */
const size = (bytes) => (bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`);

/** @param {string} title @param {string} text */
export function openPaste(title, text) {
  byId('paste-title').textContent = title;
  byId('paste-text').textContent = text.length > 500000 ? `${text.slice(0, 500000)}\n… ${text.length - 500000} more characters` : text;
  /** @type {HTMLDialogElement} */ (byId('paste-view')).showModal();
}

/**
 * The field at the bottom of the chat: words, long pastes as chips, files by choice or by drop.
 * @param {(text: string, items: Item[]) => Promise<{ text: string, items: Item[] }>} onSend answers what could not be sent
 * @returns {{ attach: () => void }}
 */
export function prepareComposer(onSend) {
  /** @type {Item[]} */
  let items = [];
  const field = /** @type {HTMLTextAreaElement} */ (byId('text'));
  const picker = /** @type {HTMLInputElement} */ (byId('file'));

  const show = () =>
    byId('chips').replaceChildren(
      ...items.map((item) =>
        el(
          'span',
          { class: 'filechip' },
          el(
            'button',
            {
              type: 'button',
              title: item.text === null ? item.name : 'Show the pasted text',
              onclick: () => item.text !== null && openPaste(item.name, item.text),
            },
            item.name,
          ),
          el('button', { type: 'button', 'aria-label': `Remove ${item.name}`, onclick: () => remove(item) }, '×'),
        ),
      ),
    );
  const remove = (/** @type {Item} */ item) => {
    items = items.filter((each) => each !== item);
    show();
    field.focus();
  };
  const addFiles = (/** @type {Iterable<File>} */ files) => {
    items = [...items, ...[...files].slice(0, 20).map((file) => ({ name: `${file.name}, ${size(file.size)}`, text: null, file }))];
    show();
    field.focus();
  };
  const send = async () => {
    const [text, sent] = [field.value.trim(), items];
    if (text === '' && sent.length === 0) return;
    items = [];
    field.value = '';
    show();
    const left = await onSend(text, sent);
    if (left.items.length === 0 && left.text === '') return;
    // Nothing that was typed is lost: it stands where it stood.
    items = [...left.items, ...items];
    field.value = [left.text, field.value].filter((each) => each !== '').join('\n');
    show();
  };

  const pasted = (/** @type {ClipboardEvent} */ event) => {
    const files = event.clipboardData?.files;
    if (files !== undefined && files.length > 0) {
      event.preventDefault();
      addFiles(files);
      return;
    }
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.split('\n', longPaste.lines + 1).length <= longPaste.lines && text.length <= longPaste.characters) return;
    event.preventDefault();
    items = [...items, { name: nameOf(text), text, file: null }];
    show();
    field.focus();
  };

  byId('say').addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  });
  document.addEventListener('paste', pasted);
  byId('attach').addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    addFiles(picker.files ?? []);
    picker.value = '';
  });
  dropZone((files) => {
    addFiles(files);
    void send();
  });
  return { attach: () => picker.click() };
}

/** @param {(files: Iterable<File>) => void} onFiles */
function dropZone(onFiles) {
  const zone = byId('drop');
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  const hide = () => {
    zone.hidden = true;
  };
  document.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    zone.hidden = false;
  });
  document.addEventListener('dragleave', (event) => event.relatedTarget === null && hide());
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hide());
  document.addEventListener('drop', (event) => {
    hide();
    if (!hasFiles(event)) return;
    event.preventDefault();
    onFiles(event.dataTransfer?.files ?? []);
  });
}
