import { wordsWithoutSecrets } from './docker-secrets';
import { withoutValues } from './hidden-values';
import { scriptWithoutSecrets, shellWord, wordOfCommand } from './script-secrets';
import { hidden, withoutSecrets } from './secrets';

/**
 * What is told about a line that was meant for `docker run`, or for `docker build`, whether it can be read or not, without what
 * may be secret in it. `reason` is a sentence about a place of the line, which it may quote.
 */
export function lineWithoutSecrets(
  line: string,
  { reason, offset, length }: { readonly reason: string; readonly offset: number; readonly length: number },
  meant: 'run' | 'build' = 'run',
): { readonly line: string; readonly reason: string } {
  const raws = line.match(shellWord) ?? [];
  const values = [...raws, ...line.split(/\s+/)].flatMap((raw) =>
    [...raw.matchAll(/=/g)].slice(0, mostParts).map(({ index }) => raw.slice(index + 1)),
  );
  const equals = line.indexOf('=');
  const unreadable = /["'`\\$^%\u2018-\u201e]/.test(line) && equals >= 0;
  if (unreadable && offset + length > equals) values.push(line.slice(Math.max(offset, equals + 1), offset + length));
  const program = raws.findIndex((word) => /^(?:.*[/\\])?(?:docker|podman(?:-remote)?)(?:\.exe)?$/i.test(word));
  // Where a program is named it may be an image all the same: each reading hides what it finds.
  const asOptions = wordsWithoutSecrets([meant, ...raws]).slice(1);
  const asCommand = program < 0 ? raws : [...raws.slice(0, program + 1), ...wordsWithoutSecrets(raws.slice(program + 1))];
  const maskedWord = (raw: string, at: number): string =>
    [asCommand[at], asOptions[at], wordOfCommand(raw)].find((word) => word !== undefined && word !== raw) ?? withoutSecrets(raw);
  // A password with a `$` in it is read as a variable, which the reason names.
  const pieces = new Set(raws.flatMap((raw, at) => hiddenPieces(raw, maskedWord(raw, at))));
  const told = scriptWithoutSecrets(withoutValues(reason, values)).replace(/\w+/g, (word) => (pieces.has(word) ? hidden : word));
  // In a line that cannot be read nobody knows where quotes begin and end, and so where a value ends.
  if (unreadable) return { line: `${withoutSecrets(line.slice(0, equals))}=${hidden}`, reason: told };
  let index = 0;
  const clean = line.replace(shellWord, (raw) => maskedWord(raw, index++));
  return { line: clean, reason: told };
}

/** The words of what is hidden of one: all of it behind what both begin with. */
function hiddenPieces(raw: string, masked: string): readonly string[] {
  if (raw === masked) return [];
  let same = 0;
  while (same < raw.length && raw[same] === masked[same]) same++;
  return (raw.slice(same).match(/\w{2,}/g) ?? []).filter((piece) => !/^(?:is|not|the|set|here|run)$/i.test(piece));
}

/** So many parts of one word are looked for in a reason. */
const mostParts = 20;
