/** Signals that people send to containers, the hardest one last. */
export const containerSignals = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGWINCH',
  'SIGSTOP',
  'SIGCONT',
  'SIGKILL',
] as const;

/** A signal as engines take it: a name with or without `SIG`, or a number. */
export function isSignal(text: string): boolean {
  return /^(?:(?:SIG)?[A-Z][A-Z0-9]{1,9}(?:[+-]\d{1,2})?|[1-9]\d?)$/i.test(text);
}
