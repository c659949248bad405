/** One step of "Get Started with Slipway". Its picture is `media/walkthrough/<id>.svg`, drawn by scripts/pictures.ts. */
export interface WalkthroughStep {
  readonly id: 'engine' | 'pull' | 'run' | 'look' | 'commit' | 'push' | 'dockerfile' | 'prune';
  /** English; the key of its translation. */
  readonly title: string;
  /** Markdown with buttons: a link to a command alone on its line is one. English; the key of its translation. */
  readonly text: string;
  /** What the picture shows, for those who do not see it. English; the key of its translation. */
  readonly picture: string;
  /** Commands whose success is the doing of this step; none: it is done when an engine answers. */
  readonly doneBy: readonly `slipway.${string}`[];
}

/** The way of an image from a registry and back, in the order of the guides. */
export const walkthrough: readonly WalkthroughStep[] = [
  {
    id: 'engine',
    title: 'Connect to an engine',
    text: 'Slipway finds Docker Desktop, Docker Engine, Podman, Colima and your docker contexts automatically. The Engines view shows which one answers.\n[Show Engines](command:slipway.engines.focus)\nNo engine yet? [See how to get one](command:slipway.engines.install).',
    picture: 'The Engines view with an engine that is connected',
    doneBy: [],
  },
  {
    id: 'pull',
    title: 'Pull an image',
    text: 'Type a name such as `python:3.12`. A colon lists the tags that the registry has, with size, date and platform.\n[Pull an Image](command:slipway.images.pull)\nIn the Images view, press P.',
    picture: 'The box of Pull Image with the tags of python',
    doneBy: ['slipway.images.pull', 'slipway.images.pullAgain', 'slipway.registries.pull', 'slipway.images.pullNewer'],
  },
  {
    id: 'run',
    title: 'Run it',
    text: 'A form proposes what suits the image: a terminal for a shell, the background and free ports for a server. Change it as you like, or paste a `docker run` line; it is remembered for the next time.\n[Run an Image](command:slipway.images.run)\nOn an image, press R.',
    picture: 'A container that is running, with its port',
    doneBy: ['slipway.images.run', 'slipway.images.runByLine'],
  },
  {
    id: 'look',
    title: 'Look inside',
    text: 'Open a shell, follow the log, list the files that have changed, or see each layer of the image with its size.\n[Open a Shell](command:slipway.containers.shell)\n[Inspect an Image](command:slipway.images.inspect)',
    picture: 'A shell in a container, and the layers of its image',
    doneBy: [
      'slipway.containers.shell',
      'slipway.containers.logs',
      'slipway.containers.showChanges',
      'slipway.containers.inspect',
      'slipway.images.inspect',
    ],
  },
  {
    id: 'commit',
    title: 'Commit what you changed',
    text: 'When a shell ends and files have changed, Slipway offers to make an image of the container. You can do it at any time.\n[Commit a Container](command:slipway.containers.commit)\nOn a container, press C.',
    picture: 'A container that becomes a new layer of an image',
    doneBy: ['slipway.containers.commit'],
  },
  {
    id: 'push',
    title: 'Push it to a registry',
    text: 'Docker Hub, GitHub, your own registry: the log-ins of `docker login` are used, and you are asked when one is needed.\n[Push an Image](command:slipway.images.push)\nOn an image, press U.',
    picture: 'An image on its way to a registry',
    doneBy: ['slipway.images.push', 'slipway.images.pushTo'],
  },
  {
    id: 'dockerfile',
    title: 'Write a better Dockerfile',
    text: 'Hints appear while you type, most with a fix: merging RUN instructions first of all. The button above FROM builds the image.\n[Open an Example](command:slipway.dockerfile.example)\n[Build a Dockerfile](command:slipway.dockerfile.build)',
    picture: 'A Dockerfile with the light bulb that merges two RUN instructions',
    doneBy: ['slipway.dockerfile.mergeRuns', 'slipway.dockerfile.build', 'slipway.dockerfile.fixWorkspace'],
  },
  {
    id: 'prune',
    title: 'Free disk space',
    text: 'The plan first shows what is removed, why, and how much space it frees. Deselect what you want to keep; nothing else is removed.\n[See What Can Be Removed](command:slipway.images.prune)\n[Show Disk Usage](command:slipway.system.diskUsage)',
    picture: 'A prune plan with two selected images and what they free',
    doneBy: [
      'slipway.images.prune',
      'slipway.containers.prune',
      'slipway.volumes.prune',
      'slipway.networks.prune',
      'slipway.buildCache.prune',
      'slipway.system.prune',
    ],
  },
];
