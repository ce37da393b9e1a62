/** Request bodies, responses and their headers, media types. Our own: payloads of webhooks and callbacks read as responses. */
export const messageChecks = `
request-body-added-required | breaking | request requestbody existence add body required | a request body is required now
request-body-added-optional | compatible | request requestbody existence add body | a request body may be sent now
request-body-removed | breaking | request requestbody existence remove body | the request body is removed
request-body-became-required | breaking | request requestbody requiredness change body required | the request body became required
request-body-became-optional | compatible | request requestbody requiredness change body | the request body became optional
request-body-media-type-added | compatible | request requestbody existence add media-type | the request body may be \`{name}\`
request-body-media-type-removed | breaking | request requestbody existence remove media-type | the request body may no longer be \`{name}\`
request-body-media-type-schema-added | breaking | request requestbody existence add media-type schema | a request body of \`{name}\` has a schema now
request-body-media-type-schema-removed | compatible | request requestbody existence remove media-type schema | a request body of \`{name}\` no longer has a schema

response-success-status-removed | breaking | response responses existence remove success-status | the \`{name}\` response is removed
response-success-status-added | compatible | response responses existence add success-status | new \`{name}\` response
response-non-success-status-removed | compatible | response responses existence remove non-success-status | the \`{name}\` response is removed
response-non-success-status-added | compatible | response responses existence add non-success-status | new \`{name}\` response
response-media-type-removed | breaking | response responses existence remove media-type | {place} is no longer \`{name}\`
response-media-type-added | compatible | response responses existence add media-type | {place} may be \`{name}\`
response-body-media-type-schema-added | compatible | response responses existence add media-type schema | {place} \`{name}\` has a schema now
response-body-media-type-schema-removed | risky | response responses existence remove media-type schema | {place} \`{name}\` no longer has a schema
response-media-type-name-changed | compatible | response responses type change media-type | {place} \`{name}\` is written {to}
response-media-type-name-generalized | breaking | response responses type generalize media-type | {place} is {to}, was \`{name}\`
response-media-type-name-specialized | compatible | response responses type specialize media-type | {place} is {to}, was \`{name}\`

response-header-added | compatible | response headers existence add header | new {what}
required-response-header-removed | breaking | response headers existence remove header required | {what}, which was always there, is removed
optional-response-header-removed | risky | response headers existence remove header | {what} is removed
response-header-became-optional | breaking | response headers requiredness change header !required | {what} may be missing now
response-header-type-changed | breaking | response headers type change header | {what} is {to}, was {from}
response-header-type-generalized | breaking | response headers type <generalize,add> header <,list-of-types> | {what} is {to}, was {from}
response-header-type-specialized | compatible | response headers type <specialize,remove> header <,list-of-types> | {what} is {to}, was {from}
response-header-type-compatible | compatible | response headers type compatible header | {what} is {to}, was {from}
response-header-became-nullable | breaking | response headers requiredness change header nullable | {what} may be null
response-header-became-not-nullable | compatible | response headers requiredness change header not-nullable | {what} is never null
`;
