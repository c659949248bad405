import { defaultConfiguration, type LintConfiguration } from './configuration';
import { compatible, EditedText, type TextEdit } from './edits';
import { lintDockerfile } from './lint';
import { parseDockerfile } from './parse';
import type { Rule } from './rule';
import { rules as allRules } from './rules/index.generated';

/** What "fix all" did. */
export interface FixedText {
  readonly text: string;
  /** From the text given to {@link text}; in order, nothing equal replaced. */
  readonly edits: readonly TextEdit[];
  /** How many fixes were made. */
  readonly count: number;
}

/** Merges may take one round for each pair of a long chain, so this is far more than a file needs. */
const roundLimit = 100;

/** Makes every safe fix that the rules offer, round after round until nothing changes. */
export function fixAll(
  text: string,
  configuration: LintConfiguration = defaultConfiguration,
  rules: readonly Rule[] = allRules,
): FixedText {
  const edited = new EditedText(text);
  const seen = new Set([text]);
  let count = 0;
  for (let round = 0; round < roundLimit; round++) {
    const groups = lintDockerfile(parseDockerfile(edited.text), configuration, rules).flatMap(({ fix }) =>
      fix?.kind === 'safe' ? [fix.edits] : [],
    );
    const made = compatible(groups);
    if (made.length === 0) break;
    const before = edited.text;
    edited.apply(made.flat());
    count += made.length;
    // Two rules that undo each other must not go on for ever.
    if (edited.text === before || seen.has(edited.text)) break;
    seen.add(edited.text);
  }
  return { text: edited.text, edits: edited.edits, count };
}
