import { t } from '../localize';
import { own } from '../records';

const simple: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\u000b',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};
const escape = /\\(?:([abeEfnrtv\\'"?])|([0-7]{1,3})|x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|c([^]))/g;

/**
 * What bash makes of the text in `$'…'` (Bash manual, ANSI-C Quoting). A zero byte ends it. Gives a translated reason
 * where the bytes are no text.
 */
export function ansiText(quoted: string): { readonly text: string } | { readonly reason: string } {
  const bytes: Uint8Array[] = [];
  let from = 0;
  for (const match of quoted.matchAll(escape)) {
    bytes.push(Buffer.from(quoted.slice(from, match.index)));
    from = match.index + match[0].length;
    const piece = bytesOf(match);
    if (piece.length === 0 || piece[0] === 0) {
      from = quoted.length;
      break;
    }
    bytes.push(piece);
  }
  bytes.push(Buffer.from(quoted.slice(from)));
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes)) };
  } catch {
    return { reason: t('This text is not valid UTF-8.') };
  }
}

/** None for a zero byte. */
function bytesOf([, plain, octal, hexadecimal, short, long, control]: RegExpExecArray): Uint8Array {
  if (plain !== undefined) return Buffer.from(own(simple, plain) ?? '');
  if (octal !== undefined) return Uint8Array.of(Number.parseInt(octal, 8) & 0xff);
  if (hexadecimal !== undefined) return Uint8Array.of(Number.parseInt(hexadecimal, 16));
  if (control !== undefined) return Uint8Array.of(control === '?' ? 0x7f : (control.toUpperCase().codePointAt(0) ?? 0) & 0x1f);
  const point = Number.parseInt(short ?? long ?? '0', 16);
  // Beyond Unicode bash writes bytes that are no text.
  return point > 0x10_ffff ? Uint8Array.of(0xff) : Buffer.from(String.fromCodePoint(point));
}
