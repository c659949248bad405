/** One step of a pattern: a character that passes, or any number of characters that pass. */
export interface WildcardStep {
  readonly passes: (character: string) => boolean;
  readonly many: boolean;
}

/**
 * Whether the steps take the whole text, one UTF-16 code unit after the other. What one `many` step takes must include
 * what the others take or end where they end, as with the stars of paths. Time is at most steps × characters.
 */
export function takesAll(steps: readonly WildcardStep[], text: string): boolean {
  let at = 0;
  let step = 0;
  let star = -1;
  let from = 0;
  while (at < text.length) {
    const current = steps[step];
    if (current?.many === true) {
      star = step++;
      from = at;
    } else if (current?.passes(text.charAt(at)) === true) {
      at++;
      step++;
    } else if (star >= 0 && steps[star]?.passes(text.charAt(from)) === true) {
      // The last star takes one more.
      at = ++from;
      step = star + 1;
    } else return false;
  }
  while (steps[step]?.many === true) step++;
  return step === steps.length;
}
