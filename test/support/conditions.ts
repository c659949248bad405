import assert from 'node:assert/strict';

/** A variable of the environment that the runner sets. */
export function given(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run the suite by npm test -- SUITE`);
  return value;
}

/** Waits for a condition, at most `limit` milliseconds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, limit = 20_000): Promise<void> {
  const end = Date.now() + limit;
  while (!(await condition())) {
    if (Date.now() > end) assert.fail(`waited ${String(limit)} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
