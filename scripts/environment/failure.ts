/** The environment cannot be had on this machine; the message says what is missing and what to do about it. */
export class EnvironmentFailure extends Error {
  override readonly name = 'EnvironmentFailure';
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
