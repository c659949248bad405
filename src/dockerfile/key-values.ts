import type { JoinedText } from './joined-text';
import type { Range } from './text';
import { skipBlanks, splitWords, unquote, type InstructionWord } from './words';

/** `key=value` of ENV or LABEL, `key[=value]` of ARG, or the old `key value`. */
export interface KeyValue {
  readonly key: string;
  readonly keyRange: Range;
  /** Without quotes; `undefined` where there is no `=` (ARG without a default). */
  readonly value: string | undefined;
  /** As written, with quotes. */
  readonly valueText: string | undefined;
  readonly valueRange: Range | undefined;
  readonly range: Range;
}

/** The pairs of an instruction and whether it is written in the old form without `=`. */
export interface KeyValues {
  readonly pairs: readonly KeyValue[];
  /** `ENV key the rest` or `LABEL key the rest`. */
  readonly legacy: boolean;
}

/** BuildKit's `parseNameVal`: the first word decides between `key=value …` and `key the rest of the line`. */
export function readKeyValues(joined: JoinedText, start: number, escape: string, name: string): KeyValues {
  const end = joined.text.trimEnd().length;
  const words = splitWords(joined, start, end, { quotes: true, escape });
  const first = words[0];
  if (first === undefined) return { pairs: [], legacy: false };
  if (name === 'ARG' || first.text.includes('=')) {
    return { pairs: words.map((word) => pairOf(joined, word, escape)), legacy: false };
  }
  let keyEnd = start;
  while (keyEnd < end && !/[\t\v\f\r ]/.test(joined.text.charAt(keyEnd))) keyEnd++;
  return { pairs: [legacyPair(joined, { start, end: keyEnd }, end, escape)], legacy: true };
}

function pairOf(joined: JoinedText, word: InstructionWord, escape: string): KeyValue {
  const equals = word.text.indexOf('=');
  const { span } = word;
  if (equals === -1) {
    return {
      key: word.value,
      keyRange: word.range,
      value: undefined,
      valueText: undefined,
      valueRange: undefined,
      range: word.range,
    };
  }
  const valueText = word.text.slice(equals + 1);
  return {
    key: unquote(word.text.slice(0, equals), escape),
    keyRange: joined.rangeInFile({ start: span.start, end: span.start + equals }),
    value: unquote(valueText, escape),
    valueText,
    valueRange: joined.rangeInFile({ start: span.start + equals + 1, end: span.end }),
    range: word.range,
  };
}

function legacyPair(joined: JoinedText, key: Range, end: number, escape: string): KeyValue {
  const start = skipBlanks(joined.text, key.end, end);
  const valueText = joined.text.slice(start, end);
  return {
    key: unquote(joined.text.slice(key.start, key.end), escape),
    keyRange: joined.rangeInFile(key),
    value: start < end ? unquote(valueText, escape) : undefined,
    valueText: start < end ? valueText : undefined,
    valueRange: start < end ? joined.rangeInFile({ start, end }) : undefined,
    range: joined.rangeInFile({ start: key.start, end }),
  };
}
