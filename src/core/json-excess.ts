import { backslash, closeBrace, closeBracket, comma, openBrace, openBracket, quote } from './json-bytes';
import { limits, type LimitName } from './limits';

/**
 * The limit of values or of nesting that a JSON text in UTF-8 goes beyond; undefined for one that may be parsed: parsed,
 * `[{},{},…` takes twenty times its own length. What is no JSON is counted somehow; that is for the parser to say.
 */
export function jsonExcess(text: Uint8Array): LimitName | undefined {
  let values = 1;
  let depth = 0;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const byte = text[index];
    if (inText) {
      if (byte === backslash) index += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (byte === comma) values += 1;
    else if (byte === openBracket || byte === openBrace) {
      values += 1;
      depth += 1;
      if (depth > limits.jsonDepth.most) return 'jsonDepth';
    } else if (byte === closeBracket || byte === closeBrace) depth -= 1;
  }
  return values > limits.jsonValues.most ? 'jsonValues' : undefined;
}
