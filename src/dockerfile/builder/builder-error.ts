import type { BuilderError } from './define-builder-error';
import { ownErrors } from './own-errors';
import { validatorErrors } from './validator-errors';

const errors: ReadonlyMap<number, BuilderError> = new Map([...validatorErrors, ...ownErrors].map((error) => [error.number, error]));

/** The error of that number; `undefined` for those that rules tell already, and those that are not known. */
export function builderError(number: number): BuilderError | undefined {
  return errors.get(number);
}

/** All of them, by number. */
export function allBuilderErrors(): readonly BuilderError[] {
  return [...errors.values()];
}
