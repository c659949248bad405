import type { App } from '../../app';
import { back } from '../../ports';
import { passedOver, type Step } from './steps';

/** One text of several that are asked for in steps. */
export interface TextQuestion<Key extends string> {
  /** Where the answer is kept, without blanks around it; what stands there is proposed. */
  readonly key: Key;
  readonly prompt: string;
  /** What is wrong with a text, translated; nothing is without it. */
  readonly problem?: (value: string) => string | undefined;
  /** Whether there is anything to ask when its turn comes. */
  readonly wanted?: () => boolean;
}

/** Makes the steps that ask for texts and keep them in `answers`. */
export function textSteps<Key extends string>(
  app: App,
  title: string,
  answers: Record<Key, string>,
): (question: TextQuestion<Key>) => Step {
  return ({ key, prompt, problem, wanted }) =>
    async (place) => {
      if (wanted?.() === false) return passedOver;
      const answer = await app.ask.input({
        ...place,
        title,
        prompt,
        value: answers[key],
        check: (value) => {
          const message = problem?.(value.trim());
          return message === undefined ? undefined : { severity: 'error', message };
        },
      });
      if (answer === back) return back;
      answers[key] = answer.trim();
      return undefined;
    };
}
