import type { Disposable } from '../core/disposable';
import { isCancelled } from '../core/errors';
import { t } from '../core/localize';
import { describeError, type ErrorAction, type ErrorDescription } from './present';

/** What one message about an error offers. */
export interface ErrorMessagePorts {
  readonly log: (message: string, error: unknown) => void;
  /** Shows a message with buttons; gives the title that was pressed, undefined when the message is gone. */
  readonly ask: (message: string, buttons: readonly string[]) => PromiseLike<string | undefined>;
  readonly details: () => void;
  readonly openPlace: (place: NonNullable<ErrorDescription['place']>) => Promise<void>;
  readonly command: (id: string, parameters: readonly unknown[]) => PromiseLike<unknown>;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

/** For so many milliseconds a message stands for all errors of its cause. */
const together = 5_000;

/**
 * Errors as messages. When an engine goes away, everything that hung on it fails at once: that is one message, whose
 * Try Again does all of it again.
 */
export class ErrorMessages implements Disposable {
  private readonly standing = new Map<string, { readonly since: number; readonly again: Set<() => Promise<unknown>> }>();

  constructor(private readonly ports: ErrorMessagePorts) {}

  /** Logs an error and shows it until it is answered; `again` does once more what failed. */
  async show(error: unknown, again?: () => Promise<unknown>): Promise<void> {
    const description = describeError(error);
    this.ports.log(description.message, error);
    const repeat = description.again ? again : undefined;
    const { cause } = description;
    const { now } = this.ports;
    const same = cause === undefined ? undefined : this.standing.get(cause);
    if (same && now() - same.since < together) {
      if (repeat) same.again.add(repeat);
      return;
    }
    const message = { since: now(), again: new Set(repeat ? [repeat] : []) };
    if (cause !== undefined) this.standing.set(cause, message);
    try {
      await this.answer(description, message.again);
    } finally {
      if (cause !== undefined && this.standing.get(cause) === message) this.standing.delete(cause);
    }
  }

  /** Nothing more is said together with what stands. */
  dispose(): void {
    this.standing.clear();
  }

  private async answer(
    { message, action, place, again: helps }: ErrorDescription,
    again: ReadonlySet<() => Promise<unknown>>,
  ): Promise<void> {
    const [tryAgain, line, details] = [t('Try Again'), t('Go to Line'), t('Show Details')];
    const buttons = [...(helps && again.size > 0 ? [tryAgain] : []), ...(action ? [action.title] : []), ...(place ? [line] : []), details];
    const answer = await this.ports.ask(message, buttons);
    if (answer === tryAgain) await Promise.all([...again].map((repeat) => repeat()));
    else if (answer === details) this.ports.details();
    else if (place && answer === line) await this.ports.openPlace(place);
    else if (action && answer === action.title) await this.act(action);
  }

  /** A command that is called with its answers throws, and nobody else would show it. */
  private async act({ command, arguments: parameters = [] }: ErrorAction): Promise<void> {
    try {
      await this.ports.command(command, parameters);
    } catch (error) {
      if (!isCancelled(error)) await this.show(error);
    }
  }
}
