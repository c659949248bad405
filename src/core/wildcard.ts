/** One step of a pattern: a character that passes, or any number of characters that pass. */
export interface WildcardStep {
  readonly passes: (character: string) => boolean;
  readonly many: boolean;
}

/** Whether the steps take the whole text, one character (code point) after the other. Time is at most steps × characters. */
export function takesAll(steps: readonly WildcardStep[], text: string): boolean {
  let reached = new Uint8Array(steps.length + 1);
  let next = new Uint8Array(steps.length + 1);
  reach(steps, reached, 0);
  for (const character of text) {
    let isAny = false;
    for (const [index, step] of steps.entries()) {
      if (reached[index] !== 1 || !step.passes(character)) continue;
      isAny = true;
      reach(steps, next, step.many ? index : index + 1);
    }
    if (!isAny) return false;
    [reached, next] = [next, reached];
    next.fill(0);
  }
  return reached[steps.length] === 1;
}

/** Marks the step, and those behind steps that may take nothing. */
function reach(steps: readonly WildcardStep[], reached: Uint8Array, step: number): void {
  for (let at = step; reached[at] !== 1; at++) {
    reached[at] = 1;
    if (steps[at]?.many !== true) return;
  }
}
