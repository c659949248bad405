/** Second argument of a call by the user in whose name some answers are known already: the others are asked. */
export const askTheRest = 'ask';
