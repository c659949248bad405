/**
 * Text for people, translated. The English sentence is the key, as in VS Code's `l10n` bundles
 * (https://code.visualstudio.com/api/references/vscode-api#l10n); `{0}`, `{1}` are replaced by the arguments.
 * Pure code calls {@link t}; the user interface installs VS Code's translator once at activation.
 */
export type Translate = (message: string, ...values: readonly (string | number)[]) => string;

const english: Translate = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => {
    const value = values[Number(index)];
    return value === undefined ? whole : String(value);
  });

let current: Translate = english;

/** Replaces the translator; `undefined` goes back to English. */
export function setTranslator(translate: Translate | undefined): void {
  current = translate ?? english;
}

/** The sentence in the user's language. `message` must be a literal, so that `npm run check` finds it. */
export function t(message: string, ...values: readonly (string | number)[]): string {
  return current(message, ...values);
}
