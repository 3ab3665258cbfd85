// Scored scenarios that the app does not pass, each with the checks it fails and the reason. All of them pass with fixtures
// (fixtures.campaign.ts), so the reason is never the HTTP or the protocol underneath.

interface NotApplicable {
  readonly why: string
  readonly checks: readonly string[]
}

const FIXTURE = 'It calls a tool, resource or prompt of the suite’s own, which the app does not have.'
const STATELESS =
  'The older protocol is served without sessions, so there is no stream to send updates on; 2026-07-28 has one.'
const LOGGING = 'The app sends agents no log messages and does not say it would; logging is deprecated.'
const ORIGIN =
  'It expects pages on this machine to be let in. The app refuses every Origin, theirs too; the half about strangers passes.'
const PROBES = 'These checks call diagnostic tools of the suite’s own; all others of the scenario pass.'

/** Scenarios whose one check has their name. */
const byName = (why: string, names: readonly string[]) =>
  Object.fromEntries(names.map(name => [name, { why, checks: [name] }]))

export const NOT_APPLICABLE: Readonly<Record<string, NotApplicable>> = {
  ...byName(FIXTURE, [
    'tools-call-simple-text',
    'tools-call-image',
    'tools-call-audio',
    'tools-call-embedded-resource',
    'tools-call-mixed-content',
    'tools-call-error',
    'tools-call-with-progress',
    'tools-call-sampling',
    'tools-call-elicitation',
    'resources-read-text',
    'resources-read-binary',
    'resources-templates-read',
    'prompts-get-simple',
    'prompts-get-with-args',
    'prompts-get-embedded-resource',
    'prompts-get-with-image',
  ]),
  ...byName(STATELESS, ['resources-subscribe', 'resources-unsubscribe']),
  ...byName(LOGGING, ['logging-set-level', 'tools-call-with-logging']),
  'elicitation-sep1034-defaults': { why: FIXTURE, checks: ['elicitation-sep1034-general'] },
  'elicitation-sep1330-enums': { why: FIXTURE, checks: ['elicitation-sep1330-general'] },
  'dns-rebinding-protection': { why: ORIGIN, checks: ['localhost-host-valid-accepted'] },
  'server-stateless': {
    why: PROBES,
    checks: [
      'sep-2575-server-rejects-undeclared-capability',
      'sep-2575-missing-capability-http-400',
      'sep-2575-http-server-no-independent-requests-on-stream',
      'sep-2575-server-no-log-without-loglevel',
    ],
  },
  'input-required-result-basic-elicitation': { why: FIXTURE, checks: ['sep-2322-elicitation-incomplete'] },
  'input-required-result-basic-sampling': { why: FIXTURE, checks: ['sep-2322-sampling-incomplete'] },
  'input-required-result-basic-list-roots': { why: FIXTURE, checks: ['sep-2322-list-roots-incomplete'] },
  'input-required-result-request-state': { why: FIXTURE, checks: ['sep-2322-request-state-incomplete'] },
  'input-required-result-multiple-input-requests': { why: FIXTURE, checks: ['sep-2322-multiple-inputs-incomplete'] },
  'input-required-result-multi-round': { why: FIXTURE, checks: ['sep-2322-multi-round-r1'] },
  'input-required-result-non-tool-request': { why: FIXTURE, checks: ['sep-2322-non-tool-incomplete'] },
  'input-required-result-result-type': { why: FIXTURE, checks: ['sep-2322-result-type-included'] },
  'input-required-result-tampered-state': { why: FIXTURE, checks: ['sep-2322-reject-tampered-state'] },
  'input-required-result-capability-check': { why: FIXTURE, checks: ['sep-2322-respect-client-capabilities'] },
}
