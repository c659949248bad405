import type { ImageDetails } from '../../core/image-details';
import { fullId } from './image-shapes';
import { type JsonObject, number, object, text, textMap, texts, timeOf } from '../json/json';

/** The engine's own description of an image as a record; `inspected` is what `EngineImages.inspect` gives. */
export function imageDetailsOf(inspected: unknown): ImageDetails {
  const raw = object(inspected);
  const config = object(raw.Config);
  const platform = [text(raw.Os), text(raw.Architecture), text(raw.Variant)].filter((part) => part !== '');
  return {
    id: fullId(text(raw.Id)),
    tags: texts(raw.RepoTags).filter((tag) => !tag.includes('<none>')),
    digests: texts(raw.RepoDigests).filter((digest) => !digest.includes('<none>')),
    platform: platform.join('/'),
    created: timeOf(text(raw.Created)),
    size: number(raw.Size),
    author: text(raw.Author),
    comment: text(raw.Comment),
    builtWith: text(raw.DockerVersion),
    user: text(config.User),
    workingDirectory: text(config.WorkingDir),
    entrypoint: wordsOf(config.Entrypoint),
    command: wordsOf(config.Cmd),
    environment: texts(config.Env),
    ports: Object.keys(object(config.ExposedPorts)),
    volumes: Object.keys(object(config.Volumes)),
    labels: textMap(config.Labels),
    healthcheck: healthcheckOf(config.Healthcheck ?? raw.Healthcheck ?? raw.HealthCheck),
    stopSignal: text(config.StopSignal),
    shell: texts(config.Shell),
    onBuild: texts(config.OnBuild),
    layers: texts(object(raw.RootFS).Layers),
  };
}

function wordsOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : texts(value);
}

function healthcheckOf(value: unknown): ImageDetails['healthcheck'] {
  const raw: JsonObject = object(value);
  const test = texts(raw.Test);
  if (test.length === 0) return undefined;
  return {
    test,
    interval: number(raw.Interval),
    timeout: number(raw.Timeout),
    startPeriod: number(raw.StartPeriod),
    retries: number(raw.Retries),
  };
}
