import parse from 'spdx-expression-parse';
import current from 'spdx-license-ids';
import deprecated from 'spdx-license-ids/deprecated';

/** The identifiers of the SPDX licence list (https://spdx.org/licenses/), deprecated ones included. */
export const spdxIdentifiers: ReadonlySet<string> = new Set([...current, ...deprecated]);

/** No licence of an image is told in more; a longer text is not read. */
const longestExpression = 1_000;

/**
 * Whether a text is an identifier of that list or an expression of such, as `MIT OR Apache-2.0`
 * (https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/): what an image's label of its licences may say.
 */
export function isSpdxExpression(text: string): boolean {
  if (spdxIdentifiers.has(text)) return true;
  if (text.length > longestExpression || text !== text.trim()) return false;
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
