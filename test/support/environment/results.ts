/** One test as it ended. */
export interface TestResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'pending';
  readonly milliseconds: number;
  /** Message and stack of a failed one. */
  readonly error?: string;
}

/** What begins a line of the extension host's output that holds a {@link TestResult} as JSON. */
export const resultMark = '@slipway-test ';
