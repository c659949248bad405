import { t } from './localize';
import { withoutUserInfo } from './secrets';
import { withoutTrailing } from './trailing';
import { own } from './records';

/** Characters shown for what must not reach a label. */
const unknownCharacter = '\u{fffd}';
const escapePicture = '\u{241b}';
const lineBreakPicture = '\u{23ce}';
/** No name, and no line of a script, is longer. */
const longestCopy = 1 << 20;

// ECMA-48: CSI, OSC and the other string sequences, then two-character escapes.
// eslint-disable-next-line no-control-regex -- these are the characters to be found
const ansi = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
const lineBreaks = /\r\n|[\n\r\u0085\u2028\u2029]/g;
// Direction marks and overrides, letters that take no room or look like a space, tag characters. Joiners and variation
// selectors stay: emoji and Persian need them.
const invisible = /(?!\u200c|\u200d|[\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}|[\u2800\ufff9-\ufffb]/gu;
// Some scripts put a few marks on a letter; a tower of them covers the rows above.
const towers = /(\p{M}{6})\p{M}+/gu;
// eslint-disable-next-line no-control-regex -- these are the characters to be found
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const loneSurrogates = /[\ud800-\udfff]/gu;

/**
 * Text from an image, a container or a registry, made safe for a row, a dialog or a log line: one line, no escape
 * sequences, no direction marks, no users of URLs, at most `limit` characters. What is taken out leaves a visible sign.
 */
export function oneLine(text: string, limit = 200): string {
  // Nothing beyond this can be seen, and patterns need not run over megabytes.
  const bounded = text.length > limit * 8 + 64 ? text.slice(0, limit * 8 + 64) : text;
  const plain = bounded
    .replace(ansi, escapePicture)
    .replace(lineBreaks, lineBreakPicture)
    .replaceAll('\t', ' ')
    .replace(controls, pictureOf)
    .replace(invisible, unknownCharacter)
    .replace(towers, '$1')
    .replace(loneSurrogates, unknownCharacter);
  const clean = withoutUserInfo(plain);
  const characters = Array.from(clean);
  if (characters.length <= limit && bounded.length === text.length) return clean;
  return `${characters.slice(0, Math.max(0, limit - 1)).join('')}…`;
}

function pictureOf(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u{2421}' : unknownCharacter;
}

/**
 * A name or an address to be copied: it may be pasted into a terminal, so it has no line breaks, no escape sequences and
 * nothing that cannot be seen. What is taken out leaves a visible sign, so that it is no other name.
 */
export function copiedName(name: string): string {
  const replaced = name
    .slice(0, longestCopy)
    .replace(ansi, unknownCharacter)
    .replace(lineBreaks, unknownCharacter)
    .replace(controls, unknownCharacter)
    .replaceAll('\t', unknownCharacter);
  return replaced.replace(invisible, unknownCharacter).replace(loneSurrogates, unknownCharacter);
}

/** A text of several lines to be copied, such as a script: {@link copiedName} with its line breaks and tabs. */
export function copiedText(text: string): string {
  const lines = text.split(/\r\n|\n/);
  return lines.map((line) => line.split('\t').map(copiedName).join('\t')).join('\n');
}

/** {@link oneLine} for texts of several lines that Slipway composes itself; the line breaks stay. */
export function plainLines(text: string, limit = 400): string {
  return text
    .split('\n')
    .map((line) => oneLine(line, limit))
    .join('\n');
}

/** {@link oneLine} for places where VS Code draws `$(name)` as an icon: quick picks, status bar. Once more changes nothing. */
export function iconFree(text: string, limit = 200): string {
  return oneLine(text, limit).replace(/(?<!\\)\$\((?=[\w-])/g, '\\$(');
}

/**
 * {@link oneLine} for places where VS Code makes a link of `[text](command:…)`, which runs a command when it is clicked:
 * messages, and prompts and remarks of input boxes. A blank keeps the two halves apart.
 */
export function linkFree(text: string, limit = 1000): string {
  return oneLine(text, limit).replace(/\](?=\()/g, '] ');
}

/**
 * {@link oneLine}, then escaped so that VS Code's Markdown shows it as it is: no links, images, HTML, lists, icons.
 * `$` becomes an entity because icons are looked for in the finished HTML, where a backslash is gone.
 */
export function escapeMarkdown(text: string, limit = 500): string {
  const escaped = oneLine(text, limit).replace(/[!-/:-@[-`{-~]/g, (character) => own(entities, character) ?? `\\${character}`);
  const bare = withoutTrailing(escaped, ' ');
  return bare.replace(/^ |(?<= ) /g, '&nbsp;') + '&nbsp;'.repeat(escaped.length - bare.length);
}

/** Names for one row of a tooltip, each escaped; of many the first. */
export function markdownList(names: readonly string[], most = 20): string {
  const shown = names
    .slice(0, most)
    .map((name) => escapeMarkdown(name))
    .join(', ');
  return names.length > most ? t('{0} and {1} more', shown, names.length - most) : shown;
}

/**
 * A value as JSON that people read in an editor: what cannot be seen, turns the direction of writing or ends a line
 * elsewhere stands there as `\\u202e`, which is the same text to a program.
 */
export function readableJson(value: unknown): string {
  const unseen = /[\u007f-\u009f\u2028\u2029\ud800-\udfff]/gu;
  const escaped = (character: string): string =>
    Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
  return `${JSON.stringify(value, null, 2).replace(unseen, escaped).replace(invisible, escaped)}\n`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', $: '&#36;', '"': '&quot;' };

/** Escapes for HTML text and attributes in both kinds of quotes; keeps everything else. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
