import { t } from './localize';
import { familiarReference, type ImageReference, invalidNewName, parseReference, tryParseReference, withDefaultTag } from './reference';
import { withoutTrailing } from './trailing';
import { own } from './records';

/** The image that gets a name. */
export interface NameSource {
  /** The name that it has; undefined for an image without one. */
  readonly reference: string | undefined;
  /** Id of the image. */
  readonly id: string;
}

/** One new name as planned. */
export interface PlannedName {
  readonly source: NameSource;
  /** The whole new name, in the form that people type. */
  readonly target: string;
}

const placeholder = /\{([^{}]*)\}/g;

/**
 * A template of names from what was typed. `{name}` is the last part of a repository, `{path}` all of it without its
 * registry, `{tag}` the tag, `{registry}` where it came from. Without placeholders the text is what stands before:
 * `registry.example/team/` means `registry.example/team/{name}:{tag}`, a registry alone `{path}` for `{name}`.
 */
export function nameTemplate(typed: string): string {
  const text = typed.trim();
  if (text.includes('{')) return text.includes('{tag}') || endsInTag(text.replace(placeholder, 'x')) ? text : `${text}:{tag}`;
  const prefix = withoutTrailing(text, '/');
  return `${prefix}/${prefix.includes('/') || !isRegistry(prefix) ? '{name}' : '{path}'}:{tag}`;
}

/** True for a text that can only be the address of a registry, not a name in Docker Hub: `localhost`, `ghcr.io`, `nas:5000`. */
export function isRegistry(text: string): boolean {
  return text === 'localhost' || /^(?:[\w-]+(?:\.[\w-]+)+|\[[0-9a-f:]+\]|[\w-]+(?=:))(?::\d+)?$/i.test(text);
}

/** The new name for one image, or the translated reason why there is none. */
export function applyTemplate(template: string, source: NameSource): PlannedName | { readonly reason: string } {
  const parsed = source.reference === undefined ? undefined : tryParseReference(source.reference);
  if (!parsed) return { reason: t('An image without a name has nothing to use in the new name.') };
  const values = placeholders(withDefaultTag(parsed));
  let unknown: string | undefined;
  let empty: string | undefined;
  const text = template.replace(placeholder, (whole, name: string) => {
    const value = own(values, name);
    if (!Object.hasOwn(values, name)) unknown ??= whole;
    else if (value === undefined) empty ??= whole;
    return value ?? '';
  });
  if (unknown !== undefined) return { reason: t('{0} is not one of {1}.', unknown, '{name} {path} {tag} {registry}') };
  if (empty !== undefined) return { reason: t('{0} has no tag.', source.reference ?? '') };
  const reason = invalidNewName(text);
  return reason === undefined ? { source, target: familiarReference(withDefaultTag(parseReference(text))) } : { reason };
}

function placeholders({ domain, path, tag }: ImageReference): Readonly<Record<string, string | undefined>> {
  const inner = path.replace(/^library\//, '');
  return { name: inner.slice(inner.lastIndexOf('/') + 1), path: inner, tag, registry: domain };
}

/** All new names, or the first reason against them: one that cannot be, or one that two images would get. */
export function planNames(
  typed: string,
  sources: readonly NameSource[],
): { readonly names: readonly PlannedName[] } | { readonly reason: string } {
  if (typed.trim() === '') return { reason: t('This cannot be empty.') };
  const template = nameTemplate(typed);
  const names = new Map<string, PlannedName>();
  for (const source of sources) {
    const planned = applyTemplate(template, source);
    if ('reason' in planned) return planned;
    const other = names.get(planned.target);
    if (other && other.source.id !== source.id) {
      return {
        reason: t('{0} would be the name of both {1} and {2}.', planned.target, other.source.reference ?? '', source.reference ?? ''),
      };
    }
    if (!other) names.set(planned.target, planned);
  }
  return { names: [...names.values()] };
}

function endsInTag(text: string): boolean {
  const last = text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('{'), text.lastIndexOf('}')) + 1);
  const colon = last.indexOf(':');
  return colon >= 0 && colon < last.length - 1;
}
