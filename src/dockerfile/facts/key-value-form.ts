import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { KeyValue } from '../key-values';
import type { Fix } from '../rule';

/** Writes the old `key value` as `key=value`, in quotes where it must be; `undefined` where that cannot be done. */
export function asPair(instruction: Instruction, { keyRange, valueText, valueRange }: KeyValue): Fix | undefined {
  if (valueText === undefined || valueRange === undefined) return undefined;
  const { file, innerComments } = instruction;
  const gap = { start: keyRange.end, end: valueRange.start };
  if (innerComments.some(({ range }) => range.start < gap.end && range.end > gap.start)) return undefined;
  const written = file.source.text.slice(valueRange.start, valueRange.end);
  const title = t('Write key=value');
  const quoted = inQuotes(valueText, file.escape);
  if (quoted === undefined) return undefined;
  if (quoted === valueText) return { kind: 'safe', title, edits: [{ range: gap, text: '=' }] };
  if (quoted === `"${valueText}"`) {
    const end = { start: valueRange.end, end: valueRange.end };
    return {
      kind: 'safe',
      title,
      edits: [
        { range: gap, text: '="' },
        { range: end, text: '"' },
      ],
    };
  }
  if (written !== valueText) return undefined;
  return { kind: 'safe', title, edits: [{ range: { start: gap.start, end: valueRange.end }, text: `=${quoted}` }] };
}

/**
 * The text so written that it is one word with the same value: as it is where no blank stands outside quotes, else
 * with double quotes around all of it. `undefined` where a quote is not closed.
 */
function inQuotes(text: string, escape: string): string | undefined {
  let result = '';
  let quote = '';
  let hasBlank = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quote === "'") {
      if (character === "'") quote = '';
      else result += escaped(character, escape);
    } else if (character === escape) {
      if (next === '') return undefined;
      at++;
      if (quote === '' && /\s/.test(next)) hasBlank = true;
      result += quote === '"' ? character + next : escaped(next, escape);
    } else if (character === '"' || (character === "'" && quote === '')) quote = quote === '' ? character : '';
    else {
      if (quote === '' && /\s/.test(character)) hasBlank = true;
      result += character;
    }
  }
  if (quote !== '') return undefined;
  return hasBlank ? `"${result}"` : text;
}

function escaped(character: string, escape: string): string {
  return character === '"' || character === '$' || character === escape ? escape + character : character;
}
