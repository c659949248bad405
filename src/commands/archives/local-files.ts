import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';

/** The path of a local file given by its path or its `file:` URI. Throws `invalidInput` for what is neither. */
export function localPath(field: string, text: string): string {
  const file = /^file:/i.test(text) ? pathOfUri(text) : text;
  if (file === undefined || !isAbsolute(file) || (file === text && isOtherUri(text))) {
    const reason = isOtherUri(text)
      ? t('It is not a file of this computer. Choose one that is.')
      : t('The path of the file must be absolute.');
    throw failure('invalidInput', { field, value: text, reason });
  }
  return file;
}

/** `vscode-vfs://…`, `untitled:…`; a drive has one letter. */
function isOtherUri(text: string): boolean {
  return /^[a-z][a-z\d+.-]+:/i.test(text);
}

function pathOfUri(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
