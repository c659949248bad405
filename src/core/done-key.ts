/** Context key that is true in the moment in which a step of the walkthrough is done. */
export const doneKey = (step: string): string => `slipway.done.${step}`;
