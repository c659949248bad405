const parts = ['apikey', 'api_key', 'credential', 'password', 'passwd', 'private', 'secret', 'token', 'username'];

/** Variables of services that hold credentials, or tell something about the account. */
const wellKnown = new Set(
  (
    'ALGOLIA_API_KEY AMAZON_AWS_ACCESS_KEY_ID AWS_ACCESS_KEY_ID AWS_SESSION_TOKEN AZURE_CLIENT_ID AZURE_USERNAME ' +
    'BITTREX_API_KEY CF_USERNAME CI_DEPLOY_USER CI_JOB_JWT CI_JOB_JWT_V2 CONSUMER_KEY DOCKER_EMAIL DOCKER_USERNAME ' +
    'FACEBOOK_APP_ID FOSSA_API_KEY GITLAB_USER_LOGIN GOOGLE_API_KEY HEROKU_API_KEY HEROKU_API_USER MAILGUN_API_KEY ' +
    'MCLI_PUBLIC_API_KEY MSI_ENDPOINT OKTA_AUTHN_GROUPID OKTA_CLIENT_ORGURL OKTA_OAUTH2_CLIENTID OS_USERNAME ' +
    'SAUCE_ACCESS_KEY SSH_PRIVATE_KEY STRIPE_API_KEY STRIPE_DEVICE_NAME SURGE_LOGIN TRAVIS_OS_NAME ' +
    'TRAVIS_SECURE_ENV_VARS TRAVIS_SUDO TWILIO_ACCOUNT_SID VAULT_CLIENT_KEY VULTR_ACCESS'
  ).split(' '),
);

/** Whether hadolint's DL3064 takes the name of an ARG or ENV for that of a secret. */
export function isKnownSecret(name: string): boolean {
  const lower = name.toLowerCase();
  return parts.some((part) => lower.includes(part)) || wellKnown.has(name.toUpperCase());
}

const words = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const harmless = /(?:_|^)(?:public|file|version)(?:_|$)/i;

/** Whether BuildKit's SecretsUsedInArgOrEnv does. */
export function looksSecret(name: string): boolean {
  return words.test(name) && !harmless.test(name);
}
