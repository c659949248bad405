/** One test as it ended. */
export interface TestResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'pending';
  readonly milliseconds: number;
  /** Message and stack of a failed one. */
  readonly error?: string;
}

/** A line of the file that the reporter writes: a test that began, one as it ended, or the end of all. */
export type ResultLine = TestResult | { readonly state: 'running'; readonly title: string } | { readonly state: 'finished' };

/** What begins a line of the extension host's output that holds a {@link TestResult} as JSON. */
export const resultMark = '@slipway-test ';
