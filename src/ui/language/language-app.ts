import type { App } from '../../app';

/** What language features get: what they show comes of files, so they reach registries through {@link FileRegistries} alone. */
export type LanguageApp = Omit<App, 'registries'>;
