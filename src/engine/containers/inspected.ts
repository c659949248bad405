import type { PageHealthCheck, PageVariable } from '../../core/container-page';
import { looksSecret } from '../../core/secrets';
import { list, number, object, text, timeOf } from '../json/json';

/** Of the output of a health check, in characters. */
const longestOutput = 2_000;
const mostChecks = 5;

/** One variable of a container's `NAME=value`; without its value where that may be secret, unless it was asked for. */
export function variableOf(variable: string, revealed: boolean): PageVariable {
  const equals = variable.indexOf('=');
  const name = equals < 0 ? variable : variable.slice(0, equals);
  const value = equals < 0 ? '' : variable.slice(equals + 1);
  return mayBeSecret(name, value) && !revealed ? { name } : { name, value };
}

/** Whether the value of a variable is hidden until somebody asks for it. */
export function mayBeSecret(name: string, value: string): boolean {
  return value !== '' && looksSecret(name, value);
}

/** The state of health of an inspected container with its last checks, the last one first; undefined where it has none. */
export function healthOf(
  inspected: Readonly<Record<string, unknown>>,
): { readonly status: string; readonly failing: number; readonly checks: readonly PageHealthCheck[] } | undefined {
  const state = object(inspected['State']);
  // Podman 4 has the other word.
  const health = object(state['Health'] ?? state['Healthcheck']);
  const status = text(health['Status']);
  if (status === '' || status === 'none') return undefined;
  const checks = list(health['Log']).map((value) => {
    const { Start, End, ExitCode, Output } = object(value);
    const started = timeOf(text(Start));
    return {
      started,
      milliseconds: Math.max(0, timeOf(text(End)) - started),
      exitCode: number(ExitCode),
      output: text(Output).slice(0, longestOutput).trimEnd(),
    };
  });
  return { status, failing: number(health['FailingStreak']), checks: checks.reverse().slice(0, mostChecks) };
}
