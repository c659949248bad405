import type { App } from '../../app';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { back } from '../../ports';
import { askInSteps } from '../asking/steps';

/**
 * Does something that a registry may refuse for want of credentials; then asks for user and password and does it once
 * more. `mayAsk` false: throws `unauthorized` at once. `verb` and `name` say in the question what was wanted.
 */
export async function logInAndRetry<Result>(
  app: App,
  mayAsk: boolean,
  verb: 'pull' | 'push',
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const refused = SlipwayError.details(error, 'unauthorized');
    if (!refused || !mayAsk) throw error;
    await askLogIn(app, refused.registry, promptFor(verb, refused.registry, oneLine(name)));
  }
  return work();
}

function promptFor(verb: 'pull' | 'push', registry: string, name: string): string {
  // Registries do not tell a private repository from none.
  return verb === 'pull'
    ? t('{0} shows {1} only to users who are logged in, or there is no such repository. User name:', registry, name)
    : t('{0} accepts {1} only from users who are logged in. User name:', registry, name);
}

/**
 * Asks for user and password until the registry takes them, and keeps them. Throws `cancelled` when the user leaves, and
 * what the registry says besides `unauthorized`.
 */
export async function askLogIn(
  app: App,
  registry: string,
  firstPrompt: string = t('User name for {0}', registry),
  proposed?: string,
): Promise<string> {
  const title = t('Log In to {0}', registry);
  let username = proposed ?? (await app.registries.userName(registry)) ?? '';
  let password = '';
  let prompt = firstPrompt;
  for (;;) {
    const currentPrompt = prompt;
    await askInSteps([
      async (place) => {
        const answer = await app.ask.input({ title, ...place, prompt: currentPrompt, value: username, check: needed });
        if (answer === back) return back;
        username = answer.trim();
        return undefined;
      },
      async (place) => {
        const answer = await app.ask.input({
          title,
          ...place,
          prompt: t('Password or access token of {0}', username),
          password: true,
          check: needed,
        });
        if (answer === back) return back;
        password = answer;
        return undefined;
      },
    ]);
    if (await accepted(app, registry, username, password)) return username;
    prompt = t('{0} did not accept this user and password. User name:', registry);
  }
}

function needed(value: string): { severity: 'error'; message: string } | undefined {
  return value.trim() === '' ? { severity: 'error', message: t('This cannot be empty.') } : undefined;
}

async function accepted(app: App, registry: string, username: string, password: string): Promise<boolean> {
  try {
    await app.progress.run(t('Logging in to {0}', registry), (_report, signal) =>
      app.registries.logIn(registry, username, password, signal),
    );
    return true;
  } catch (error) {
    if (SlipwayError.details(error, 'unauthorized')) return false;
    throw error;
  }
}

/** Throws `invalidInput` when a required answer of a call by a program is empty. */
export function requireText(field: string, value: string): void {
  if (value.trim() === '') throw failure('invalidInput', { field, value, reason: t('This cannot be empty.') });
}
