import { own } from '../records';
import { BadValue } from '../run/draft';
import type { BuildDraft } from './build-line-draft';
import { buildFlags } from './build-line-flags';
import type { BuildRequest } from './build-request';
import { buildWords } from './build-words';

/** One option, as somebody gives it who writes no line: a program by an answer, a person in a field. */
export interface GivenOption {
  /** Name of the answer or of the field. */
  readonly field: string;
  /** Long name of the option, without dashes. */
  readonly flag: string;
  readonly value: string;
}

/** Applies options one by one; gives what is wrong with which field, translated. */
export function applyOptions(
  draft: BuildDraft,
  given: readonly GivenOption[],
): ReadonlyMap<string, { readonly value: string; readonly reason: string }> {
  const problems = new Map<string, { readonly value: string; readonly reason: string }>();
  for (const { field, flag, value } of given) {
    try {
      own(buildFlags, flag)?.apply(draft, value, `--${flag} ${value}`);
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      if (!problems.has(field)) problems.set(field, { value, reason: problem.reason });
    }
  }
  return problems;
}

/** The options of a request by their long names, as a line would say them; switches have the value `true`. */
export function optionsOf(request: BuildRequest): ReadonlyMap<string, readonly string[]> {
  const words = buildWords(request).slice(1, -1);
  const found = new Map<string, string[]>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const flag = word === '-t' ? 'tag' : word === '-f' ? 'file' : word.slice(2);
    const value = own(buildFlags, flag)?.isSwitch ? 'true' : (words[(index += 1)] ?? '');
    found.set(flag, [...(found.get(flag) ?? []), value]);
  }
  return found;
}
