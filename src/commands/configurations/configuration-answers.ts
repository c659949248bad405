import { choice, optional, text } from '../answers/takes';

/** Where a configuration is kept: in the file of the project, or for this user alone. */
export const keptForAnswer = optional(
  choice(['project', 'user'], 'Where it is kept: `project` in `.vscode/slipway.json`, `user` for this user alone, in the secret store.'),
);

/** Which configuration is meant. */
export const configurationAnswers = { configuration: text('Name of the configuration.'), keptFor: keptForAnswer };
