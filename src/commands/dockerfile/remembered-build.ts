import path from 'node:path';
import type { App } from '../../app';
import type { BuildForm } from '../../core/build/build-form-fields';
import { formFrom, formOf, readForm } from '../../core/build/build-form';
import type { BuildRequest } from '../../core/build/build-request';
import { own } from '../../core/records';
import { invalidNewName } from '../../core/reference';
import { isSecretName, withoutUserInfo } from '../../core/secrets';
import { withoutTrailing } from '../../core/trailing';
import { pathKey } from '../../files/local-paths';

const stateKey = 'buildForms';
/** Of so many Dockerfiles. */
const mostKept = 200;

/** Keeps how a Dockerfile was built, but no values of build arguments, any of which may be secret, and no others that look so. */
export async function rememberBuild(app: App, file: string, request: BuildRequest): Promise<void> {
  const key = pathKey(file, app.host.platform);
  const kept = Object.entries(remembered(app))
    .filter(([other]) => other !== key)
    .slice(-(mostKept - 1));
  const form = formOf(withoutSecretValues(request), []);
  await app.state.set(stateKey, Object.fromEntries([...kept, [key, form]]), 'workspace');
}

/** How a Dockerfile was built last: in this window with all its values, before that without those that may be secret. */
export function lastBuild(app: App, file: string): BuildRequest | undefined {
  const key = pathKey(file, app.host.platform);
  const isSame = ({ dockerfile }: BuildRequest): boolean =>
    dockerfile.kind === 'file' && dockerfile.text === undefined && pathKey(dockerfile.file, app.host.platform) === key;
  return app.builds.all.find(({ request }) => isSame(request))?.request ?? keptBuild(app, key);
}

function keptBuild(app: App, key: string): BuildRequest | undefined {
  const form = own(remembered(app), key);
  const reading = form && readForm(form, {});
  return reading && 'request' in reading ? reading.request : undefined;
}

/** What is proposed for a Dockerfile that was not built yet: its folder, and the folder's name. */
export function proposedBuild(file: string): BuildRequest {
  const folder = path.dirname(file);
  const name = proposedName(folder);
  return { source: { kind: 'folder', folder }, dockerfile: { kind: 'file', file }, ...(name === undefined ? {} : { references: [name] }) };
}

/** The folder's name, as far as an image can have it. */
function proposedName(folder: string): string | undefined {
  const begun = path
    .basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  const name = withoutTrailing(begun, '._-');
  return invalidNewName(name) === undefined ? `${name}:latest` : undefined;
}

function withoutSecretValues(request: BuildRequest): BuildRequest {
  const plain = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(values).filter(([name, value]) => !isSecretName(name) && withoutUserInfo(value) === value));
  const { source, labels, contexts } = request;
  return {
    ...request,
    buildArguments: {},
    ...(source.kind === 'address' && { source: { kind: 'address' as const, address: withoutUserInfo(source.address, '') } }),
    ...(labels && { labels: plain(labels) }),
    ...(contexts && { contexts: plain(contexts) }),
  };
}

function remembered(app: App): Readonly<Record<string, BuildForm>> {
  const kept = app.state.get(stateKey);
  const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      const form = formFrom(value);
      return form ? [[key, form]] : [];
    }),
  );
}
