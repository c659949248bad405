import type { Readable } from 'node:stream';
import type { OperationOptions, RegistryCredentials } from '../operation';

/** What the engine's own builder is told. */
export interface BuildOptions extends OperationOptions {
  /** Path of the Dockerfile in the context, with `/`. */
  readonly dockerfile: string;
  readonly reference?: string;
  readonly target?: string;
  readonly buildArguments?: Readonly<Record<string, string>>;
  /** For each registry that the build may have to log in to. */
  readonly credentials?: readonly RegistryCredentials[];
  /** Gets the steps and what they print, as it comes. The builder is read on when it has ended. */
  readonly onOutput?: (text: string) => void | Promise<void>;
}

/** What makes images of Dockerfiles, and what it keeps of them. */
export interface EngineBuilder {
  /**
   * Builds an image of a context (a tar). Throws `buildFailed` with the step, `unsupported` for what needs BuildKit, and
   * what a registry said.
   */
  build(context: Readable, options: BuildOptions): Promise<{ readonly imageId: string }>;
  /**
   * Removes one record of the build cache. False: it is in use, others are built on it, or it is not there any more.
   * Throws `unsupported` on an engine without build cache.
   */
  removeCache(id: string): Promise<boolean>;
}
