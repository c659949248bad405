import { defineRule, type Rule } from '../rule';

/** An error of the builder, by the number that dockerfile-utils gives it. */
export interface BuilderError {
  readonly number: number;
  /** Under which comments, configuration and output know it: `DU` and the number. */
  readonly rule: Rule;
  /** For people. `text` stands at the place, `instruction` is the name of the instruction around it. */
  message(text: string, instruction: string): string;
}

const refused = 'The builder refuses a Dockerfile with this before it runs anything, so nothing is built.';
const taken = 'The builder goes on, but takes it for something else than what was meant.';

/** Defines an error with an example, what is refused and what it should be; a test holds each to what is found in it. */
export function defineBuilderError(
  number: number,
  name: string,
  summary: string,
  [bad, good]: readonly [bad: string, good: string],
  message: BuilderError['message'],
  severity: 'error' | 'warning' = 'error',
): BuilderError {
  const code = `DU${number}`;
  const rule = defineRule({
    code,
    name,
    origin: 'buildkit',
    severity,
    fixes: 'none',
    summary,
    docs: severity === 'error' ? refused : taken,
    examples: [{ bad: `${bad}\n` }, { good: `${good}\n` }],
  });
  return { number, rule, message };
}
