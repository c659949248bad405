/** Switches the private engine of a suite off and on from within a test, wherever the test runs. */
async function send(action: 'stop' | 'kill' | 'start'): Promise<void> {
  const address = process.env['SLIPWAY_TEST_CONTROL'];
  if (address === undefined) throw new Error('SLIPWAY_TEST_CONTROL is not set: run the suite with "npm run test:…"');
  const response = await fetch(`${address}/engine/${action}`, { method: 'POST' });
  if (!response.ok) throw new Error(`engine ${action}: ${await response.text()}`);
}

/** The engine under test: `stop` ends it in good order, `kill` at once; `start` waits until it answers again. */
export const engineControl = {
  stop: () => send('stop'),
  kill: () => send('kill'),
  start: () => send('start'),
};
