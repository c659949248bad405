import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nameKey } from '../core/name-key';

/** In no name on Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file. Nor on this list: what cannot be seen. */
// eslint-disable-next-line no-control-regex -- these are the characters to be found
const forbidden = /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;
/** Devices on Windows, whatever stands behind a dot; some versions cut the blanks before the dot off. */
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])(?= *(?:\.|$))/i;
const loneSurrogate = /[\ud800-\udfff]/gu;
/** Bytes of a name. File systems take 255; a part of it that is being written and a number need room too. */
const longest = 200;

/**
 * A name for a file made of any text, the same on every platform and fit for all of them: without separators and what
 * Windows forbids, no device (`con`, `aux.txt`), no dot in front, neither dots nor blanks at the end, not too long. The
 * ending, such as `.tar.gz`, stays whole.
 */
export function portableFileName(text: string, ending = ''): string {
  const plain = text
    .replace(loneSurrogate, '_')
    .replace(forbidden, '_')
    .replace(/^[.\s]+/, '');
  const short = cut(plain, longest - Buffer.byteLength(ending));
  // Behind an ending nothing is cut off by Windows; without one the name itself ends there.
  const ended = withoutEnd(short) || '_';
  return `${ended.replace(reserved, '$&_')}${ending}`;
}

function withoutEnd(name: string): string {
  let end = name.length;
  while (end > 0 && /[.\s]/.test(name[end - 1] ?? '')) end -= 1;
  return name.slice(0, end);
}

/** As many whole characters as have room in so many bytes of UTF-8. */
function cut(text: string, bytes: number): string {
  let room = bytes;
  let result = '';
  for (const character of text) {
    room -= Buffer.byteLength(character);
    if (room < 0) break;
    result += character;
  }
  return result;
}

/** A part that is being written: `web.tar.0123456789ab.part` holds the name `web.tar`. */
const part = /\.[0-9a-f]{12}\.part$/;

/**
 * Names for new files in one folder: none that is there, none given before, and none that differs from those in case
 * alone, as file systems of Windows and macOS do not tell it. `web.tar`, then `web-2.tar`.
 */
export class NewNames {
  private constructor(
    private readonly folder: string,
    private readonly taken: Set<string>,
  ) {}

  /** A folder that cannot be read is left to whoever writes into it. */
  static async in(folder: string): Promise<NewNames> {
    const names = await readdir(folder).catch((): readonly string[] => []);
    return new NewNames(folder, new Set(names.map((name) => nameKey(name.replace(part, '')))));
  }

  /** The path of a new file for the text, with this ending. */
  take(text: string, ending: string): string {
    let name = portableFileName(text, ending);
    const stem = name.slice(0, name.length - ending.length);
    for (let number = 2; this.taken.has(nameKey(name)); number += 1) name = `${stem}-${String(number)}${ending}`;
    this.taken.add(nameKey(name));
    return join(this.folder, name);
  }
}
