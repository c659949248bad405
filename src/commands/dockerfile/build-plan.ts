import { parseReference } from '../../core/reference';
import { readImageName } from '../../dockerfile/image-name';
import type { Dockerfile } from '../../dockerfile/model';

/** Set by the builder itself, or taken without being declared: https://docs.docker.com/reference/dockerfile/#predefined-args. */
const predefined =
  /^(?:(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT|STAGE)|(?:https?|ftp|no|all)_proxy|SOURCE_DATE_EPOCH|BUILDKIT_.*)$/i;

/** A build argument of a Dockerfile; `value` is its default as it is written, `undefined` where it has none anywhere. */
export interface DeclaredArgument {
  readonly name: string;
  readonly value: string | undefined;
}

/** The build arguments that a Dockerfile declares, each once, in the order in which they are declared. */
export function declaredArguments(dockerfile: Dockerfile): readonly DeclaredArgument[] {
  const pairs = dockerfile.instructions.filter(({ name }) => name === 'ARG').flatMap((instruction) => instruction.keyValues.pairs);
  const names = [...new Set(pairs.map(({ key }) => key))].filter((key) => key !== '' && !predefined.test(key));
  return names.map((name) => ({ name, value: pairs.find(({ key, value }) => key === name && value !== undefined)?.value }));
}

/** Names of the stages that can be built, the first one first. */
export function stageNames(dockerfile: Dockerfile): readonly string[] {
  return dockerfile.stages.map(({ name }) => name).filter((name) => name !== undefined);
}

/** Registries of the images that FROM and `COPY --from` name; a name made of variables counts when its registry is plain. */
export function registriesOf(dockerfile: Dockerfile): readonly string[] {
  const words = dockerfile.instructions.flatMap((instruction) => {
    if (instruction.name === 'FROM') return instruction.from.image ? [instruction.from.image] : [];
    const from = instruction.name === 'COPY' ? instruction.copy.from : undefined;
    const value = from?.flagValue;
    return from && value !== undefined ? [{ text: value, value, range: from.valueRange ?? from.range }] : [];
  });
  const found = words
    .filter(({ value }) => value !== '' && value !== 'scratch' && dockerfile.findStage(value) === undefined)
    .map(({ text, range }) => registryOfName(readImageName({ text, range })));
  return [...new Set(found.filter((registry) => registry !== undefined))];
}

function registryOfName({
  registry,
  repository,
}: {
  readonly registry: string | undefined;
  readonly repository: string;
}): string | undefined {
  if (registry !== undefined) return registry.includes('$') ? undefined : registry;
  if (repository.startsWith('$')) return undefined;
  try {
    return parseReference(repository.replaceAll(/\$\{[^}]*(?:\}|$)|\$\w+/g, 'x')).domain;
  } catch {
    return undefined;
  }
}
