import type { Range } from '../text';

/** A place in the file at which the builder stops, and the number of the error. */
export interface Fault extends Range {
  readonly number: number;
}
