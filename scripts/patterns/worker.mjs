// One thread of the check of patterns: gets { source, flags }, answers what recheck says. recheck's own threads and
// programs are left out: its code in JavaScript is there on every platform, and the automaton's answer is exact.
process.env.RECHECK_SYNC_BACKEND = 'pure';
const { parentPort } = await import('node:worker_threads');
const { checkSync } = await import('recheck');

parentPort.on('message', ({ source, flags, milliseconds }) => {
  // There is no theory of patterns that refer back; for those recheck tries attacks.
  const checker = /\\[1-9]|\\k</.test(source) ? 'auto' : 'automaton';
  const { status, complexity, attack, error } = checkSync(source, flags, { timeout: milliseconds, checker });
  parentPort.postMessage({ status, complexity: complexity?.summary, attack: attack?.pattern, error: error?.kind });
});
