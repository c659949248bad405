import type { DockerIgnore } from '../../core/ignore/dockerignore';

/** The folder that is given to the builder. Paths are written with `/` and relative to it. */
export interface BuildContext {
  /**
   * Whether `.dockerignore` keeps the path out; false where it holds exceptions (`!`), which nobody can weigh here. `''` is
   * the folder itself, which is kept out where everything in it is.
   */
  isIgnored(path: string): boolean;
}

/** What is known about base images; a name that is not known gives `undefined`. */
export interface BaseImages {
  /** The environment variables that the image sets, by name. */
  environment(image: string): readonly string[] | undefined;
  /** The platform of the image and the one that the build asks for, as `linux/amd64`. */
  platform?(image: string): { readonly actual: string; readonly expected: string } | undefined;
}

/**
 * The context for the linter, whose check of ignored files BuildKit makes only where the file has no exceptions. The
 * folder itself is not a path among others (moby/buildkit#6930): `.*` keeps out what begins with a dot, and not it.
 */
export function buildContextOf(ignore: DockerIgnore): BuildContext {
  return { isIgnored: (path) => !ignore.hasExceptions && (path === '' ? ignore.ignoresAll : ignore.isIgnored(path)) };
}
