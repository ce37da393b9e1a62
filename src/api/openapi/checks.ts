import { readCheckTable } from './check-table.ts';

/**
 * id | level | direction area kind action, what it is about, properties (`!` for without) | message.
 * The first row that fits an edit counts, so special rows stand before general ones. Ids are those of the field's common catalogue.
 * Dropped credentials break no caller that sends them; that strangers get in is for the rules to judge.
 */
const table = `
endpoint-added | compatible | none paths existence add | new operation
api-path-removed-with-deprecation | compatible | none paths existence remove deprecated wholePath | the path is removed, as its deprecation announced
api-path-removed-without-deprecation | breaking | none paths existence remove wholePath | the path is removed and was not deprecated
api-removed-with-deprecation | compatible | none paths existence remove deprecated | the operation is removed, as its deprecation announced
api-removed-without-deprecation | breaking | none paths existence remove | the operation is removed and was not deprecated

new-request-path-parameter | breaking | request parameters existence add path-parameter | new {place} \`{name}\`
new-required-request-parameter | breaking | request parameters existence add required | new required {place} \`{name}\`
new-optional-request-parameter | compatible | request parameters existence add | new optional {place} \`{name}\`
request-parameter-removed-with-deprecation | compatible | request parameters existence remove deprecated | {place} \`{name}\` is removed, as its deprecation announced
request-parameter-removed | risky | request parameters existence remove | {place} \`{name}\` is removed
request-parameter-became-required | breaking | request parameters requiredness change required | {place} \`{name}\` became required
request-parameter-became-optional | compatible | request parameters requiredness change | {place} \`{name}\` became optional
request-parameter-type-generalized | compatible | request parameters type generalize | {place} \`{name}\` takes {to}, was {from}
request-parameter-type-changed | breaking | request parameters type * | {place} \`{name}\` takes {to}, was {from}

request-body-added-required | breaking | request requestbody existence add body required | a request body is required now
request-body-added-optional | compatible | request requestbody existence add body | a request body may be sent now
request-body-removed | breaking | request requestbody existence remove body | the request body is removed
request-body-became-required | breaking | request requestbody requiredness change body required | the request body became required
request-body-became-optional | compatible | request requestbody requiredness change body | the request body became optional
request-body-media-type-added | compatible | request requestbody existence add media-type | the request body may be \`{name}\`
request-body-media-type-removed | breaking | request requestbody existence remove media-type | the request body may no longer be \`{name}\`

new-required-request-property-with-default | breaking | request schema existence add property required hasDefault !readOnly | new required request property \`{name}\` (with a default)
new-required-request-property | breaking | request schema existence add property required !readOnly | new required request property \`{name}\`
new-optional-request-property | compatible | request schema existence add property | new optional request property \`{name}\`
request-property-removed | risky | request schema existence remove property !readOnly | request property \`{name}\` is removed
request-property-became-required-with-default | breaking | request schema requiredness change property required hasDefault !readOnly | request property \`{name}\` became required (with a default)
request-property-became-required | breaking | request schema requiredness change property required !readOnly | request property \`{name}\` became required
request-property-became-optional | compatible | request schema requiredness change property !required | request property \`{name}\` became optional
request-property-type-generalized | compatible | request schema type generalize property | request property \`{name}\` takes {to}, was {from}
request-property-type-changed | breaking | request schema type * property | request property \`{name}\` takes {to}, was {from}
request-body-type-generalized | compatible | request schema type generalize body | the request body takes {to}, was {from}
request-body-type-changed | breaking | request schema type * body | the request body takes {to}, was {from}

response-success-status-removed | breaking | response responses existence remove success-status | the \`{name}\` response is removed
response-success-status-added | compatible | response responses existence add success-status | new \`{name}\` response
response-non-success-status-removed | compatible | response responses existence remove non-success-status | the \`{name}\` response is removed
response-non-success-status-added | compatible | response responses existence add non-success-status | new \`{name}\` response
response-media-type-removed | breaking | response responses existence remove media-type | {place} is no longer \`{name}\`
response-media-type-added | compatible | response responses existence add media-type | {place} may be \`{name}\`

response-required-write-only-property-removed | compatible | response schema existence remove property required writeOnly | write-only property \`{name}\` is removed from {place}
response-required-property-removed | breaking | response schema existence remove property required | property \`{name}\`, which was always there, is removed from {place}
response-optional-write-only-property-removed | compatible | response schema existence remove property writeOnly | write-only property \`{name}\` is removed from {place}
response-optional-property-removed | risky | response schema existence remove property | optional property \`{name}\` is removed from {place}
response-required-write-only-property-added | compatible | response schema existence add property required writeOnly | new write-only property \`{name}\` in {place}
response-required-property-added | compatible | response schema existence add property required | new property \`{name}\` in {place}
response-optional-write-only-property-added | compatible | response schema existence add property writeOnly | new write-only property \`{name}\` in {place}
response-optional-property-added | compatible | response schema existence add property | new optional property \`{name}\` in {place}
response-write-only-property-became-optional | compatible | response schema requiredness change property !required writeOnly | write-only property \`{name}\` became optional in {place}
response-property-became-optional | breaking | response schema requiredness change property !required | property \`{name}\` may be missing from {place} now
response-write-only-property-became-required | compatible | response schema requiredness change property required writeOnly | write-only property \`{name}\` became required in {place}
response-property-became-required | compatible | response schema requiredness change property | property \`{name}\` is always in {place} now
response-property-type-specialized | compatible | response schema type specialize property | property \`{name}\` in {place} is {to}, was {from}
response-property-type-generalized | breaking | response schema type generalize property | property \`{name}\` in {place} is {to}, was {from}
response-property-type-changed | breaking | response schema type * property | property \`{name}\` in {place} is {to}, was {from}
response-body-type-specialized | compatible | response schema type specialize body | {place} is {to}, was {from}
response-body-type-generalized | breaking | response schema type generalize body | {place} is {to}, was {from}
response-body-type-changed | breaking | response schema type * body | {place} is {to}, was {from}

api-security-removed | risky | none security existence remove operation | no credentials are needed any more
api-security-added | risky | none security existence add operation | credentials are needed now
api-global-security-removed | risky | none security existence remove document | no credentials are needed any more unless an operation asks for them
api-global-security-added | risky | none security existence add document | credentials are needed now unless an operation asks for none
`;

export const checks = readCheckTable(table);
