import { type AskOptions, back, type Back } from '../../ports';

/** What a step says when it had nothing to ask: it is passed over, also on the way back. */
export const passedOver = Symbol('passedOver');

/** Asks one question and keeps the answer itself; gets what the box must show of its place in the row of questions. */
export type Step = (place: Pick<AskOptions, 'step'>) => Promise<Back | typeof passedOver | undefined>;

/** Asks questions one after the other; the back button leads to the one before. Throws `cancelled` when the user leaves. */
export async function askInSteps(steps: readonly Step[]): Promise<void> {
  let index = 0;
  let direction = 1;
  for (let step = steps[0]; step; step = steps[index]) {
    const answer = await step(steps.length > 1 ? { step: { step: index + 1, of: steps.length } } : {});
    if (answer !== passedOver) direction = answer === back ? -1 : 1;
    index += direction;
    if (index < 0) {
      index = 0;
      direction = 1;
    }
  }
}
