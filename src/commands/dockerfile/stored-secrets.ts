import type { App } from '../../app';
import type { BuildRequest } from '../../core/build/build-request';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { back } from '../../ports';
import { storedSecretKey } from '../builds/perform-build';

/** Asks for those secrets of a build that VS Code is to keep and has not. Throws `cancelled`. */
export async function askMissingSecrets(app: App, { secrets = [] }: BuildRequest): Promise<void> {
  for (const { id, source } of secrets)
    if (source.kind === 'stored' && (await app.secrets.get(storedSecretKey(id))) === undefined) await askSecret(app, id);
}

/** Asks for a secret and keeps it in VS Code's secret store. Throws `cancelled`. */
export async function askSecret(app: App, id: string): Promise<void> {
  const title = t('Secret of Builds');
  const prompt = t('Value of the secret {0}. VS Code keeps it in its secret store; builds get it only by this id.', oneLine(id));
  const value = await app.ask.input({ title, prompt, password: true });
  if (value === back) throw failure('cancelled', { operation: title });
  await app.secrets.set(storedSecretKey(id), value);
}
