import { isSignal } from '../../core/container-signals';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import type { StopOptions } from '../../engine/containers/containers';
import { optional, text, whole } from '../answers/takes';

/** How a container is stopped, as verbs take it from a program. */
export const stopAnswers = {
  timeout: optional(whole("Seconds until it is killed; -1 waits for ever. The container's own, or 10, without it.", -1)),
  signal: optional(text("Signal instead of the container's own, such as `SIGINT`; engines before Docker 23 refuse it.")),
};

/** Checks what was given. Throws `invalidInput`. */
export function stopOptions({ timeout, signal }: { readonly timeout?: number; readonly signal?: string }): StopOptions {
  if (signal !== undefined && !isSignal(signal)) throw failure('invalidInput', { field: 'signal', value: signal, reason: noSignal() });
  return defined({ timeout, signal });
}

/** Said of a text that is no signal. */
export function noSignal(): string {
  return t('A signal is a name such as SIGTERM, or a number.');
}

/** The words of a docker line that say how. */
export function stopWords({ timeout, signal }: StopOptions): readonly string[] {
  return [...(timeout === undefined ? [] : ['--time', String(timeout)]), ...(signal === undefined ? [] : ['--signal', signal])];
}
